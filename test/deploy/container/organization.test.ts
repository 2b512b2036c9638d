import { App, Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { ManagedPolicy } from 'aws-cdk-lib/aws-iam';
import { AwsSolutionsChecks } from 'cdk-nag';
import { DeliveryConventions, ImageFile, Rollback, Rollout } from '../../../lib';
import type { DeliveryConventionsOptions } from '../../../lib';
import {
  newCodeDeployDeployment,
  newContainerPipeline,
  newEcsDeployment,
  surroundingsOf,
} from '../../support/container-fixtures';
import { newFunction, resourcesOf } from '../../support/fixtures';

/** An application by CodeDeploy or by ECS, and its pipeline in another stack. */
function containerApp(
  byCodeDeploy: boolean,
  { region = 'eu-west-1', ...conventions }: DeliveryConventionsOptions & { readonly region?: string } = {},
): { app: App; stacks: Stack[] } {
  const app = new App();
  DeliveryConventions.of(app).apply(conventions);
  const env = { account: '111122223333', region };
  const [application, delivery] = [new Stack(app, 'Orders', { env }), new Stack(app, 'Delivery', { env })];
  const common = {
    testListener: surroundingsOf(application).testListener,
    rollout: Rollout.canary({ percentage: 10, interval: Duration.minutes(5) }),
    rollback: Rollback.onPlatformAlarms(),
  };
  const hook = newFunction(application, 'Check');
  const deployment = byCodeDeploy
    ? newCodeDeployDeployment(application, 'Production', { hooks: { afterAllowTestTraffic: hook } }, common)
    : newEcsDeployment(application, 'Production', common);
  newContainerPipeline(delivery, [deployment], {}, byCodeDeploy ? ImageFile.DETAIL : ImageFile.DEFINITIONS);
  return { app, stacks: [application, delivery] };
}

describe.each([
  ['CodeDeploy', true],
  ['ECS', false],
])('released by %s', (_, byCodeDeploy) => {
  test('a boundary, a path and tags reach every role', () => {
    const permissionsBoundary = ManagedPolicy.fromAwsManagedPolicyName('Boundary');
    const conventions = { permissionsBoundary, rolePath: '/orders/', tags: { team: 'orders' } };
    const { stacks } = containerApp(byCodeDeploy, conventions);
    for (const stack of stacks) {
      for (const { Properties } of Object.values(resourcesOf(Template.fromStack(stack), 'AWS::IAM::Role'))) {
        expect(Properties).toMatchObject({ Path: '/orders/', Tags: [{ Key: 'team', Value: 'orders' }] });
        expect(Properties.PermissionsBoundary).toBeDefined();
      }
    }
  });

  test('cdk-nag finds nothing in what the deployment and its target make', () => {
    const { app } = containerApp(byCodeDeploy);
    app.synth();
    const { violations } = new AwsSolutionsChecks(app).validateScope(app);
    const own = violations.flatMap(({ violatingResources, ruleName }) =>
      violatingResources
        .map((resource) => `${ruleName} ${String((resource as { constructPath?: string }).constructPath)}`)
        .filter((path) => /\/(Production|Pipeline)\//.test(path)),
    );
    expect(own).toEqual([]);
  });

  test.each(['us-gov-west-1', 'cn-north-1'])('no ARN says a partition of its own in %s', (region) => {
    const { stacks } = containerApp(byCodeDeploy, { region });
    for (const stack of stacks) {
      expect(JSON.stringify(Template.fromStack(stack).toJSON())).not.toMatch(/"arn:aws(?:-[a-z-]+)?:(?!iam::aws)/);
    }
  });
});
