import { CompositeAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { IAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { checkDuration } from '../core/checks';
import { checkResource } from '../core/environments';
import { LIMITS } from '../core/limits';
import { allow, PERMISSIONS } from '../core/permissions';
import type { Problems } from '../core/problems';
import { deployAfter, weak } from '../core/references';
import { DeclaredRule, RulePlace } from './rule-kind';
import type { BoundRule, RuleContext, RuleKind } from './rule-kind';

/**
 * Options of a rule that looks at an alarm.
 */
export interface AlarmRuleOptions {
  /**
   * The name of the rule, and of the gate, unique in its stage, 1 to 100 characters of letters, digits, dots, `@`, `-` and `_`.
   *
   * @default 'Alarm'
   */
  readonly ruleName?: string;

  /**
   * How long the rule looks at the alarm, whole minutes from 1 on. Before a stage: how long an alarm that is on may take to become quiet. After a success: how
   * long the alarm must stay quiet, e.g. an hour. After a failure: how long the alarm may take to go off.
   *
   * @default - the rule looks once
   */
  readonly waitFor?: Duration;
}

/** An alarm of CloudWatch on a metric. */
export class AlarmRule implements RuleKind {
  public readonly provider = 'CloudWatchAlarm';
  public readonly ruleName: string;

  constructor(
    private readonly alarm: IAlarm,
    private readonly options: AlarmRuleOptions,
  ) {
    this.ruleName = options.ruleName ?? 'Alarm';
  }

  public bind(scope: Construct, problems: Problems, { place, ruleName }: RuleContext): BoundRule {
    const alarm = checkResource(problems, 'alarm', scope, this.alarm, 'an alarm', 'alarmArn');
    if (alarm instanceof CompositeAlarm) {
      problems.add('alarm', 'must be an alarm on a metric: composite alarms can be described all together only', {
        cure: 'give the alarms that it is made of, each in a rule',
      });
    }
    const waitFor = checkDuration(problems, 'waitFor', this.options.waitFor, LIMITS.alarmWait);
    if (alarm !== undefined) deployAfter(scope, alarm);
    const configuration = {
      AlarmName: alarm === undefined ? 'missing' : weak(scope, alarm.alarmName),
      // Elsewhere CodePipeline wants it OK: https://docs.aws.amazon.com/codepipeline/latest/userguide/stage-conditions.html
      ...(place === RulePlace.FAILURE ? { AlarmStates: 'ALARM' } : {}),
      ...(waitFor === undefined ? {} : { WaitTime: `${waitFor.toMinutes()}` }),
    };
    return {
      rule: new DeclaredRule({ name: ruleName, provider: this.provider, configuration }),
      permissions: alarm === undefined ? [] : [allow(PERMISSIONS.ruleAlarm, [weak(scope, alarm.alarmArn)])],
    };
  }
}
