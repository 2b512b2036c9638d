import { CreateDeploymentGroupCommand, GetDeploymentGroupCommand } from '@aws-sdk/client-codedeploy';
import { awsError, calls, failNext, forgetCalls, lastInput, pendingFaults, writes } from '../shared/fake-service';
import { fleets, fleetTags, launch } from './fake-auto-scaling';
import { codeDeploy, groups, listOf, policy, release, store } from './fake-codedeploy';
import { TARGET_GROUP } from './fake-load-balancing';
import {
  account,
  created,
  createEvent,
  deleteEvent,
  fail,
  fleetOf,
  KEY,
  LOGICAL_ID,
  MINUTE,
  properties,
  resetWorld,
  sleeps,
  STACK_ID,
  succeed,
  withFleet,
} from './test-support';

beforeEach(resetWorld);

const marks = { 'cdk-delivery:stack': STACK_ID, 'cdk-delivery:resource': LOGICAL_ID };
const FOREIGN_GROUP =
  'A deployment group named blue-green exists already in application shop and does not belong to this resource. ' +
  'Choose another deploymentGroupName, or delete that group.';
const FOREIGN_FLEET =
  'An Auto Scaling group named fleet exists already and does not belong to this resource. ' +
  'Choose another autoScalingGroupName, or delete that group.';
const refused = awsError('DeploymentGroupLimitExceededException', 'Too many groups');

describe('a creation on the Auto Scaling groups of the user', () => {
  test('makes the group and tells its id', async () => {
    const answer = await succeed(createEvent());
    const { info, tags } = account().groups[KEY];
    const id = info.deploymentGroupId ?? '';
    expect(answer).toMatchObject({
      PhysicalResourceId: id,
      Data: { DeploymentGroupName: 'blue-green', DeploymentGroupId: id },
    });
    expect(info).toEqual({
      applicationName: 'shop',
      deploymentGroupName: 'blue-green',
      deploymentGroupId: id,
      serviceRoleArn: 'arn:aws:iam::111111111111:role/deploy',
      deploymentConfigName: 'CodeDeployDefault.AllAtOnce',
      deploymentStyle: { deploymentType: 'BLUE_GREEN', deploymentOption: 'WITH_TRAFFIC_CONTROL' },
      blueGreenDeploymentConfiguration: {
        deploymentReadyOption: { actionOnTimeout: 'CONTINUE_DEPLOYMENT' },
        greenFleetProvisioningOption: { action: 'COPY_AUTO_SCALING_GROUP' },
        terminateBlueInstancesOnDeploymentSuccess: { action: 'TERMINATE', terminationWaitTimeInMinutes: 5 },
      },
      loadBalancerInfo: { targetGroupInfoList: [{ name: 'web' }] },
      alarmConfiguration: { enabled: true, ignorePollAlarmFailure: false, alarms: [{ name: 'errors' }] },
      autoRollbackConfiguration: { enabled: true, events: ['DEPLOYMENT_FAILURE'] },
      triggerConfigurations: [
        {
          triggerName: 'tell',
          triggerTargetArn: 'arn:aws:sns:eu-west-1:111111111111:topic',
          triggerEvents: ['DeploymentFailure'],
        },
      ],
      outdatedInstancesStrategy: 'UPDATE',
      terminationHookEnabled: false,
      autoScalingGroups: [{ name: 'web', hook: 'hook-web' }],
    });
    expect(tags).toEqual({ team: 'web', ...marks, 'cdk-delivery:auto-scaling-groups': expect.any(String) as string });
    expect(calls).toEqual(['CreateGroup']);
  });

  test('can be bare, or have everything the other way', async () => {
    const bare = {
      alarms: { enabled: 'false', ignorePollFailure: 'true', names: [] },
      rollbackEvents: [],
      tags: undefined,
    };
    const other = {
      targetGroups: undefined,
      classicLoadBalancers: ['classic'],
      ready: { action: 'STOP_DEPLOYMENT', waitMinutes: '30' },
      terminateBlue: { action: 'KEEP_ALIVE', waitMinutes: '7' },
      outdatedInstances: 'IGNORE',
      terminationHook: 'true',
      triggers: undefined,
    };
    await succeed(createEvent({ ...properties, ...bare, ...other }));
    expect(account().groups[KEY].info).toMatchObject({
      loadBalancerInfo: { elbInfoList: [{ name: 'classic' }] },
      blueGreenDeploymentConfiguration: {
        deploymentReadyOption: { actionOnTimeout: 'STOP_DEPLOYMENT', waitTimeInMinutes: 30 },
        terminateBlueInstancesOnDeploymentSuccess: { action: 'KEEP_ALIVE' },
      },
      alarmConfiguration: { enabled: false, ignorePollAlarmFailure: true, alarms: [] },
      autoRollbackConfiguration: { enabled: false, events: [] },
      triggerConfigurations: [],
      outdatedInstancesStrategy: 'IGNORE',
      terminationHookEnabled: true,
    });
  });

  test('delivered twice ends as if delivered once, and writes nothing more', async () => {
    const first = await succeed(createEvent());
    const after = account();
    forgetCalls();
    expect(await succeed(createEvent())).toEqual(first);
    expect(account()).toEqual(after);
    expect(writes()).toEqual(['CreateGroup']);
  });

  test('whose answer got lost takes what it made', async () => {
    failNext('CreateGroup', awsError('TimeoutError'), 1, 'after');
    const id = await created();
    expect(account().groups[KEY].info.deploymentGroupId).toBe(id);
  });

  test('waits for the tags of what it made to be seen', async () => {
    failNext('CreateGroup', awsError('TimeoutError'), 1, 'after');
    failNext('GetGroup', awsError('AccessDeniedException'), 2);
    await created();
    expect(sleeps).toEqual([1000, 1000, 2000]);
  });

  test('of which CodeDeploy tells no id fails', async () => {
    codeDeploy.on(CreateDeploymentGroupCommand).resolves({});
    expect((await fail(createEvent())).Reason).toBe(
      'Error: CodeDeploy did not tell the id of deployment group blue-green.',
    );
  });

  test('of a group that cannot be read when it exists fails with the words of CodeDeploy', async () => {
    await created();
    codeDeploy.on(GetDeploymentGroupCommand).rejects(awsError('InvalidApplicationNameException', 'No'));
    const { Reason } = await fail(createEvent());
    expect(Reason).toBe('InvalidApplicationNameException: No');
  });
});

