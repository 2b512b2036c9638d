import { Alias, Version } from 'aws-cdk-lib/aws-lambda';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { DeployTarget, SmokeCheck, SmokeTest, TargetVariables } from '../../lib';
import type { IDeployTarget } from '../../lib';
import { newStage } from '../support/cdk-stage';
import { errorsOf, littleBeside, newDeployment, newFunction, newPipeline, newStack } from '../support/fixtures';
import { untyped } from '../support/mistakes';

const VALUES: unknown[] = [undefined, null, 7, '', 'text', true, [], [null], {}, () => 1, new Date(0)];

const OF_ALL_STACKS = [
  'targetName',
  'artifact',
  'capabilities',
  'approval',
  'deploymentRole',
  'statements',
  'permissionsBoundary',
];

const KEYS = {
  stack: [...OF_ALL_STACKS, 'stackName', 'templatePath', 'templateConfigurationPath', 'parameters'],
  site: ['targetName', 'artifact', 'folder', 'cacheControl', 'distribution', 'invalidationPaths'],
  lambdaAction: ['targetName', 'artifact', 'rollout', 'alarms', 'publishedVersion'],
};

type Make = (scope: Construct, options: unknown) => IDeployTarget;

const MAKE: Record<keyof typeof KEYS, Make> = {
  stack: (_, options) => DeployTarget.stack(untyped(options)),
  site: (scope, options) => DeployTarget.site(new Bucket(scope, 'Site'), untyped(options)),
  lambdaAction: (scope, options) => {
    const version = new Version(scope, 'First', { lambda: newFunction(scope, 'Orders') });
    return DeployTarget.lambdaAction(new Alias(scope, 'Live', { aliasName: 'live', version }), untyped(options));
  },
};

const CASES = Object.entries(KEYS).flatMap(([kind, keys]) =>
  keys.map((key) => [kind as keyof typeof KEYS, key] as const),
);

// One pipeline releases to all of them, each in a stage of its own.
test.each(CASES)('of %s, the option %s may be anything', (kind, key) => {
  expect(() => {
    const stack = newStack();
    const stages = VALUES.map((value, index) => ({
      stageName: `Stage${index}`,
      targets: [MAKE[kind](new Construct(stack, `Value${index}`), { [key]: value })],
    }));
    newPipeline(stack, { stages });
    errorsOf(stack);
  }).not.toThrow();
});

test.each([...OF_ALL_STACKS, 'assemblyPath', 'cliVersion', 'environment', 'useBootstrapRole'])(
  'of cdkStage, the option %s may be anything',
  (key) => {
    expect(() => {
      const stack = newStack();
      const stage = newStage(stack);
      const stages = VALUES.map((value, index) => ({
        stageName: `Stage${index}`,
        targets: [DeployTarget.cdkStage(stage, untyped({ [key]: value }))],
      }));
      newPipeline(stack, { stages });
      errorsOf(stack);
    }).not.toThrow();
  },
);

test.each(VALUES)('every target may be made of anything: %p', (value) => {
  const ways = [
    () => DeployTarget.stack(untyped(value)),
    () => DeployTarget.cdkStage(untyped(value)),
    () => DeployTarget.site(untyped(value)),
    () => DeployTarget.lambdaAction(untyped(value)),
  ];
  for (const make of ways) {
    expect(() => {
      const stack = newStack();
      newPipeline(stack, { ...littleBeside(stack), stages: [{ stageName: 'Production', targets: [make()] }] });
      errorsOf(stack);
    }).not.toThrow();
  }
});

test.each(VALUES)('a smoke test, its checks and a deployment take anything: %p', (value) => {
  expect(() => {
    const stack = newStack();
    for (const [index, key] of ['check', 'expect', 'timeout', 'network', 'functionName'].entries()) {
      new SmokeTest(stack, `Smoke${index}`, untyped({ [key]: value }));
    }
    new SmokeTest(stack, 'Invoke', { check: SmokeCheck.invoke(untyped({ payload: value })) });
    for (const [index, key] of ['method', 'headers', 'body', 'hostName'].entries()) {
      new SmokeTest(stack, `Url${index}`, { check: SmokeCheck.url(untyped(value), untyped({ [key]: value })) });
    }
    for (const [index, key] of ['status', 'bodyContains', 'json'].entries()) {
      new SmokeTest(stack, `Expect${index}`, { expect: untyped({ [key]: value }) });
    }
    for (const [index, key] of [
      'beforeTraffic',
      'afterTraffic',
      'releasedBy',
      'ignoreAlarms',
      'notifications',
    ].entries()) {
      newDeployment(stack, `Deployment${index}`, untyped({ [key]: value }));
    }
    newDeployment(stack, 'Deployment').appSpec(untyped(value), untyped(value));
    errorsOf(stack);
  }).not.toThrow();
});

test('variables of anything are texts', () => {
  expect(TargetVariables.of(untyped(undefined), untyped(7)).named(untyped(null))).toBe('#{undefined_7.null}');
});
