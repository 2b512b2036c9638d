import { Duration } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { assert, constantFrom, integer, property, record } from 'fast-check';
import { Rollout } from '../../../lib';
import { newCodeDeployDeployment, newEcsDeployment } from '../../support/container-fixtures';
import { errorsOf, newStack, onlyResource, resourcesOf } from '../../support/fixtures';

const shifts = record({
  kind: constantFrom('canary' as const, 'linear' as const),
  percentage: integer({ min: -5, max: 110 }),
  minutes: integer({ min: 0, max: 3000 }),
});

const rolloutOf = (kind: 'canary' | 'linear', percentage: number, minutes: number): Rollout =>
  Rollout[kind]({ percentage, interval: Duration.minutes(minutes) });

test.each([
  ['canary', 10, 5, 'CodeDeployDefault.ECSCanary10Percent5Minutes'],
  ['canary', 10, 15, 'CodeDeployDefault.ECSCanary10Percent15Minutes'],
  ['linear', 10, 1, 'CodeDeployDefault.ECSLinear10PercentEvery1Minutes'],
  ['linear', 10, 3, 'CodeDeployDefault.ECSLinear10PercentEvery3Minutes'],
] as const)('a %s rollout of %d percent and %d minutes is ready at CodeDeploy', (kind, percentage, minutes, name) => {
  const stack = newStack();
  newCodeDeployDeployment(stack, 'Production', {}, { rollout: rolloutOf(kind, percentage, minutes) });
  const template = Template.fromStack(stack);
  expect(onlyResource(template, 'AWS::CodeDeploy::DeploymentGroup').Properties.DeploymentConfigName).toBe(name);
  template.resourceCountIs('AWS::CodeDeploy::DeploymentConfig', 0);
});

test('any other rollout is a configuration of its own, with a name that says its settings', () => {
  const stack = newStack();
  const deployment = newCodeDeployDeployment(stack, 'Production', {}, { rollout: rolloutOf('linear', 25, 4) });
  expect(onlyResource(Template.fromStack(stack), 'AWS::CodeDeploy::DeploymentConfig').Properties).toEqual({
    ComputePlatform: 'ECS',
    DeploymentConfigName: 'Test-Production-linear-25-percent-4-minutes',
    TrafficRoutingConfig: { Type: 'TimeBasedLinear', TimeBasedLinear: { LinearPercentage: 25, LinearInterval: 4 } },
  });
  expect(deployment.deploymentConfigName).toBe('Test-Production-linear-25-percent-4-minutes');
});

test('CodeDeploy gets what it takes, and everything else is reported', () => {
  assert(
    property(shifts, ({ kind, percentage, minutes }) => {
      const stack = newStack();
      newCodeDeployDeployment(stack, 'Production', {}, { rollout: rolloutOf(kind, percentage, minutes) });
      const inRange = percentage >= 1 && percentage <= 99 && minutes >= 1 && minutes <= 2880;
      const isLegal = inRange && (kind === 'canary' || minutes * Math.floor(100 / percentage) <= 2880);
      expect(errorsOf(stack).length === 0).toBe(isLegal);
    }),
    { numRuns: 15 },
  );
});

test('ECS gets what it takes, and everything else is reported', () => {
  assert(
    property(shifts, ({ kind, percentage, minutes }) => {
      const stack = newStack();
      newEcsDeployment(stack, 'Production', { rollout: rolloutOf(kind, percentage, minutes) });
      const least = kind === 'canary' ? 1 : 3;
      const inRange = percentage >= least && percentage <= 99 && minutes >= 1 && minutes <= 1440;
      const total = minutes * (kind === 'canary' ? 1 : Math.floor(100 / percentage));
      const isLegal = inRange && total + 10 <= 1980;
      const errors = errorsOf(stack);
      expect(errors.length === 0).toBe(isLegal);
      if (!isLegal) return;
      const [{ Properties }] = Object.values(resourcesOf(Template.fromStack(stack), 'AWS::ECS::Service'));
      expect(Properties.DeploymentConfiguration).toMatchObject({ Strategy: kind.toUpperCase() });
    }),
    { numRuns: 15 },
  );
});
