import type { Rule } from 'aws-cdk-lib/aws-codepipeline';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { DeliveryActionContext } from '../core/action';

/** Where a rule is evaluated. */
export enum RulePlace {
  ENTRY = 'ENTRY',
  SUCCESS = 'SUCCESS',
  FAILURE = 'FAILURE',
}

/** What a rule is told when it is bound. */
export interface RuleContext extends DeliveryActionContext {
  readonly place: RulePlace;
}

/** What a rule becomes in a condition of a stage. */
export interface BoundRule {
  readonly rule: Rule;

  /** What the role of the pipeline must be allowed. */
  readonly permissions?: PolicyStatement[];
}

type Bind = (scope: Construct, context: RuleContext) => BoundRule;

/**
 * A rule that decides whether a stage is entered, has succeeded, or is taken back.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/rule-reference.html
 */
export class StageRule {
  private constructor(
    /** The name of the rule, unique in its condition. */
    public readonly ruleName: string,
    private readonly binding: Bind,
  ) {}

  /** @internal */
  public _bind(scope: Construct, context: RuleContext): BoundRule {
    return this.binding(scope, context);
  }
}
