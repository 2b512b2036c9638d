import type { Duration } from 'aws-cdk-lib';
import type { IAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { IProject } from 'aws-cdk-lib/aws-codebuild';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { isDuration, orEmpty } from '../core/checks';
import { AlarmRule } from './alarm-rule';
import type { AlarmRuleOptions } from './alarm-rule';
import { ApprovalGate } from './approval-gate';
import type { ApprovalOptions } from './approval-options';
import { CommandsRule } from './commands-rule';
import type { CommandsRuleOptions } from './commands-rule';
import { FunctionRule } from './function-rule';
import type { FunctionGateOptions, VariableGateOptions } from './gate-options';
import type { IGate } from './gate-interface';
import { ProjectRule } from './project-rule';
import type { ProjectRuleOptions } from './project-rule';
import { RuleGate } from './rule-gate';
import type { RuleGateSettings } from './rule-gate';
import type { RuleKind } from './rule-kind';
import { StageRule } from './stage-rule';
import type { VariableCheck } from './variable-check';
import { VariableRule } from './variable-rule';
import { WaitForWindowGate } from './wait-for-window-gate';
import type { WaitForWindowOptions } from './wait-for-window-gate';
import { WindowRule } from './window-rule';
import type { DeploymentWindowOptions } from './window-rule';

/**
 * What may stand before a stage. Gates act in the order in which they are listed.
 */
export class Gate {
  /**
   * Goes on only when a person approves. While the approval waits, later runs wait before the stage, and only the newest
   * of them enters it. `DeliveryPipeline.grantApprove` says who may.
   *
   * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/approvals.html
   */
  public static approval(options: ApprovalOptions = {}): IGate {
    return new ApprovalGate(orEmpty(options));
  }

  /**
   * Goes on only when the alarm is quiet, or gets quiet within `waitFor`; else the run fails. Let the alarm take missing data for good.
   *
   * @param alarm an alarm on a metric, in the account and region of the pipeline.
   * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/rule-reference-CloudWatchAlarm.html
   */
  public static alarm(alarm: IAlarm, options: AlarmRuleOptions = {}): IGate {
    const given = orEmpty(options);
    const { waitFor } = given;
    return gateOf('alarm', new AlarmRule(alarm, given), given, isDuration(waitFor) ? waitFor : undefined);
  }

  /**
   * Goes on only within these hours. Outside of them the run fails: CodePipeline looks at the clock once, does not wait, and skips no stage by it. Retry the
   * stage within the hours, or use `Gate.waitForWindow`.
   *
   * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/rule-reference-DeploymentWindow.html
   */
  public static deploymentWindow(options: DeploymentWindowOptions): IGate {
    const given = orEmpty(options);
    return gateOf('deploymentWindow', new WindowRule(given), given);
  }

  /**
   * Waits for these hours: two schedules of EventBridge Scheduler enable the transition into the stage when they begin, and disable it when they end. Of the runs that
   * wait, only the newest goes on in execution mode SUPERSEDED. A run that is in the stage when the hours end goes on.
   *
   * The transition is disabled when the pipeline is made, also within the hours, until they begin the next time; enable it by hand for the first
   * run. The template says that it is disabled: an update of the pipeline may disable it again, and never enables it. When the gate is taken away, look whether the
   * transition is enabled.
   *
   * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/transitions.html
   */
  public static waitForWindow(options: WaitForWindowOptions): IGate {
    return new WaitForWindowGate(orEmpty(options));
  }

  /**
   * Goes on only when the variable is as the check says; else the run fails, or goes on without the stage.
   *
   * @param variable a variable of the pipeline or of an action before: `PipelineVariable.reference`, or `SourceVariables.of('Source').branchName`.
   * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/rule-reference-VariableCheck.html
   */
  public static variable(variable: string, check: VariableCheck, options: VariableGateOptions = {}): IGate {
    const given = orEmpty(options);
    return gateOf('variable', new VariableRule(variable, check, given), given);
  }

  /**
   * Goes on only when the function says yes; else the run fails, or goes on without the stage. `StageRule.lambdaFunction` tells how it answers.
   *
   * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/rule-reference-LambdaInvoke.html
   */
  public static lambdaFunction(givenFunction: IFunction, options: FunctionGateOptions = {}): IGate {
    const given = orEmpty(options);
    return gateOf('lambdaFunction', new FunctionRule(givenFunction, given), given);
  }

  /**
   * Goes on only when a build of the project succeeds; else the run fails.
   *
   * @param project one that exists, or `buildProject.project` of a `BuildProject`.
   * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/rule-reference-CodeBuild.html
   */
  public static codeBuild(project: IProject, options: ProjectRuleOptions): IGate {
    const given = orEmpty(options);
    return gateOf('codeBuild', new ProjectRule(project, given), given);
  }

  /**
   * Goes on only when all commands succeed; else the run fails. They run with a role that may release nothing.
   *
   * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/rule-reference-Commands.html
   */
  public static commands(options: CommandsRuleOptions): IGate {
    const given = orEmpty(options);
    return gateOf('commands', new CommandsRule(given), given);
  }

  private constructor() {}

  /** @internal */
  protected readonly _kind = 'Gate';
}

/** What a rule cannot do is refused with the other gates of its stage, also where the options have no such prop. */
function gateOf(name: string, kind: RuleKind, options: object, holdsFor?: Duration): IGate {
  const { otherwise } = options as Pick<RuleGateSettings, 'otherwise'>;
  return new RuleGate(StageRule._of(`Gate.${name}`, kind), { holdsFor, otherwise });
}