describe('a deployment group that exists already', () => {
  const ofAnotherResource = Object.entries({ ...marks, 'cdk-delivery:resource': 'Other' });

  test.each([
    ['of nobody', []],
    ['of another stack', [{ Key: 'cdk-delivery:stack', Value: 'other' }]],
    ['of another resource of the stack', ofAnotherResource.map(([Key, Value]) => ({ Key, Value }))],
  ])('%s is left alone, and the fleet goes again', async (_, tags) => {
    store(KEY, {}, tags);
    const before = account();
    const { Reason, PhysicalResourceId } = await fail(createEvent(withFleet));
    expect(Reason).toBe(FOREIGN_GROUP);
    expect(PhysicalResourceId).toBe('not-created-create-1');
    expect(account()).toEqual(before);
    await succeed(deleteEvent(PhysicalResourceId, withFleet));
    expect(account()).toEqual(before);
  });

  test('and vanishes before it can be looked at is told of too', async () => {
    policy.stackId = undefined;
    failNext('CreateGroup', awsError('DeploymentGroupAlreadyExistsException'));
    expect((await fail(createEvent())).Reason).toBe(FOREIGN_GROUP);
  });

  test('is taken when it is the resource’s own, and brought to what is wanted', async () => {
    const id = await created();
    const wanted = {
      ...properties,
      deploymentConfigName: 'CodeDeployDefault.OneAtATime',
      autoScalingGroups: ['web-2'],
    };
    expect((await succeed(createEvent(wanted, 'create-2'))).PhysicalResourceId).toBe(id);
    expect(listOf(KEY)).toEqual(['web-2']);
    expect(account().groups[KEY].info.deploymentConfigName).toBe('CodeDeployDefault.OneAtATime');
  });

  test('and cannot be brought to what is wanted fails with its id', async () => {
    const id = await created();
    failNext('UpdateGroup', awsError('InvalidAlarmConfigException', 'No'));
    const { Reason, PhysicalResourceId } = await fail(createEvent({ ...properties, deploymentConfigName: 'Other' }));
    expect([Reason, PhysicalResourceId]).toEqual(['InvalidAlarmConfigException: No', id]);
  });
});

describe('a creation with a fleet', () => {
  test('makes the Auto Scaling group first, attached and marked', async () => {
    await succeed(createEvent(withFleet));
    expect(calls).toEqual(['CreateFleet', 'CreateGroup']);
    expect(lastInput('CreateFleet')).toEqual({
      AutoScalingGroupName: 'fleet',
      LaunchTemplate: { LaunchTemplateId: 'lt-1', Version: '1' },
      VPCZoneIdentifier: 'subnet-1,subnet-2',
      MinSize: 2,
      MaxSize: 4,
      DesiredCapacity: 2,
      HealthCheckType: 'ELB',
      HealthCheckGracePeriod: 60,
      TargetGroupARNs: [TARGET_GROUP],
      LoadBalancerNames: [],
      Tags: [
        { Key: 'Name', Value: 'shop', PropagateAtLaunch: true },
        { Key: 'cdk-delivery:stack', Value: STACK_ID, PropagateAtLaunch: true },
        { Key: 'cdk-delivery:resource', Value: LOGICAL_ID, PropagateAtLaunch: true },
        { Key: 'cdk-delivery:request', Value: 'create-1', PropagateAtLaunch: false },
        { Key: 'cdk-delivery:desired-capacity', Value: '2', PropagateAtLaunch: false },
      ],
    });
    expect(listOf(KEY)).toEqual(['fleet']);
  });

  test('behind classic load balancers attaches it to them', async () => {
    await succeed(createEvent({ ...withFleet, targetGroups: undefined, classicLoadBalancers: ['classic'] }));
    expect(lastInput('CreateFleet')).toMatchObject({ TargetGroupARNs: [], LoadBalancerNames: ['classic'] });
  });

  test('delivered twice ends as if delivered once', async () => {
    const first = await succeed(createEvent(withFleet));
    const after = account();
    expect(await succeed(createEvent(withFleet))).toEqual(first);
    expect(account()).toEqual(after);
  });

  test('delivered again after a release leaves no second fleet', async () => {
    const first = await succeed(createEvent(withFleet));
    release(KEY, 'd-1');
    const after = account();
    expect(await succeed(createEvent(withFleet))).toEqual(first);
    expect(account()).toEqual(after);
  });

  test.each(['CreateFleet', 'CreateGroup'])('whose answer to %s got lost takes what it made', async (step) => {
    failNext(step, awsError('TimeoutError'), 1, 'after');
    const id = await created(withFleet);
    expect(account().groups[KEY].info.deploymentGroupId).toBe(id);
    expect(listOf(KEY)).toEqual(['fleet']);
  });

  test('takes the fleet in place of the list of an earlier attempt', async () => {
    const id = await created();
    expect(await created(withFleet)).toBe(id);
    expect(listOf(KEY)).toEqual(['fleet']);
    expect(fleets.has('fleet')).toBe(true);
  });
});

