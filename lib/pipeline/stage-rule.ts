import type { IAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { IProject } from 'aws-cdk-lib/aws-codebuild';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { orEmpty } from '../core/checks';
import { Problems } from '../core/problems';
import { AlarmRule } from './alarm-rule';
import type { AlarmRuleOptions } from './alarm-rule';
import { CommandsRule } from './commands-rule';
import type { CommandsRuleOptions } from './commands-rule';
import { FunctionRule } from './function-rule';
import type { FunctionRuleOptions } from './function-rule';
import { ProjectRule } from './project-rule';
import type { ProjectRuleOptions } from './project-rule';
import type { BoundRule, RuleContext, RuleKind, RuleProvider } from './rule-kind';
import type { VariableCheck } from './variable-check';
import { VariableRule } from './variable-rule';
import type { VariableRuleOptions } from './variable-rule';
import { WindowRule } from './window-rule';
import type { DeploymentWindowOptions } from './window-rule';

/**
 * A rule that decides whether a stage is entered, has succeeded, or is taken back. Before a stage (a gate) the run goes on only when the rule is met; after a
 * success (`onSuccess`) the stage stays only when it is met; after a failure (`StageFailure.rollBackWhen`) the stage is rolled back only when it is met.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/rule-reference.html
 */
export class StageRule {
  /**
   * Before a stage: go on only when the alarm is quiet. After a success: keep the release only when the alarm stays quiet. After a failure: roll back only
   * when the alarm is on.
   *
   * The alarm is one on a metric, in the account and region of the pipeline. Let it take missing data for good: what CodePipeline makes of an
   * alarm without data is not documented.
   *
   * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/rule-reference-CloudWatchAlarm.html
   */
  public static alarm(alarm: IAlarm, options: AlarmRuleOptions = {}): StageRule {
    return StageRule._of('StageRule.alarm', new AlarmRule(alarm, orEmpty(options)));
  }

  /**
   * Before a stage: go on only within these hours. After a success: keep the release only when it was ready within them. After a failure: roll back only
   * within them. The rule looks at the clock once and waits for nothing.
   *
   * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/rule-reference-DeploymentWindow.html
   */
  public static deploymentWindow(options: DeploymentWindowOptions): StageRule {
    return StageRule._of('StageRule.deploymentWindow', new WindowRule(orEmpty(options)));
  }

  /**
   * Before a stage: go on only when the variable is as the check says. After a success: keep the release only then. After a failure: roll back only then.
   *
   * @param variable a variable of the pipeline or of an action that has run: `PipelineVariable.reference`, or `SourceVariables.of('Source').branchName`.
   * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/rule-reference-VariableCheck.html
   */
  public static variable(variable: string, check: VariableCheck, options: VariableRuleOptions = {}): StageRule {
    return StageRule._of('StageRule.variable', new VariableRule(variable, check, orEmpty(options)));
  }

  /**
   * Before a stage: go on only when the function says yes. After a success: keep the release only then. After a failure: roll back only then.
   *
   * The function gets a job of CodePipeline, and says yes by `PutJobSuccessResult` and no by `PutJobFailureResult`, which its role may call from now on. The
   * role of an imported function is not known: let it.
   *
   * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/rule-reference-LambdaInvoke.html
   */
  public static lambdaFunction(givenFunction: IFunction, options: FunctionRuleOptions = {}): StageRule {
    return StageRule._of('StageRule.lambdaFunction', new FunctionRule(givenFunction, orEmpty(options)));
  }

  /**
   * Before a stage: go on only when the build succeeds. After a success: keep the release only then. After a failure: roll back only then.
   *
   * @param project one that exists, or `buildProject.project` of a `BuildProject`. Its role may read the artifacts of the pipeline from now on.
   * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/rule-reference-CodeBuild.html
   */
  public static codeBuild(project: IProject, options: ProjectRuleOptions): StageRule {
    return StageRule._of('StageRule.codeBuild', new ProjectRule(project, orEmpty(options)));
  }

  /**
   * Before a stage: go on only when all commands succeed. After a success: keep the release only then. After a failure: roll back only then.
   *
   * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/rule-reference-Commands.html
   */
  public static commands(options: CommandsRuleOptions): StageRule {
    return StageRule._of('StageRule.commands', new CommandsRule(orEmpty(options)));
  }

  /** @internal */
  public static _of(label: string, kind: RuleKind): StageRule {
    return new StageRule(label, kind);
  }

  /** The name of the rule, unique in its condition. */
  public readonly ruleName: string;

  private constructor(
    private readonly label: string,
    private readonly kind: RuleKind,
  ) {
    this.ruleName = kind.ruleName;
  }

  /**
   * The function of `Gate` that makes the same a gate.
   *
   * @internal
   */
  public get _gate(): string {
    return this.label.replace(/^StageRule/, 'Gate');
  }

  /** @internal */
  public get _provider(): RuleProvider {
    return this.kind.provider;
  }

  /** @internal */
  public _bind(scope: Construct, context: RuleContext): BoundRule {
    return this.kind.bind(scope, Problems.of(scope, this.label), context);
  }
}
