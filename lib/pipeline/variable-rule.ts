import { Annotations, Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { checkChoice, checkGiven, checkText } from '../core/checks';
import { LIMITS } from '../core/limits';
import type { Problems } from '../core/problems';
import { weak } from '../core/references';
import { checkForm, FORMS } from '../core/text-form';
import { DeclaredRule } from './rule-kind';
import type { BoundRule, RuleContext, RuleKind } from './rule-kind';
import { VariableCheck } from './variable-check';

/**
 * Options of a rule that looks at a variable.
 */
export interface VariableRuleOptions {
  /**
   * The name of the rule, and of the gate, unique in its stage, 1 to 100 characters of letters, digits, dots, `@`, `-` and `_`.
   *
   * @default 'Variable'
   */
  readonly ruleName?: string;
}

/** A variable of the pipeline, or of an action before. */
export class VariableRule implements RuleKind {
  public readonly provider = 'VariableCheck';
  public readonly ruleName: string;

  constructor(
    private readonly variable: string,
    private readonly check: VariableCheck,
    options: VariableRuleOptions,
  ) {
    this.ruleName = options.ruleName ?? 'Variable';
  }

  public bind(scope: Construct, problems: Problems, { ruleName }: RuleContext): BoundRule {
    const variable = checkGiven(problems, 'variable', this.variable, 'a reference to a variable');
    checkForm(problems, 'variable', variable, FORMS.variableReference);
    const check = checkGiven(problems, 'check', this.check, 'a VariableCheck');
    const { operator, value } = checkChoice(problems, 'check', check, VariableCheck)?._check() ?? MISSING;
    checkText(problems, 'check', checkGiven(problems, 'check', value, 'a text'), LIMITS.ruleConfigurationValue);
    if (operator === 'MATCHES') warnOfExpression(scope, value);
    const configuration = {
      Variable: variable ?? MISSING.value,
      Operator: operator,
      Value: typeof value === 'string' ? weak(scope, value) : MISSING.value,
    };
    return { rule: new DeclaredRule({ name: ruleName, provider: this.provider, configuration }) };
  }
}

/** The expressions of Java and of JavaScript differ here and there, so that nothing is refused. */
function warnOfExpression(scope: Construct, value: unknown): void {
  if (typeof value !== 'string' || Token.isUnresolved(value)) return;
  try {
    new RegExp(value);
  } catch (error) {
    Annotations.of(scope).addWarningV2(
      'cdk-delivery:oddExpression',
      `The expression of VariableCheck.matching may be none: ${(error as Error).message}. Make sure that Java takes it`,
    );
  }
}

const MISSING = { operator: 'EQ', value: 'missing' };