describe('when the deployment group cannot be made', () => {
  test('the fleet that was made for it is deleted', async () => {
    const before = account();
    failNext('CreateGroup', refused);
    expect((await fail(createEvent(withFleet))).Reason).toBe('DeploymentGroupLimitExceededException: Too many groups');
    expect(account()).toEqual(before);
  });

  test('the fleet is deleted too when its answer got lost, or an earlier delivery made it', async () => {
    const before = account();
    failNext('CreateFleet', awsError('TimeoutError'), 1, 'after');
    failNext('CreateGroup', refused);
    await fail(createEvent(withFleet));
    expect(account()).toEqual(before);
  });

  test('a fleet that cannot be deleted is told of', async () => {
    failNext('CreateGroup', refused);
    failNext('DeleteFleet', awsError('ValidationError', 'Protected'));
    expect((await fail(createEvent(withFleet))).Reason).toBe(
      'DeploymentGroupLimitExceededException: Too many groups The Auto Scaling group fleet was made for it and could ' +
        'not be deleted: delete it by hand. ValidationError: Protected',
    );
  });

  test('a fleet that is gone by itself is no trouble', async () => {
    failNext('CreateGroup', refused);
    failNext('DeleteFleet', awsError('ValidationError', 'AutoScalingGroup name not found - fleet'));
    expect((await fail(createEvent(withFleet))).Reason).toBe('DeploymentGroupLimitExceededException: Too many groups');
  });

  test('a fleet of an earlier life stays', async () => {
    const id = await created(withFleet);
    release(KEY, 'd-1', true);
    await succeed(deleteEvent(id, withFleet));
    failNext('CreateGroup', refused);
    await fail(createEvent(withFleet, 'create-2'));
    expect(fleets.has('fleet')).toBe(true);
  });

  test('a fleet of an earlier life is brought to what is wanted now', async () => {
    const id = await created(withFleet);
    release(KEY, 'd-1', true);
    await succeed(deleteEvent(id, withFleet));
    await succeed(createEvent(fleetOf({ launchTemplateVersion: '2' }), 'create-2'));
    expect(fleets.get('fleet')?.LaunchTemplate?.Version).toBe('2');
    expect(listOf(KEY)).toEqual(['fleet']);
  });

  test('nothing of the user’s own list is deleted', async () => {
    failNext('CreateGroup', refused);
    await fail(createEvent());
    expect([...fleets.keys()]).toEqual(['web', 'web-2']);
  });
});

describe('an Auto Scaling group of the fleet’s name', () => {
  test('that is another’s is left alone', async () => {
    launch('fleet');
    const before = account();
    const { Reason, PhysicalResourceId } = await fail(createEvent(withFleet));
    expect(Reason).toBe(FOREIGN_FLEET);
    await succeed(deleteEvent(PhysicalResourceId, withFleet));
    expect(account()).toEqual(before);
  });

  test('that is being deleted is waited for', async () => {
    launch('fleet', { Status: 'Delete in progress' });
    const { Reason } = await fail(createEvent(withFleet));
    expect(Reason).toBe('AlreadyExistsFault: The name is taken');
    expect(sleeps.reduce((sum, pause) => sum + pause)).toBe(2 * MINUTE);
    fleets.delete('fleet');
    failNext('CreateFleet', awsError('AlreadyExistsFault'), 2);
    await created(withFleet);
    expect(fleetTags('fleet')).toMatchObject(marks);
    expect(pendingFaults()).toBe(0);
  });

  test('that cannot be made for another reason fails', async () => {
    failNext('CreateFleet', awsError('LimitExceededFault', 'Too many'));
    expect((await fail(createEvent(fleetOf({})))).Reason).toBe('LimitExceededFault: Too many');
    expect(groups.size).toBe(0);
  });
});
