import { isConditionMet } from './conditions';
import { isList, isObject, isPlainObject, type Plain, textOf } from './plain';
import type { Scope } from './scope';
import { substitute } from './substitute';

type Intrinsic = (argument: unknown, scope: Scope) => Plain | undefined;

/** The name and argument of an intrinsic function; undefined for any other value. */
export function intrinsicOf(value: unknown): readonly [name: string, argument: unknown] | undefined {
  if (!isObject(value)) return undefined;
  const entries = Object.entries(value);
  const entry = entries.at(0);
  if (entry === undefined || entries.length > 1) return undefined;
  return entry[0] === 'Ref' || entry[0].startsWith('Fn::') ? entry : undefined;
}

/** @throws for a function that is not in the table */
export function callIntrinsic(name: string, argument: unknown, scope: Scope): Plain | undefined {
  const intrinsic = INTRINSICS[name];
  if (intrinsic === undefined) throw new Error(`The intrinsic function ${name} is not supported`);
  return intrinsic(argument, scope);
}

function argumentsOf(name: string, argument: unknown, atLeast: number): readonly unknown[] {
  if (isList(argument) && argument.length >= atLeast) return argument;
  throw new Error(`${name} takes a list of ${atLeast} values, got ${JSON.stringify(argument)}`);
}

function evaluatedList(name: string, value: unknown, scope: Scope): Plain[] {
  const list = scope.evaluate(value);
  if (Array.isArray(list)) return list;
  throw new Error(`${name} takes a list, got ${JSON.stringify(list)}`);
}

function evaluatedText(name: string, value: unknown, scope: Scope): string {
  return textOf(scope.evaluate(value), `An argument of ${name}`);
}

function getAtt(argument: unknown, scope: Scope): Plain {
  if (typeof argument === 'string') {
    const [logicalId = '', ...attribute] = argument.split('.');
    return scope.attribute(logicalId, attribute.join('.'));
  }
  const [logicalId, attribute] = argumentsOf('Fn::GetAtt', argument, 2);
  return scope.attribute(textOf(logicalId as Plain, 'Fn::GetAtt'), evaluatedText('Fn::GetAtt', attribute, scope));
}

function join(argument: unknown, scope: Scope): string {
  const [separator, values] = argumentsOf('Fn::Join', argument, 2);
  return evaluatedList('Fn::Join', values, scope)
    .map((value) => textOf(value, 'A part of Fn::Join'))
    .join(evaluatedText('Fn::Join', separator, scope));
}

function select(argument: unknown, scope: Scope): Plain {
  const [index, values] = argumentsOf('Fn::Select', argument, 2);
  const list = evaluatedList('Fn::Select', values, scope);
  const position = evaluatedText('Fn::Select', index, scope);
  const selected = list.find((_, at) => String(at) === position);
  if (selected !== undefined) return selected;
  throw new Error(`Fn::Select finds no value ${position} in ${JSON.stringify(list)}`);
}

function split(argument: unknown, scope: Scope): Plain[] {
  const [separator, value] = argumentsOf('Fn::Split', argument, 2);
  return evaluatedText('Fn::Split', value, scope).split(evaluatedText('Fn::Split', separator, scope));
}

function choose(argument: unknown, scope: Scope): Plain | undefined {
  const [condition, whenMet, otherwise] = argumentsOf('Fn::If', argument, 3);
  return scope.evaluate(isConditionMet({ Condition: condition }, scope) ? whenMet : otherwise);
}

function findInMap(argument: unknown, scope: Scope): Plain | undefined {
  const [map, first, second, options] = argumentsOf('Fn::FindInMap', argument, 3);
  const key = (value: unknown): string => evaluatedText('Fn::FindInMap', value, scope);
  const [mapName, firstKey, secondKey] = [key(map), key(first), key(second)];
  const found = scope.mapped(mapName, firstKey, secondKey);
  if (found !== undefined) return scope.evaluate(found);
  if (isObject(options) && 'DefaultValue' in options) return scope.evaluate(options.DefaultValue);
  throw new Error(`The mapping ${mapName} has no ${firstKey}.${secondKey}`);
}

function getStackOutput(argument: unknown, scope: Scope): Plain {
  const given = scope.evaluate(argument);
  if (!isPlainObject(given)) throw new Error(`Fn::GetStackOutput takes an object, got ${JSON.stringify(argument)}`);
  const { StackName, OutputName, Region, RoleArn } = given;
  return scope.stackOutput(textOf(StackName, 'StackName'), textOf(OutputName, 'OutputName'), {
    ...(Region === undefined ? {} : { region: textOf(Region, 'Region') }),
    ...(RoleArn === undefined ? {} : { account: textOf(RoleArn, 'RoleArn').split(':')[4] ?? '' }),
  });
}

function getZones(argument: unknown, scope: Scope): Plain[] {
  const region = evaluatedText('Fn::GetAZs', argument, scope) || scope.environment.region;
  return ['a', 'b', 'c'].map((zone) => region + zone);
}

const INTRINSICS: Readonly<Partial<Record<string, Intrinsic>>> = {
  Ref: (argument, scope) => scope.ref(textOf(argument as Plain, 'Ref')),
  'Fn::Base64': (argument, scope) => Buffer.from(evaluatedText('Fn::Base64', argument, scope)).toString('base64'),
  'Fn::FindInMap': findInMap,
  'Fn::GetAtt': getAtt,
  'Fn::GetAZs': getZones,
  'Fn::GetStackOutput': getStackOutput,
  'Fn::If': choose,
  'Fn::ImportValue': (argument, scope) => scope.exported(evaluatedText('Fn::ImportValue', argument, scope)),
  'Fn::Join': join,
  'Fn::Select': select,
  'Fn::Split': split,
  'Fn::Sub': substitute,
};
