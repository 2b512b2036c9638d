import { Duration } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Rollout } from '../../lib';
import { newDeployment, newStack, onlyResource } from '../support/fixtures';
import { newServers } from './server/support';

const shift = { percentage: 10, interval: Duration.minutes(5) };

test('a rollout says what to do; the deployment that it is given to says how', () => {
  expect([Rollout.allAtOnce(), Rollout.canary(shift), Rollout.linear(shift)].map(({ _kind }) => _kind)).toEqual([
    'allAtOnce',
    'canary',
    'linear',
  ]);
  expect(Rollout.allAtOnce()._parts.shift).toBeUndefined();
  expect(Rollout.canary(shift)._parts.shift).toBe(shift);
});

test('one rollout can be given to several deployments', () => {
  const stack = newStack();
  const rollout = Rollout.canary({ percentage: 33, interval: Duration.minutes(7) });
  newDeployment(stack, 'Staging', { rollout });
  newDeployment(stack, 'Production', { rollout });
  const names = Object.values(Template.fromStack(stack).findResources('AWS::CodeDeploy::DeploymentConfig')).map(
    (config) => (config.Properties as { DeploymentConfigName: string }).DeploymentConfigName,
  );
  expect(new Set(names).size).toBe(2);
});

test('without a rollout all traffic moves at once', () => {
  const stack = newStack();
  newDeployment(stack);
  const template = Template.fromStack(stack);
  expect(onlyResource(template, 'AWS::CodeDeploy::DeploymentGroup').Properties.DeploymentConfigName).toBe(
    'CodeDeployDefault.LambdaAllAtOnce',
  );
  template.resourceCountIs('AWS::CodeDeploy::DeploymentConfig', 0);
});

test('a rollout that goes zone by zone is another one, and leaves the first as it was', () => {
  const first = Rollout.minimumHealthyPercentage(50);
  const second = first.zoneByZone({ minimumHealthyHosts: 1 });
  expect(second).not.toBe(first);
  expect(first._parts.zones).toBeUndefined();
  expect(second._parts).toEqual({ hosts: { type: 'FLEET_PERCENT', value: 50 }, zones: { minimumHealthyHosts: 1 } });
});

test('one rollout can be given to functions and servers, where both have it', () => {
  const stack = newStack();
  const rollout = Rollout.allAtOnce();
  newDeployment(stack, 'Function', { rollout });
  newServers(stack, { ec2Tags: [{ Role: ['web'] }], rollout }, 'Servers');
  const names = Object.values(Template.fromStack(stack).findResources('AWS::CodeDeploy::DeploymentGroup')).map(
    (group) => (group.Properties as { DeploymentConfigName: string }).DeploymentConfigName,
  );
  expect(names.sort()).toEqual(['CodeDeployDefault.AllAtOnce', 'CodeDeployDefault.LambdaAllAtOnce']);
});
