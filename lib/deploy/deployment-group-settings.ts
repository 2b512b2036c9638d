import { Annotations } from 'aws-cdk-lib';
import { CompositeAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { IAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { CfnDeploymentGroup } from 'aws-cdk-lib/aws-codedeploy';
import type { IConstruct } from 'constructs';
import { checkChoice, checkLiteralBoolean, checkRange } from '../core/checks';
import { forEachMember } from '../core/list-checks';
import { checkResource } from '../core/environments';
import { LIMITS } from '../core/limits';
import type { Problems } from '../core/problems';
import { weak } from '../core/references';
import type { DeploymentNotification } from './deployment-notification';
import { checkNotifications } from './notification-settings';
import type { CheckedNotifications } from './notification-settings';
import type { PlatformAlarms } from './platform-alarms';
import { Rollback } from './rollback';

/** What users say of what a deployment group watches and tells. */
export interface WatchProps {
  readonly rollback?: Rollback;
  readonly ignoreAlarms?: boolean;
  readonly ignorePollAlarmFailure?: boolean;
  readonly notifications?: DeploymentNotification[];
}

/** What a deployment group watches and tells, with every default decided. */
export interface WatchSettings {
  readonly platformAlarms: IAlarm[];
  readonly alarms: IAlarm[];
  readonly treatment: AlarmTreatment;
  readonly events: string[];
  readonly notifications: CheckedNotifications;
}

/** The settings of what users say; `alarmsOf` makes the alarms of a platform. What is out of range is reported. */
export function watchSettings(
  scope: IConstruct,
  problems: Problems,
  props: WatchProps,
  alarmsOf: (problems: Problems, platform: PlatformAlarms) => IAlarm[],
): WatchSettings {
  const rollback = checkChoice(problems, 'rollback', props.rollback, Rollback) ?? Rollback.onFailure();
  const { alarms: given = [], platform } = rollback._parts;
  const within = problems.within('rollback');
  const platformAlarms = platform === undefined ? [] : alarmsOf(within, platform);
  const treatment = {
    ignored: checkLiteralBoolean(problems, 'ignoreAlarms', props.ignoreAlarms) ?? false,
    ignorePollFailure: checkLiteralBoolean(problems, 'ignorePollAlarmFailure', props.ignorePollAlarmFailure) ?? false,
  };
  const alarms = checkAlarms(scope, within, [...given, ...platformAlarms]);
  return {
    platformAlarms,
    alarms,
    treatment,
    events: rollbackEvents(rollback, alarms, treatment),
    notifications: checkNotifications(scope, problems, props.notifications),
  };
}

/** The alarms, when CodeDeploy takes that many; sources of AWS differ on whether 10 or 50 is the end. */
export function checkAlarms(scope: IConstruct, problems: Problems, given: IAlarm[]): IAlarm[] {
  const seen = new Set<IAlarm>();
  const alarms: IAlarm[] = [];
  forEachMember(problems, 'alarms', given, 0, (alarm, prop) => {
    if (checkResource(problems, prop, scope, alarm, 'an alarm', 'alarmArn') === undefined) return;
    if (alarm instanceof CompositeAlarm) {
      problems.add(prop, 'must be an alarm on a metric: CodeDeploy does not watch composite alarms', {
        cure: 'give the alarms that it is made of',
      });
    }
    if (seen.has(alarm)) problems.add(prop, 'must not be given twice', { got: alarm.node.id });
    seen.add(alarm);
    alarms.push(alarm);
  });
  checkRange(problems, 'alarms', alarms.length, LIMITS.alarmsPerDeploymentGroup);
  const { max, url } = LIMITS.alarmsPerDeploymentGroupDocumented;
  if (alarms.length > max) {
    Annotations.of(scope).addWarningV2(
      'cdk-delivery:alarmsPerDeploymentGroup',
      `${alarms.length} alarms in one deployment group: AWS documents at most ${max}, and takes more in some accounts (${url})`,
    );
  }
  return alarms;
}

/** How CodeDeploy treats alarms, with every default decided. */
export interface AlarmTreatment {
  /** They stay attached, and nothing happens when they go off. */
  readonly ignored: boolean;

  /** A deployment goes on when the state of an alarm cannot be read. */
  readonly ignorePollFailure: boolean;
}

const WATCHED: AlarmTreatment = { ignored: false, ignorePollFailure: false };

/** The alarms of a deployment group, by their names. */
export type WatchedAlarms = CfnDeploymentGroup.AlarmConfigurationProperty & {
  readonly alarms: { readonly name: string }[];
};

/** What CodeDeploy watches. Without alarms it is switched off explicitly: left out, CodeDeploy would keep former ones. */
export function alarmConfiguration(
  scope: IConstruct,
  alarms: IAlarm[],
  { ignored, ignorePollFailure }: AlarmTreatment = WATCHED,
): WatchedAlarms {
  if (alarms.length === 0) return { enabled: false, alarms: [] };
  return {
    enabled: !ignored,
    ...(ignorePollFailure ? { ignorePollAlarmFailure: true } : {}),
    alarms: alarms.map((alarm) => ({ name: weak(scope, alarm.alarmName) })),
  };
}

/** What makes CodeDeploy roll back by itself. */
export function rollbackEvents(rollback: Rollback, alarms: IAlarm[], { ignored }: AlarmTreatment = WATCHED): string[] {
  const { onFailure, onStop = false } = rollback._parts;
  return [
    ...(onFailure ? ['DEPLOYMENT_FAILURE'] : []),
    ...(alarms.length > 0 && !ignored ? ['DEPLOYMENT_STOP_ON_ALARM'] : []),
    ...(onStop ? ['DEPLOYMENT_STOP_ON_REQUEST'] : []),
  ];
}

/** The same, for CloudFormation. */
export function autoRollbackConfiguration(events: string[]): CfnDeploymentGroup.AutoRollbackConfigurationProperty {
  return events.length === 0 ? { enabled: false } : { enabled: true, events };
}
