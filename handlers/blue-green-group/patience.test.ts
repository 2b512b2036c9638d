import { CreateDeploymentGroupCommand } from '@aws-sdk/client-codedeploy';
import { awsError, failNext, pendingFaults } from '../shared/fake-service';
import { codeDeploy, listOf } from './fake-codedeploy';
import {
  account,
  clock,
  created,
  createEvent,
  deleteEvent,
  fail,
  fleetOf,
  KEY,
  MINUTE,
  resetWorld,
  sleeps,
  succeed,
  updateEvent,
  withFleet,
} from './test-support';

beforeEach(resetWorld);

const throttled = awsError('ThrottlingException', 'Rate exceeded');
const PAUSES = [1, 2, 4, 8, 15, 15, 15, 15, 15, 15, 15].map((seconds) => seconds * 1000);

describe('what goes away by itself is waited out', () => {
  test.each([
    ['throttling', throttled],
    ['a fault of the service', awsError('SomeException', 'no', { $fault: 'server' })],
  ])('at every step: %s', async (_, error) => {
    const before = account();
    const wanted = {
      ...fleetOf({ launchTemplateVersion: '2', tags: [{ key: 'a', value: 'b' }] }),
      rollbackEvents: [],
      tags: [{ key: 'x', value: 'y' }],
    };
    for (const step of ['CreateFleet', 'CreateGroup']) failNext(step, error);
    const id = await created(withFleet);
    const steps = [
      'GetGroup',
      'ListTags',
      'DescribeFleets',
      'ListDeployments',
      'TagGroup',
      'UntagGroup',
      'UpdateGroup',
    ];
    for (const step of [...steps, 'UpdateFleet', 'TagFleet']) failNext(step, error);
    await succeed(updateEvent(id, wanted, withFleet));
    for (const step of ['DescribeHealth', 'DeleteFleet', 'DeleteGroup']) failNext(step, error);
    await succeed(deleteEvent(id, wanted));
    expect(pendingFaults()).toBe(0);
    expect(account()).toEqual(before);
    expect(sleeps).toEqual(Array<number>(14).fill(1000));
  });

  test.each([
    ['CreateGroup', awsError('InvalidRoleException', 'The role is unknown')],
    ['CreateGroup', awsError('AccessDeniedException', 'CodeDeploy cannot assume the role deploy')],
    ['CreateGroup', awsError('InvalidInputException', 'AWS CodeDeploy is not able to assume role deploy')],
    ['CreateGroup', awsError('InvalidTriggerConfigException', 'Topic ARN arn:aws:sns:topic is not valid')],
    ['CreateFleet', awsError('ValidationError', 'Invalid IamInstanceProfile: web')],
    ['CreateFleet', awsError('ValidationError', 'Value (web) for parameter iamInstanceProfile.name is invalid')],
    ['CreateFleet', awsError('ValidationError', 'The specified launch template, lt-1, does not exist')],
    ['CreateFleet', awsError('ValidationError', 'You are not authorized to use launch template: lt-1')],
    ['CreateFleet', awsError('ScalingActivityInProgressFault')],
    ['CreateFleet', awsError('ResourceInUseFault')],
  ])('two minutes long: %s fails with %s', async (step, error) => {
    failNext(step, error, 11);
    await created(withFleet);
    expect(listOf(KEY)).toEqual(['fleet']);
    expect(sleeps).toEqual(PAUSES);
  });

  test('and no longer', async () => {
    failNext('CreateGroup', awsError('InvalidRoleException', 'The role is unknown'), 12);
    expect((await fail(createEvent())).Reason).toBe('InvalidRoleException: The role is unknown');
    expect(sleeps).toEqual(PAUSES);
  });
});

test.each([
  ['CreateGroup', awsError('InvalidTriggerConfigException', 'A trigger has no events')],
  ['CreateFleet', awsError('ValidationError', 'Min is larger than max')],
])('any other error is not waited for: %s fails with %s', async (step, error) => {
  failNext(step, error);
  expect((await fail(createEvent(withFleet))).Reason).toBe(`${error.name}: ${error.message}`);
  expect(sleeps).toEqual([]);
});

test('missing permission is not waited for when the first minute is over', async () => {
  failNext('CreateFleet', throttled, 8);
  failNext('CreateGroup', awsError('AccessDeniedException', 'Not authorized'));
  expect((await fail(createEvent(withFleet))).Reason).toBe('AccessDeniedException: Not authorized');
  expect(sleeps).toHaveLength(8);
});

test('the work ends before the function does', async () => {
  codeDeploy.on(CreateDeploymentGroupCommand).callsFake(() => {
    clock.now += 5 * MINUTE;
    throw throttled;
  });
  expect((await fail(createEvent())).Reason).toBe(
    'The work on the deployment group is not done after 13 min. The last error: ThrottlingException: Rate exceeded',
  );
});

test('a fleet that there is no time left to delete is told of', async () => {
  codeDeploy.on(CreateDeploymentGroupCommand).callsFake(() => {
    clock.now += 13 * MINUTE;
    throw throttled;
  });
  const { Reason, PhysicalResourceId } = await fail(createEvent(withFleet));
  expect(Reason).toMatch(/^The work on .+ The Auto Scaling group fleet was made for it and could not be deleted/);
  await succeed(deleteEvent(PhysicalResourceId, withFleet));
  expect(account().fleets).not.toHaveProperty('fleet');
});
