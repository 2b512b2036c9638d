import { ArnFormat, Duration, Stack, TimeZone } from 'aws-cdk-lib';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IRole, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Schedule, ScheduleExpression, ScheduleTargetInput, TimeWindow } from 'aws-cdk-lib/aws-scheduler';
import { Universal } from 'aws-cdk-lib/aws-scheduler-targets';
import type { Construct } from 'constructs';
import type { DeliveryActionContext } from '../core/action';
import { allow, PERMISSIONS } from '../core/permissions';
import { pipelineArn } from '../core/pipeline-arn';
import { Problems } from '../core/problems';
import { RolePolicy } from '../core/role-policy';
import { checkServiceRole } from '../core/service-role';
import { FORMS } from '../core/text-form';
import { changesOf, checkHours, longestClosed, plainHours } from './deployment-hours';
import type { DeploymentHours } from './deployment-hours';
import type { GateConfig, IGate } from './gate-interface';
import type { WeekDay } from './week-days';

/**
 * Options of a gate that waits for a deployment window.
 */
export interface WaitForWindowOptions extends DeploymentHours {
  /**
   * The name of the gate, unique in its stage, 1 to 100 characters of letters, digits, dots, `@`, `-` and `_`.
   *
   * @default 'Window'
   */
  readonly gateName?: string;

  /**
   * The role by which EventBridge Scheduler moves the transition. What that takes is added, unless the role is immutable.
   *
   * @default - a role of the gate's own
   */
  readonly role?: IRole;
}

const SCHEDULER = 'scheduler.amazonaws.com';
const REASON = 'Outside of the deployment window';

/** An attempt that comes later than this could meet the next change. The shortest window and the shortest pause have an hour. */
const LATEST_ATTEMPT = Duration.minutes(30);

/** Opens the transition into a stage when the hours begin, and closes it when they end. */
export class WaitForWindowGate implements IGate {
  public readonly gateName: string;
  public readonly holdsFor: Duration;
  public readonly holdsTransition = true;
  public readonly transitionDisabledReason = REASON;

  constructor(private readonly options: WaitForWindowOptions) {
    this.gateName = options.gateName ?? 'Window';
    this.holdsFor = longestClosed(plainHours(options));
  }

  public bind(scope: Construct, { pipelineName, stageName }: DeliveryActionContext): GateConfig {
    const problems = Problems.of(scope, 'Gate.waitForWindow');
    const role = checkServiceRole(problems, 'role', scope, this.options.role ?? undefined, SCHEDULER);
    const hours = checkHours(scope, problems, this.options, FORMS.scheduleTimeZone);
    const { opens, closes } = changesOf(hours);
    if (opens.length === 0) {
      problems.add('toHour', 'must leave hours that are closed: there is nothing to wait for', {
        cure: 'leave the gate out',
      });
      return {};
    }
    const stage = pipelineArn(scope, pipelineName, stageName);
    const rolePolicy = new RolePolicy(scope, 'ScheduleRole', schedulerOf(scope), role);
    const statement = allow(PERMISSIONS.holdStage, [stage]);
    rolePolicy.add(statement);
    const timeZone = TimeZone.of(hours.timeZone);
    const input = { PipelineName: pipelineName, StageName: stageName, TransitionType: 'Inbound' };
    const changes = { role: rolePolicy.frozen, statement, timeZone };
    schedule(scope, 'Open', { ...changes, action: 'enableStageTransition', input, hour: hours.from, days: opens });
    schedule(scope, 'Close', {
      ...changes,
      action: 'disableStageTransition',
      input: { ...input, Reason: REASON },
      hour: hours.to % 24,
      days: closes,
    });
    return {};
  }
}

interface Change {
  readonly role: IRole;
  readonly statement: PolicyStatement;
  readonly timeZone: TimeZone;
  readonly action: string;
  readonly input: Record<string, string>;
  readonly hour: number;
  readonly days: WeekDay[];
}

function schedule(
  scope: Construct,
  id: string,
  { role, statement, timeZone, action, input, hour, days }: Change,
): void {
  new Schedule(scope, id, {
    description: `${id}s the transition into ${input.StageName} of ${input.PipelineName}`.slice(0, 512),
    schedule: ScheduleExpression.expression(`cron(0 ${hour} ? * ${days.join(',')} *)`, timeZone),
    timeWindow: TimeWindow.off(),
    target: new Universal({
      service: 'codepipeline',
      action,
      role,
      policyStatements: [statement],
      input: ScheduleTargetInput.fromObject(input),
      maxEventAge: LATEST_ATTEMPT,
      retryAttempts: 185,
    }),
  });
}

/** https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html */
function schedulerOf(scope: Construct): ServicePrincipal {
  const stack = Stack.of(scope);
  const group = { service: 'scheduler', resource: 'schedule-group', resourceName: 'default' };
  const sourceArn = stack.formatArn({ ...group, arnFormat: ArnFormat.SLASH_RESOURCE_NAME });
  const conditions = { StringEquals: { 'aws:SourceAccount': stack.account, 'aws:SourceArn': sourceArn } };
  return new ServicePrincipal(SCHEDULER, { conditions });
}
