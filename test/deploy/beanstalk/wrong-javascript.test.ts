import type { Stack } from 'aws-cdk-lib';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import type { IVpc } from 'aws-cdk-lib/aws-ec2';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import {
  BeanstalkApplication,
  BeanstalkCapacity,
  BeanstalkEnvironment,
  BeanstalkPlatform,
  BeanstalkRollout,
  BeanstalkTier,
  BeanstalkUpdates,
  BeanstalkVariable,
  BeanstalkVersions,
  DeployTarget,
} from '../../../lib';
import { littleBeside, newPipeline } from '../../support/fixtures';
import { untyped } from '../../support/mistakes';
import { each, expectCollected } from '../../support/wrong-javascript';
import type { Give } from '../../support/wrong-javascript';
import { BRANCH } from './support';

type Props = Record<string, unknown>;

/** A VPC that costs nothing to make. */
const vpcOf = (stack: Stack): IVpc =>
  Vpc.fromVpcAttributes(stack, 'V', {
    vpcId: 'vpc-1',
    availabilityZones: ['a', 'b'],
    publicSubnetIds: ['subnet-1', 'subnet-2'],
    privateSubnetIds: ['subnet-3', 'subnet-4'],
  });
const environment = (stack: Stack, props: Props): unknown =>
  new BeanstalkEnvironment(
    stack,
    'Production',
    untyped({
      application: BeanstalkApplication.fromBeanstalkApplicationName(stack, 'Shop', 'shop'),
      platform: BeanstalkPlatform.branch(BRANCH),
      ...('network' in props ? {} : { network: { vpc: vpcOf(stack) } }),
      ...props,
    }),
  );
const ENVIRONMENT = [
  ...['application', 'platform', 'network', 'environmentName', 'description', 'cnamePrefix', 'tier', 'capacity'],
  ...['instances', 'loadBalancer', 'rollout', 'deployTimeout', 'variables', 'updates', 'logs', 'optionSettings'],
  ...['role', 'serviceRole'],
];
const WORKER = [
  ...['queue', 'httpPath', 'mimeType', 'connections', 'inactivityTimeout', 'visibilityTimeout'],
  ...['errorVisibilityTimeout', 'retention', 'retries'],
];
const variable = (stack: Stack, value: BeanstalkVariable): unknown => environment(stack, { variables: { A: value } });

