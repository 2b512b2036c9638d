import { Rule } from 'aws-cdk-lib/aws-codepipeline';
import type { CfnPipeline } from 'aws-cdk-lib/aws-codepipeline';
import type { IRole, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { DeliveryActionContext } from '../core/action';
import type { Problems } from '../core/problems';

/** Where a rule is evaluated. */
export enum RulePlace {
  /** Before the stage: the run goes on when the rule is met. */
  ENTRY = 'ENTRY',

  /** After all actions have succeeded: the stage stays when the rule is met. */
  SUCCESS = 'SUCCESS',

  /** After an action has failed: the stage is rolled back when the rule is met. */
  FAILURE = 'FAILURE',
}

/** The providers of rules: https://docs.aws.amazon.com/codepipeline/latest/userguide/rule-reference.html */
export type RuleProvider =
  'CloudWatchAlarm' | 'CodeBuild' | 'Commands' | 'DeploymentWindow' | 'LambdaInvoke' | 'VariableCheck';

/** What a rule is told when it is bound. */
export interface RuleContext extends DeliveryActionContext {
  readonly place: RulePlace;

  /** Its name, which is legal and unique in its condition. */
  readonly ruleName: string;
}

/** What a rule becomes in a condition of a stage. */
export interface BoundRule {
  readonly rule: Rule;

  /** What the role of the pipeline must be allowed. */
  readonly permissions?: PolicyStatement[];
}

/** One kind of rule, with what the user said. */
export interface RuleKind {
  readonly ruleName: string;
  readonly provider: RuleProvider;
  bind(scope: Construct, problems: Problems, context: RuleContext): BoundRule;
}

/** What a rule is declared with. */
export interface RuleDeclaration {
  readonly name: string;
  readonly provider: RuleProvider;
  readonly configuration?: Record<string, string>;
  readonly inputArtifacts?: string[];
  readonly commands?: string[];
}

/** A rule that takes any role: that of aws-cdk-lib takes one that the same app made. */
export class DeclaredRule extends Rule {
  constructor(
    declaration: RuleDeclaration,
    private readonly ruleRole?: IRole,
  ) {
    super({ ...declaration, version: '1' });
  }

  public override _render(): CfnPipeline.RuleDeclarationProperty {
    return { ...super._render(), roleArn: this.ruleRole?.roleArn };
  }
}
