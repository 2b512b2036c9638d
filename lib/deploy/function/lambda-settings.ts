import { Token } from 'aws-cdk-lib';
import type { IAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { checkBoolean, checkChoice } from '../../core/checks';
import type { Problems } from '../../core/problems';
import { checkAlarms, rollbackEvents } from '../deployment-group-settings';
import type { AlarmTreatment } from '../deployment-group-settings';
import { checkNotifications } from '../notification-settings';
import type { CheckedNotifications } from '../notification-settings';
import { Rollback } from '../rollback';
import { functionAlarms } from './lambda-alarms';
import type { AlarmNames } from './lambda-alarms';
import type { LambdaDeploymentProps } from './lambda-deployment-props';

/** What a deployment group of a function watches and tells. */
export interface LambdaSettings {
  readonly platformAlarms: IAlarm[];

  /** The one among them that watches the new version. */
  readonly versionAlarm?: IAlarm;
  readonly alarms: IAlarm[];
  readonly treatment: AlarmTreatment;
  readonly events: string[];
  readonly notifications: CheckedNotifications;
}

/** The settings of a deployment. What is out of range is reported. */
export function lambdaSettings(
  scope: Construct,
  problems: Problems,
  props: LambdaDeploymentProps,
  names: AlarmNames,
): LambdaSettings {
  const rollback = checkChoice(problems, 'rollback', props.rollback, Rollback) ?? Rollback.onFailure();
  const { alarms: given = [], platform } = rollback._parts;
  const within = problems.within('rollback');
  const made = platform === undefined ? undefined : functionAlarms(scope, within, names, platform);
  const platformAlarms = made?.all ?? [];
  const treatment = {
    ignored: checkLiteralBoolean(problems, 'ignoreAlarms', props.ignoreAlarms) ?? false,
    ignorePollFailure: checkLiteralBoolean(problems, 'ignorePollAlarmFailure', props.ignorePollAlarmFailure) ?? false,
  };
  const alarms = checkAlarms(scope, within, [...given, ...platformAlarms]);
  return {
    platformAlarms,
    versionAlarm: made?.ofVersion,
    alarms,
    treatment,
    events: rollbackEvents(rollback, alarms, treatment),
    notifications: checkNotifications(scope, problems, props.notifications),
  };
}

/** The template has one list of events or another, so that the answer must be known. */
function checkLiteralBoolean(problems: Problems, prop: string, value: boolean | undefined): boolean | undefined {
  if (!Token.isUnresolved(value)) return checkBoolean(problems, prop, value);
  problems.add(prop, 'must be known at synthesis', { got: value, cure: 'give a literal' });
  return undefined;
}
