import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { AutoScalingGroup } from 'aws-cdk-lib/aws-autoscaling';
import { errorsOf, lockedStacks, newStack, statementsOf } from '../../support/fixtures';
import { errorsWith, groupOf, newScalingGroup, newServers, templateWith } from './support';

const named = (stack: Stack, name: string) => AutoScalingGroup.fromAutoScalingGroupName(stack, name, name);

test('a group is named to CodeDeploy, and its servers may do what servers must', () => {
  const template = templateWith((stack) => ({ autoScalingGroups: [newScalingGroup(stack)] }));
  expect(groupOf(template).AutoScalingGroups).toEqual([{ Ref: expect.stringMatching(/^GroupASG/) as unknown }]);
  const actions = statementsOf(template, 'GroupTemplateRole').flatMap(({ Action }) => Action);
  expect(actions).toContain('codedeploy-commands-secure:PollHostCommand');
});

test('no user data installs an agent: its failure would keep an instance from starting', () => {
  const template = templateWith((stack) => ({ autoScalingGroups: [newScalingGroup(stack)] }));
  expect(JSON.stringify(template.toJSON())).not.toContain('latest/install');
});

test('a group that exists already is taken by its name, whatever its role', () => {
  const template = templateWith((stack) => ({ autoScalingGroups: [named(stack, 'web')] }));
  expect(groupOf(template).AutoScalingGroups).toEqual(['web']);
  template.resourceCountIs('AWS::IAM::Policy', 1);
});

test('a group of another stack is taken without an export, and its servers get a policy here', () => {
  const app = new App();
  const [network, orders] = [new Stack(app, 'Network'), new Stack(app, 'Orders')];
  newServers(orders, { autoScalingGroups: [newScalingGroup(network)] });
  expect(lockedStacks(app)).toEqual([]);
  const template = Template.fromStack(orders);
  expect(groupOf(template).AutoScalingGroups).toEqual([
    { 'Fn::GetStackOutput': expect.objectContaining({ StackName: 'Network' }) as unknown },
  ]);
  const policies = Object.values(template.findResources('AWS::IAM::Policy'));
  expect(JSON.stringify(policies)).toContain('ssm:UpdateInstanceInformation');
  expect(Object.keys(Template.fromStack(network).findResources('AWS::IAM::Policy'))).toEqual([]);
});

test('ten groups are taken, and eleven reported', () => {
  const groups = (count: number) => (stack: Stack) => ({
    autoScalingGroups: Array.from({ length: count }, (_, index) => named(stack, `g${index}`)),
  });
  expect(errorsWith(groups(10))).toEqual([]);
  expect(errorsWith(groups(11))).toEqual(['autoScalingGroups: must be 0 to 10 Auto Scaling groups, got 11']);
});

test('a group of another region is reported', () => {
  const app = new App();
  const account = '111122223333';
  const there = new Stack(app, 'There', { env: { account, region: 'us-east-1' } });
  const here = new Stack(app, 'Here', { env: { account, region: 'eu-west-1' } });
  newServers(here, { autoScalingGroups: [named(there, 'web')] });
  expect(errorsOf(here)).toEqual([
    "Fleet (ServerDeployment) autoScalingGroups[0]: must be in the region of the stack that uses it, eu-west-1, got 'us-east-1'; use one of that region",
  ]);
});

test('two deployments may release to one group', () => {
  const stack = newStack();
  const group = newScalingGroup(stack);
  newServers(stack, { autoScalingGroups: [group] }, 'One');
  newServers(stack, { autoScalingGroups: [group] }, 'Two');
  Template.fromStack(stack).resourceCountIs('AWS::CodeDeploy::DeploymentGroup', 2);
});
