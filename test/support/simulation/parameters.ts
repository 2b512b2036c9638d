import type { Plain } from './plain';
import { isObject, textOf } from './plain';
import { stableHex } from './stable-names';

export interface ParameterSource {
  /** The value of a parameter of a template, undefined when none was given. */
  given(name: string): string | undefined;
  /** The value of a parameter in the Parameter Store. */
  stored(parameterName: string): Plain;
}

/** @throws when the parameter has neither a given value nor a default */
export function parameterValue(name: string, definition: unknown, source: ParameterSource): Plain {
  const { Type, Default } = isObject(definition) ? definition : {};
  const type = textOf(Type as Plain, `The type of the parameter ${name}`);
  const value = source.given(name) ?? Default;
  if (value === undefined) throw new Error(`The parameter ${name} has no default: give it a value`);
  const text = textOf(value as Plain, `The default of the parameter ${name}`);
  const stored = /^AWS::SSM::Parameter::Value<(.*)>$/.exec(type)?.[1];
  if (stored === undefined) return typed(text, type);
  if (stored === 'AWS::EC2::Image::Id') return `ami-${stableHex(17, text)}`;
  return typed(textOf(source.stored(text), `The stored value of ${text}`), stored);
}

function typed(text: string, type: string): Plain {
  return type === 'CommaDelimitedList' || type.startsWith('List<') ? text.split(',').map((it) => it.trim()) : text;
}
