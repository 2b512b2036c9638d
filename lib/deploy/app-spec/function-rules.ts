import { Token } from 'aws-cdk-lib';
import { checkName } from '../../core/checks';
import { LIMITS } from '../../core/limits';
import type { Problems } from '../../core/problems';
import type { NameLimit } from '../../core/limits';
import { checkResourceSpec } from './resource-rules';
import { checkKeys, isMissing } from './spec-context';
import type { SpecContext, SpecMap } from './spec-context';

/** A name, or an ARN with or without version or alias. */
const FUNCTION = /^(?:arn:[\w-]+:lambda:[\w-]+:\d{12}:function:)?[A-Za-z0-9-_]{1,64}(?::[A-Za-z0-9-_$]+)?$/;

const PROPERTIES: readonly [string, NameLimit][] = [
  ['Name', LIMITS.functionName],
  ['Alias', LIMITS.aliasName],
  ['CurrentVersion', LIMITS.functionVersion],
  ['TargetVersion', LIMITS.functionVersion],
];

/**
 * Reports what is wrong with an AppSpec of a function, before CodeDeploy does so in the middle of a release.
 *
 * https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-structure-resources.html#reference-appspec-file-structure-resources-lambda
 */
export function checkFunctionSpec(context: SpecContext, spec: SpecMap): void {
  checkResourceSpec(context, spec, {
    what: 'function',
    type: 'AWS::Lambda::Function',
    events: ['BeforeAllowTraffic', 'AfterAllowTraffic'],
    checkProperties,
    checkHook: ({ problems }, path, _, name) => {
      checkHookFunction(problems, path, name);
    },
  });
}

/** Reports what is no name of a function, nor an ARN of one. */
export function checkHookFunction(problems: Problems, prop: string, given: unknown): void {
  if (isMissing(given) || Token.isUnresolved(given)) return;
  if (typeof given === 'string' && FUNCTION.test(given)) return;
  problems.add(prop, 'must be the name or the ARN of a function', { got: given });
}

/** Reports a release that goes nowhere. */
export function checkVersions(problems: Problems, prop: string, current: unknown, target: unknown): void {
  if (current !== target || typeof target !== 'string') return;
  problems.add(prop, 'must be another version than the current one', { got: target });
}

function checkProperties(context: SpecContext, path: string, properties: SpecMap): void {
  const { problems, traits } = context;
  const keys = PROPERTIES.map(([key]) => key);
  checkKeys(context, path, properties, keys);
  const [name, alias, current, target] = PROPERTIES.map(([key, limit]) => {
    const at = `${path}.${key}`;
    const given = properties[key];
    if (isMissing(given)) problems.add(at, 'must be given', { got: given });
    // The number of a version may stand there without quotation marks.
    const text = typeof given === 'number' ? String(given) : given;
    return isMissing(given) ? undefined : checkName(problems, at, text, limit);
  });
  checkVersions(problems, `${path}.TargetVersion`, current, target);
  const released = traits.function;
  if (released === undefined) return;
  checkSame(problems, `${path}.Name`, 'function', name, released.name);
  checkSame(problems, `${path}.Alias`, 'alias', alias, released.alias);
}

function checkSame(problems: Problems, prop: string, what: string, given: string | undefined, own: string): void {
  if (given === undefined || given === own || Token.isUnresolved(own)) return;
  problems.add(prop, `must be the ${what} of the deployment`, { got: given, cure: `write ${own}` });
}
