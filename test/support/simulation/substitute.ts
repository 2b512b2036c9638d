import { isList, isObject, type Plain, textOf } from './plain';
import type { Scope } from './scope';

/** Fn::Sub, in both forms: a text, or a text and the values of variables of its own. */
export function substitute(argument: unknown, scope: Scope): string {
  const [template, variables] = isList(argument) ? argument : [argument];
  return textOf(template as Plain, 'The text of Fn::Sub').replace(/\$\{([^}]*)\}/g, (whole, name: string) => {
    if (name.startsWith('!')) return `\${${name.slice(1)}}`;
    return textOf(valueOf(name.trim(), variables, scope), `Fn::Sub ${whole}`);
  });
}

function valueOf(name: string, variables: unknown, scope: Scope): Plain | undefined {
  if (isObject(variables) && name in variables) return scope.evaluate(variables[name]);
  const [logicalId = '', ...attribute] = name.split('.');
  return attribute.length === 0 ? scope.ref(name) : scope.attribute(logicalId, attribute.join('.'));
}
