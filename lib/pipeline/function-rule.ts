import { Stack } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { DeliveryArtifact } from '../core/artifact';
import { checkStruct, checkText } from '../core/checks';
import { checkResource } from '../core/environments';
import { LIMITS } from '../core/limits';
import { allow, PERMISSIONS } from '../core/permissions';
import type { Problems } from '../core/problems';
import { deployAfter, weak } from '../core/references';
import { letAnswer } from './job-answer';
import { DeclaredRule } from './rule-kind';
import type { BoundRule, RuleContext, RuleKind } from './rule-kind';
import { inputOf } from './rule-input';

/**
 * Options of a rule that asks a Lambda function.
 */
export interface FunctionRuleOptions {
  /**
   * The name of the rule, and of the gate, unique in its stage, 1 to 100 characters of letters, digits, dots, `@`, `-` and `_`.
   *
   * @default 'Lambda'
   */
  readonly ruleName?: string;

  /**
   * What the function is told, by name. As JSON at most 10,000 characters. Variables count: `SourceVariables.of('Source').commitId`.
   *
   * @default - nothing beside the job
   */
  readonly userParameters?: Record<string, string>;

  /**
   * An artifact that the function may fetch, with the credentials of the job.
   *
   * @default - no artifact
   */
  readonly input?: DeliveryArtifact;
}

/** A function that says yes or no. */
export class FunctionRule implements RuleKind {
  public readonly provider = 'LambdaInvoke';
  public readonly ruleName: string;

  constructor(
    private readonly given: IFunction,
    private readonly options: FunctionRuleOptions,
  ) {
    this.ruleName = options.ruleName ?? 'Lambda';
  }

  public bind(scope: Construct, problems: Problems, context: RuleContext): BoundRule {
    const { input } = this.options;
    const asked = checkResource(problems, 'function', scope, this.given, 'a function', 'functionArn');
    if (asked !== undefined) {
      deployAfter(scope, asked);
      letAnswer(scope, asked);
    }
    const userParameters = this.userParameters(scope, problems);
    return {
      rule: new DeclaredRule({
        name: context.ruleName,
        provider: this.provider,
        configuration: {
          FunctionName: asked === undefined ? 'missing' : weak(scope, asked.functionName),
          ...(userParameters === undefined ? {} : { UserParameters: userParameters }),
        },
        inputArtifacts: input === undefined ? undefined : inputOf(problems, context, input),
      }),
      permissions:
        asked === undefined
          ? []
          : [
              allow(PERMISSIONS.lambdaInvokeAction, [weak(scope, asked.functionArn)]),
              allow(PERMISSIONS.lambdaListFunctions, ['*']),
            ],
    };
  }

  private userParameters(scope: Construct, problems: Problems): string | undefined {
    const given = checkStruct(problems, 'userParameters', this.options.userParameters);
    if (given === undefined) return undefined;
    for (const [name, value] of Object.entries(given)) checkText(problems, `userParameters.${name}`, value, ANY_TEXT);
    const entries = Object.entries(given).filter(([, value]) => typeof value === 'string');
    const texts = Object.fromEntries(entries.map(([name, value]) => [name, weak(scope, value)]));
    checkText(problems, 'userParameters', JSON.stringify(texts), LIMITS.ruleConfigurationValue);
    return Stack.of(scope).toJsonString(texts);
  }
}

const ANY_TEXT = { ...LIMITS.ruleConfigurationValue, min: 0 };
