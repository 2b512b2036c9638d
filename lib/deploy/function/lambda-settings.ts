import type { IAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import type { Problems } from '../../core/problems';
import { watchSettings } from '../deployment-group-settings';
import type { WatchSettings } from '../deployment-group-settings';
import { functionAlarms } from './lambda-alarms';
import type { AlarmNames, FunctionAlarms } from './lambda-alarms';
import type { LambdaDeploymentProps } from './lambda-deployment-props';

/** What a deployment group of a function watches and tells. */
export interface LambdaSettings extends WatchSettings {
  /** The alarm of the platform that watches the new version. */
  readonly versionAlarm?: IAlarm;
}

/** The settings of a deployment. What is out of range is reported. */
export function lambdaSettings(
  scope: Construct,
  problems: Problems,
  props: LambdaDeploymentProps,
  names: AlarmNames,
): LambdaSettings {
  let made: FunctionAlarms | undefined;
  const settings = watchSettings(scope, problems, props, (within, platform) => {
    made = functionAlarms(scope, within, names, platform);
    return made.all;
  });
  return { ...settings, versionAlarm: made?.ofVersion };
}
