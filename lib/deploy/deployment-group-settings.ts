import { Annotations } from 'aws-cdk-lib';
import { CompositeAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { IAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { CfnDeploymentGroup } from 'aws-cdk-lib/aws-codedeploy';
import type { IConstruct } from 'constructs';
import { checkRange, forEachMember } from '../core/checks';
import { checkResource } from '../core/environments';
import { LIMITS } from '../core/limits';
import type { Problems } from '../core/problems';
import { weak } from '../core/references';
import type { Rollback } from './rollback';

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

/** What CodeDeploy watches. Without alarms it is switched off explicitly: left out, CodeDeploy would keep former ones. */
export function alarmConfiguration(
  scope: IConstruct,
  alarms: IAlarm[],
  { ignored, ignorePollFailure }: AlarmTreatment = WATCHED,
): CfnDeploymentGroup.AlarmConfigurationProperty & { readonly alarms: { readonly name: string }[] } {
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
