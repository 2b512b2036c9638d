import type { Stack } from 'aws-cdk-lib';
import { Alarm, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { DeploymentEvent, OutdatedInstances, Rollback, Rollout } from '../../../lib';
import { resourcesOf } from '../../support/fixtures';
import { groupOf, newScalingGroup, newTargetGroup, templateWith, WEB } from './support';

const alarm = (stack: Stack, id = 'Errors'): Alarm =>
  new Alarm(stack, id, { metric: new Metric({ namespace: 'N', metricName: 'M' }), threshold: 1, evaluationPeriods: 1 });
const ref = (prefix: string): unknown => ({ Ref: expect.stringMatching(new RegExp(`^${prefix}`)) as unknown });

test('by default a group releases to one server after the other, takes failures back, and watches no alarm', () => {
  expect(groupOf(templateWith())).toEqual({
    ApplicationName: ref('FleetApplication'),
    DeploymentGroupName: 'Test-Fleet',
    DeploymentConfigName: 'CodeDeployDefault.OneAtATime',
    ServiceRoleArn: { 'Fn::GetAtt': [expect.stringMatching(/^FleetServiceRole/), 'Arn'] },
    Ec2TagSet: { Ec2TagSetList: [{ Ec2TagGroup: [{ Key: 'Role', Value: 'web', Type: 'KEY_AND_VALUE' }] }] },
    DeploymentStyle: { DeploymentType: 'IN_PLACE', DeploymentOption: 'WITHOUT_TRAFFIC_CONTROL' },
    AlarmConfiguration: { Enabled: false, Alarms: [] },
    AutoRollbackConfiguration: { Enabled: true, Events: ['DEPLOYMENT_FAILURE'] },
    OutdatedInstancesStrategy: 'UPDATE',
  });
});

test('every setting reaches the group', () => {
  const template = templateWith((stack) => ({
    autoScalingGroups: [newScalingGroup(stack)],
    ec2Tags: WEB,
    onPremisesTags: [{ Site: [] }],
    targetGroups: [newTargetGroup(stack)],
    classicLoadBalancers: ['classic'],
    rollout: Rollout.halfAtATime(),
    rollback: Rollback.onAlarms(alarm(stack)).alsoOnStop(),
    ignorePollAlarmFailure: true,
    outdatedInstances: OutdatedInstances.IGNORE,
    terminationHook: true,
    notifications: [
      { topic: new Topic(stack, 'Told') },
      {
        topic: new Topic(stack, 'Ready'),
        events: [DeploymentEvent.DEPLOYMENT_START, DeploymentEvent.INSTANCE_FAILURE],
      },
    ],
    applicationName: 'orders',
    deploymentGroupName: 'live',
  }));
  expect(groupOf(template)).toEqual({
    ApplicationName: ref('FleetApplication'),
    DeploymentGroupName: 'live',
    DeploymentConfigName: 'CodeDeployDefault.HalfAtATime',
    ServiceRoleArn: expect.anything() as unknown,
    AutoScalingGroups: [ref('GroupASG')],
    Ec2TagSet: expect.anything() as unknown,
    OnPremisesTagSet: { OnPremisesTagSetList: [{ OnPremisesTagGroup: [{ Key: 'Site', Type: 'KEY_ONLY' }] }] },
    LoadBalancerInfo: { TargetGroupInfoList: [expect.anything()], ElbInfoList: [{ Name: 'classic' }] },
    DeploymentStyle: { DeploymentType: 'IN_PLACE', DeploymentOption: 'WITH_TRAFFIC_CONTROL' },
    AlarmConfiguration: { Enabled: true, IgnorePollAlarmFailure: true, Alarms: [{ Name: ref('Errors') }] },
    AutoRollbackConfiguration: {
      Enabled: true,
      Events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM', 'DEPLOYMENT_STOP_ON_REQUEST'],
    },
    OutdatedInstancesStrategy: 'IGNORE',
    TerminationHookEnabled: true,
    TriggerConfigurations: [
      {
        TriggerName: expect.stringMatching(/^notify-[0-9a-f]{8}$/) as unknown,
        TriggerTargetArn: ref('Told'),
        TriggerEvents: ['DeploymentFailure', 'DeploymentStop', 'DeploymentRollback'],
      },
      {
        TriggerName: expect.stringMatching(/^notify-[0-9a-f]{8}$/) as unknown,
        TriggerTargetArn: ref('Ready'),
        TriggerEvents: ['DeploymentStart', 'InstanceFailure'],
      },
    ],
  });
  template.hasResourceProperties('AWS::CodeDeploy::Application', {
    ApplicationName: 'orders',
    ComputePlatform: 'Server',
  });
});

test('alarms that are ignored stay attached, and nothing is rolled back for them', () => {
  const properties = groupOf(
    templateWith((stack) => ({ ec2Tags: WEB, rollback: Rollback.onAlarms(alarm(stack)), ignoreAlarms: true })),
  );
  expect(properties.AlarmConfiguration).toEqual({ Enabled: false, Alarms: [{ Name: ref('Errors') }] });
  expect(properties.AutoRollbackConfiguration).toEqual({ Enabled: true, Events: ['DEPLOYMENT_FAILURE'] });
});

test('an event that is given twice is told once', () => {
  const events = [DeploymentEvent.DEPLOYMENT_READY, DeploymentEvent.DEPLOYMENT_READY];
  const properties = groupOf(
    templateWith((stack) => ({ ec2Tags: WEB, notifications: [{ topic: new Topic(stack, 'Told'), events }] })),
  );
  expect(properties.TriggerConfigurations).toMatchObject([{ TriggerEvents: ['DeploymentReady'] }]);
});

test('the group waits for the policy of its role, and the policy names no resource of the group', () => {
  const template = templateWith((stack) => ({ autoScalingGroups: [newScalingGroup(stack)] }));
  const [group] = Object.values(resourcesOf(template, 'AWS::CodeDeploy::DeploymentGroup'));
  expect(group.DependsOn).toEqual(expect.arrayContaining([expect.stringMatching(/^FleetServiceRoleDefaultPolicy/)]));
});

test('no deployment group of CloudFormation ever copies a fleet', () => {
  expect(JSON.stringify(templateWith().toJSON())).not.toContain('COPY_AUTO_SCALING_GROUP');
});
