import { App, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { Instance, InstanceType, MachineImage } from 'aws-cdk-lib/aws-ec2';
import { Role, User } from 'aws-cdk-lib/aws-iam';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import { DeployTarget } from '../../../lib';
import {
  allowedActionsOf,
  errorsOf,
  lockedStacks,
  newPipeline,
  newStack,
  resourcesOf,
  statementsOf,
} from '../../support/fixtures';
import { newNetwork, newScalingGroup, newServerRole, newServers } from './support';

const policiesOf = (stack: Stack): Record<string, { Properties: Record<string, unknown> }> =>
  Object.fromEntries(
    Object.entries(resourcesOf(Template.fromStack(stack), 'AWS::IAM::Policy')).filter(([id]) => id.includes('Servers')),
  );

test('a server is managed by Systems Manager, fetches its agent, and talks to CodeDeploy', () => {
  const stack = newStack();
  expect(newServers(stack).grantInstance(newServerRole(stack)).success).toBe(true);
  const template = Template.fromStack(stack);
  expect(allowedActionsOf(template, 'ServerRole')).toEqual(
    expect.arrayContaining([
      'codedeploy-commands-secure:PollHostCommand',
      'ec2messages:GetMessages',
      's3:GetObject',
      'ssm:GetDocument',
      'ssm:UpdateInstanceInformation',
      'ssmmessages:OpenControlChannel',
    ]),
  );
  const agent = statementsOf(template, 'ServerRole').filter(({ Action }) => [Action].flat().includes('s3:GetObject'));
  const bucket = ['arn:', { Ref: 'AWS::Partition' }, ':s3:::aws-codedeploy-', { Ref: 'AWS::Region' }, '/*'];
  expect(agent.map(({ Resource }) => Resource)).toEqual([{ 'Fn::Join': ['', bucket] }]);
});

test('no server reads parameters, which AmazonSSMManagedInstanceCore would let it', () => {
  const stack = newStack();
  newServers(stack).grantInstance(newServerRole(stack));
  const actions = allowedActionsOf(Template.fromStack(stack), 'ServerRole');
  expect(actions.filter((action) => /GetParameter|\*/.test(action))).toEqual([]);
});

test('the role is that of whatever has one', () => {
  const stack = newStack();
  const server = new Instance(stack, 'Server', {
    vpc: newNetwork(stack),
    instanceType: new InstanceType('t3.micro'),
    machineImage: MachineImage.genericLinux({ 'eu-west-1': 'ami-1' }, {}),
  });
  newServers(stack).grantInstance(server);
  expect(allowedActionsOf(Template.fromStack(stack), 'ServerInstanceRole')).toContain('ssm:GetDocument');
});

test('a role is granted once, however often it is asked for', () => {
  const stack = newStack();
  const group = newScalingGroup(stack);
  const servers = newServers(stack, { autoScalingGroups: [group] });
  expect(servers.grantInstance(group)).toBe(servers.grantInstance(group));
  expect(servers.grantInstance(group.role).success).toBe(true);
  expect(Object.keys(policiesOf(stack))).toHaveLength(1);
});

test('a role of another stack gets a policy here, by its name, also below a path', () => {
  const app = new App();
  const [security, orders] = [new Stack(app, 'Security'), new Stack(app, 'Orders')];
  newServers(orders).grantInstance(newServerRole(security, 'Role', '/servers/'));
  expect(lockedStacks(app)).toEqual([]);
  expect(Object.values(policiesOf(orders)).map(({ Properties }) => Properties.Roles)).toEqual([
    [{ 'Fn::GetStackOutput': expect.objectContaining({ StackName: 'Security' }) as unknown }],
  ]);
  expect(policiesOf(security)).toEqual({});
});

test('a role that exists already gets a policy, and an immutable one keeps what it has', () => {
  const stack = newStack();
  const servers = newServers(stack);
  const arn = 'arn:aws:iam::111122223333:role/servers/web';
  servers.grantInstance(Role.fromRoleArn(stack, 'Immutable', arn, { mutable: false }));
  expect(policiesOf(stack)).toEqual({});
  const other = newStack();
  newServers(other).grantInstance(Role.fromRoleArn(other, 'Mutable', arn));
  expect(Object.values(policiesOf(other)).map(({ Properties }) => Properties.Roles)).toEqual([['web']]);
});

test('somebody who is no role is granted the same', () => {
  const stack = newStack();
  const user = new User(stack, 'OnPremises');
  expect(newServers(stack).grantInstance(user).success).toBe(true);
  const [policy] = Object.values(
    Template.fromStack(stack).findResources('AWS::IAM::Policy', { Properties: { Users: Match.anyValue() } }),
  );
  expect(JSON.stringify(policy)).toContain('codedeploy-commands-secure:PollHostCommand');
});

test.each([
  [undefined, 'nothing'],
  [null, 'nothing'],
  ['web', "'web'"],
  [5, '5'],
  [{}, 'a value of type object'],
])('what has no role is reported (%#)', (given, got) => {
  const stack = newStack();
  expect(newServers(stack).grantInstance(given as unknown as IGrantable).success).toBe(false);
  expect(errorsOf(stack)).toEqual([
    `Fleet (ServerDeployment) grantInstance: must be a role, or something that has one, got ${got}`,
  ]);
});

describe('the revisions of a pipeline', () => {
  const released = (isBefore: boolean): { stack: Stack; template: Template } => {
    const stack = newStack();
    const servers = newServers(stack);
    const role = newServerRole(stack);
    if (isBefore) servers.grantInstance(role);
    newPipeline(stack, { stages: [{ stageName: 'Live', targets: [DeployTarget.servers(servers)] }] });
    if (!isBefore) servers.grantInstance(role);
    return { stack, template: Template.fromStack(stack) };
  };
  const warnings = (stack: Stack): unknown[] =>
    Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('grantInstance'));

  test.each([
    ['before', true],
    ['after', false],
  ])('are read by a role that is granted %s the pipeline is made', (_, isBefore) => {
    const { stack, template } = released(isBefore);
    const reads = statementsOf(template, 'ServerRole').filter(({ Action }) => [Action].flat().includes('s3:GetObject'));
    expect(JSON.stringify(reads)).toContain('/Test-Pipeline/*');
    expect(warnings(stack)).toEqual([]);
  });

  test('are read by nobody where no role is known, of which is warned', () => {
    const stack = newStack();
    newPipeline(stack, { stages: [{ stageName: 'Live', targets: [DeployTarget.servers(newServers(stack))] }] });
    expect(warnings(stack)).toHaveLength(1);
  });
});