const ROWS: [string, Give][] = [
  ['BeanstalkApplication', (stack, value) => new BeanstalkApplication(stack, 'A', untyped(value))],
  ...each(
    'BeanstalkApplication',
    ['applicationName', 'description', 'versions', 'serviceRole'],
    (stack, given) => new BeanstalkApplication(stack, 'A', untyped(given)),
  ),
  [
    'fromBeanstalkApplicationName',
    (stack, value) => BeanstalkApplication.fromBeanstalkApplicationName(stack, 'A', untyped(value)),
  ],
  ...(['newest', 'youngerThan'] as const).map((name): [string, Give] => [
    `BeanstalkVersions.${name}`,
    (stack, value) => new BeanstalkApplication(stack, 'A', { versions: BeanstalkVersions[name](untyped(value)) }),
  ]),
  ['BeanstalkEnvironment', (stack, value) => new BeanstalkEnvironment(stack, 'E', untyped(value))],
  ...each('BeanstalkEnvironment', ENVIRONMENT, environment),
  [
    'fromBeanstalkEnvironmentAttributes',
    (stack, value) => BeanstalkEnvironment.fromBeanstalkEnvironmentAttributes(stack, 'E', untyped(value)),
  ],
  ...(['branch', 'arn', 'solutionStack'] as const).map((name): [string, Give] => [
    `BeanstalkPlatform.${name}`,
    (stack, value) => environment(stack, { platform: BeanstalkPlatform[name](untyped(value)) }),
  ]),
  [
    'BeanstalkPlatform.branch options',
    (stack, value) => environment(stack, { platform: BeanstalkPlatform.branch(BRANCH, untyped(value)) }),
  ],
  ...each('BeanstalkBranchOptions', ['version'], (stack, given) =>
    environment(stack, { platform: BeanstalkPlatform.branch(BRANCH, untyped(given)) }),
  ),
  [
    'BeanstalkCapacity.scaling',
    (stack, value) => environment(stack, { capacity: BeanstalkCapacity.scaling(untyped(value)) }),
  ],
  ...each('BeanstalkScaling', ['minimum', 'maximum'], (stack, given) =>
    environment(stack, {
      capacity: BeanstalkCapacity.scaling(untyped({ minimum: 1, maximum: 2, ...given })),
      rollout: BeanstalkRollout.rolling({ instances: 1 }),
      instances: { spot: { onDemandBase: 1 } },
    }),
  ),
  ...(['rolling', 'rollingWithAdditionalBatch', 'trafficSplitting'] as const).map((name): [string, Give] => [
    `BeanstalkRollout.${name}`,
    (stack, value) => environment(stack, { rollout: BeanstalkRollout[name](untyped(value)) }),
  ]),
  ...each('BeanstalkBatch', ['percentage', 'instances'], (stack, given) =>
    environment(stack, { rollout: BeanstalkRollout.rolling(untyped(given)) }),
  ),
  ...each('BeanstalkTrafficSplit', ['percentage', 'evaluation'], (stack, given) =>
    environment(stack, { rollout: BeanstalkRollout.trafficSplitting(untyped(given)) }),
  ),
  ...(['web', 'worker'] as const).map((name): [string, Give] => [
    `BeanstalkTier.${name}`,
    (stack, value) => environment(stack, { tier: BeanstalkTier[name](untyped(value)) }),
  ]),
  ...each('BeanstalkWebOptions', ['healthCheckPath', 'port'], (stack, given) =>
    environment(stack, { tier: BeanstalkTier.web(untyped(given)) }),
  ),
  ...each('BeanstalkWorkerOptions', WORKER, (stack, given) =>
    environment(stack, { tier: BeanstalkTier.worker(untyped(given)) }),
  ),
  ...each('BeanstalkInstances', ['instanceTypes', 'spot', 'rootVolume', 'allowImdsV1'], (stack, instances) =>
    environment(stack, { instances }),
  ),
  ...each('BeanstalkSpot', ['onDemandBase', 'onDemandPercentage'], (stack, spot) =>
    environment(stack, { instances: { spot } }),
  ),
  ...each('BeanstalkRootVolume', ['size', 'iops', 'throughput'], (stack, rootVolume) =>
    environment(stack, { instances: { rootVolume } }),
  ),
  ...each(
    'BeanstalkNetwork',
    ['vpc', 'subnets', 'loadBalancerSubnets', 'internalLoadBalancer', 'securityGroups'],
    (stack, given) => environment(stack, { network: { vpc: vpcOf(stack), ...given } }),
  ),
  ...each(
    'BeanstalkLoadBalancer',
    ['certificate', 'sslPolicy', 'http', 'securityGroup', 'accessLogBucket', 'idleTimeout'],
    (stack, loadBalancer) => environment(stack, { loadBalancer }),
  ),
  ...each('BeanstalkLogs', ['stream', 'retention', 'removeWithEnvironment'], (stack, logs) =>
    environment(stack, { logs }),
  ),
  [
    'BeanstalkUpdates.weekly',
    (stack, value) => environment(stack, { updates: BeanstalkUpdates.weekly(untyped(value)) }),
  ],
  ...each('BeanstalkUpdateOptions', ['start', 'level', 'replaceInstances'], (stack, given) =>
    environment(stack, { updates: BeanstalkUpdates.weekly(untyped(given)) }),
  ),
  ...each('variables', ['A'], (stack, variables) => environment(stack, { variables })),
  ...(['plain', 'parameter', 'parameterOf', 'secret'] as const).map((name): [string, Give] => [
    `BeanstalkVariable.${name}`,
    (stack, value) => variable(stack, BeanstalkVariable[name](untyped(value))),
  ]),
  [
    'BeanstalkVariable.secret options',
    (stack, value) => variable(stack, BeanstalkVariable.secret(new Secret(stack, 'S'), untyped(value))),
  ],
  ...each('BeanstalkSecretOptions', ['field', 'encryptionKey'], (stack, given) =>
    variable(stack, BeanstalkVariable.secret(new Secret(stack, 'S'), untyped(given))),
  ),
  ...each('BeanstalkParameterOptions', ['encryptionKey'], (stack, given) =>
    variable(stack, BeanstalkVariable.parameter('/a', untyped(given))),
  ),
  ...each('BeanstalkOption', ['optionNamespace', 'optionName', 'value', 'resourceName'], (stack, given) =>
    environment(stack, {
      optionSettings: [{ optionNamespace: 'aws:autoscaling:trigger', optionName: 'Unit', value: 'Percent', ...given }],
    }),
  ),
  [
    'DeployTarget.beanstalk',
    (stack, value) =>
      newPipeline(stack, {
        ...littleBeside(stack),
        stages: [{ stageName: 'Live', targets: [DeployTarget.beanstalk(untyped(value))] }],
      }),
  ],
];

test.each(ROWS)('%s is collected where it is wrong, and ends in no error of the runtime', (_, give) => {
  expectCollected(give);
});
