import { App, Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { DeliveryFoundation, DeployTarget, ServerDeployment } from '../../lib';
import type { IDeliveryFoundation } from '../../lib';
import { errorsOf, newPipeline, newStack, newTarget } from '../support/fixtures';

const servers = (stack: Stack, id = 'Existing') =>
  DeployTarget.servers(
    ServerDeployment.fromServerDeploymentAttributes(stack, id, {
      applicationName: 'orders',
      deploymentGroupName: 'live',
    }),
  );
const release = (stack: Stack, foundation?: IDeliveryFoundation) =>
  newPipeline(stack, { foundation, stages: [{ stageName: 'Live', targets: [servers(stack)] }] });
const rulesOf = (stack: Stack): Record<string, unknown>[] =>
  Object.entries(Template.fromStack(stack).findResources('AWS::S3::Bucket'))
    .filter(([id]) => id.includes('Artifacts'))
    .flatMap(
      ([, { Properties }]) =>
        (Properties as { LifecycleConfiguration: { Rules: never[] } }).LifecycleConfiguration.Rules,
    );
const saysOf = (make: (stack: Stack) => IDeliveryFoundation | undefined): string[] => {
  const stack = newStack();
  release(stack, make(stack));
  return errorsOf(stack);
};

test('artifacts never expire where a pipeline releases to servers, and all else of the rule stays', () => {
  const stack = newStack();
  release(stack);
  const [rule] = rulesOf(stack);
  expect(rule).not.toHaveProperty('ExpirationInDays');
  expect(rule).toMatchObject({
    Status: 'Enabled',
    AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
    NoncurrentVersionExpiration: { NoncurrentDays: 30 },
  });
});

test('artifacts expire where it does not', () => {
  const stack = newStack();
  newPipeline(stack, { stages: [{ stageName: 'Live', targets: [newTarget(stack)] }] });
  expect(rulesOf(stack)).toMatchObject([{ ExpirationInDays: 365 }]);
});

test('a foundation that is shared keeps them for the pipeline that needs it, also in another stack', () => {
  const app = new App();
  const [store, one, two] = [new Stack(app, 'Store'), new Stack(app, 'One'), new Stack(app, 'Two')];
  const foundation = new DeliveryFoundation(store, 'Foundation');
  newPipeline(one, { foundation, stages: [{ stageName: 'Live', targets: [newTarget(one)] }] });
  expect(foundation.artifactExpiration).toEqual(Duration.days(365));
  release(two, foundation);
  expect(foundation.artifactExpiration).toBeUndefined();
  expect(rulesOf(store)[0]).not.toHaveProperty('ExpirationInDays');
});

test('an expiration of the user is reported, and stays as it is', () => {
  const stack = newStack();
  const foundation = new DeliveryFoundation(stack, 'Foundation', { artifactExpiration: Duration.days(90) });
  release(stack, foundation);
  expect(errorsOf(stack)).toEqual([
    expect.stringMatching(
      /must have an artifact store that keeps revisions: CodeDeploy fetches the last good one from it for each server that is launched, got 'artifacts that expire after 90 days'; leave artifactExpiration of the foundation out$/,
    ),
  ]);
  expect(foundation.artifactExpiration).toEqual(Duration.days(90));
});

test('a foundation that exists already is refused where it says that artifacts expire, and taken where it does not', () => {
  const imported = (artifactExpiration?: Duration) => (stack: Stack) =>
    DeliveryFoundation.fromAttributes(stack, 'Store', { artifactBucketName: 'artifacts', artifactExpiration });
  expect(saysOf(imported(Duration.days(30)))).toEqual([expect.stringContaining('after 30 days')]);
  expect(saysOf(imported())).toEqual([]);
});
