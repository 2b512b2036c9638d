import { isList, isObject, textOf } from './plain';
import type { Scope } from './scope';

/** Whether a condition function, or the condition that `{ Condition: name }` names, holds. */
export function isConditionMet(condition: unknown, scope: Scope): boolean {
  const [name, argument] = isObject(condition) ? (Object.entries(condition)[0] ?? []) : [];
  const operands = isList(argument) ? argument : [argument];
  switch (name) {
    case 'Condition':
      return scope.condition(textOf(scope.evaluate(argument), 'The name of a condition'));
    case 'Fn::And':
      return operands.every((operand) => isConditionMet(operand, scope));
    case 'Fn::Or':
      return operands.some((operand) => isConditionMet(operand, scope));
    case 'Fn::Not':
      return !isConditionMet(operands[0], scope);
    case 'Fn::Equals': {
      const [left, right] = operands.map((operand) => textOf(scope.evaluate(operand), 'A side of Fn::Equals'));
      return left === right;
    }
    default:
      throw new Error(`The condition function ${JSON.stringify(condition)} is not supported`);
  }
}
