import { CfnParameter, Duration, Lazy, Size, Stack } from 'aws-cdk-lib';
import { InstanceType, SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import { InstanceProfile, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Bucket } from 'aws-cdk-lib/aws-s3';
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
import type { BeanstalkEnvironmentProps, IBeanstalkEnvironment } from '../../../lib';
import { errorsOf, newPipeline, newStack } from '../../support/fixtures';
import { expectReport, untyped } from '../../support/mistakes';
import { BRANCH, newEnvironment } from './support';

type Make = (stack: Stack) => unknown;
type Given = Record<string, unknown> | ((stack: Stack) => Partial<BeanstalkEnvironmentProps>);

const environment =
  (given: Given): Make =>
  (stack) =>
    newEnvironment(stack, 'Production', untyped(typeof given === 'function' ? given(stack) : given));
const options = (...optionSettings: unknown[]): Make => environment({ optionSettings });
const raw = (optionNamespace: string, optionName: string, value: unknown): Record<string, unknown> => ({
  optionNamespace,
  optionName,
  value,
});
const network = (more: Record<string, unknown>): Make =>
  environment((stack) => ({ network: { vpc: new Vpc(stack, 'Own', { maxAzs: 2 }), ...more } }));
const branch = (name: unknown, version?: unknown): Make =>
  environment({ platform: BeanstalkPlatform.branch(untyped(name), untyped({ version })) });
const rollout = (given: BeanstalkRollout, more: Record<string, unknown> = {}): Make =>
  environment({ rollout: given, ...more });
const single = { capacity: BeanstalkCapacity.singleInstance() };
const worker = { tier: BeanstalkTier.worker() };
const launch = 'aws:autoscaling:launchconfiguration';

const RUNTIMES = 'use the branch that https://docs.aws.amazon.com/elasticbeanstalk/latest/platforms/ has it in';

/** What is wrong, and the words, in the environment `Production`. */
const ROWS: [what: string, make: Make, says: string][] = [
  [
    'no application',
    environment({ application: undefined }),
    'application: must be a BeanstalkApplication, got nothing',
  ],
  [
    'a name as application',
    environment({ application: 'shop' }),
    "application: must be a BeanstalkApplication, got 'shop'",
  ],
  ['no platform', environment({ platform: undefined }), 'platform: must be a BeanstalkPlatform, got nothing'],
  [
    'a name as platform',
    environment({ platform: BRANCH }),
    `platform: must be a BeanstalkPlatform, got '${BRANCH}'; use the functions of BeanstalkPlatform`,
  ],
  [
    'a solution stack as branch',
    branch('64bit Amazon Linux 2023 v6.7.3 running Node.js 22'),
    "platform.branchName: must be the name of a branch, not of a solution stack, got '64bit Amazon Linux 2023 v6.7.3 running Node.js 22'; write it as RUNTIME running on SYSTEM, without the version",
  ],
  [
    'a runtime as branch',
    branch('Node.js 22'),
    `platform.branchName: must be of the form RUNTIME running on SYSTEM, got 'Node.js 22'; ${RUNTIMES}`,
  ],
  [
    'the branch of ECS',
    branch('ECS running on 64bit Amazon Linux 2023'),
    "platform.branchName: must not be the branch of ECS, which is not supported yet, got 'ECS running on 64bit Amazon Linux 2023'",
  ],
  [
    'a branch on Amazon Linux 1',
    branch('Node.js running on 64bit Amazon Linux'),
    `platform.branchName: must not be on Amazon Linux 1, which AWS retired, got 'Node.js running on 64bit Amazon Linux'; ${RUNTIMES}`,
  ],
  [
    'a branch that is known later',
    (stack) => branch(new CfnParameter(stack, 'P').valueAsString)(stack),
    'platform.branchName: must be the literal name of a branch, got a value known at deployment only',
  ],
  ['half a version', branch(BRANCH, '6.7'), "platform.version: must be three numbers with dots between, got '6.7'"],
  [
    'an ARN of something else',
    environment({ platform: BeanstalkPlatform.arn('arn:aws:s3:::bucket') }),
    "platform.platformArn: must be the ARN of a platform, got 'arn:aws:s3:::bucket'",
  ],
  [
    'a branch as solution stack',
    environment({ platform: BeanstalkPlatform.solutionStack(BRANCH) }),
    `platform.solutionStackName: must be of the form SYSTEM vVERSION running RUNTIME, got '${BRANCH}'; use BeanstalkPlatform.branch`,
  ],
  [
    'a name with an underscore',
    environment({ environmentName: 'shop_live' }),
    "environmentName: must be 4 to 40 characters of letters, digits and -, no - at either end, got 'shop_live'",
  ],
  [
    'a name of three characters',
    environment({ environmentName: 'abc' }),
    "environmentName: must be 4 to 40 characters of letters, digits and -, no - at either end, got 'abc'",
  ],
  [
    'a name that is known later',
    environment({ environmentName: Lazy.string({ produce: () => 'shop' }) }),
    'environmentName: must be known at synthesis, got a value known at deployment only; give a literal',
  ],
  [
    'a prefix with a dot',
    environment({ cnamePrefix: 'shop.live' }),
    "cnamePrefix: must be 4 to 63 characters of letters, digits and -, no - at either end, got 'shop.live'",
  ],
  [
    'an address of a worker',
    environment({ ...worker, cnamePrefix: 'shop-live' }),
    'cnamePrefix: must not be given for a worker, which has no address',
  ],
  [
    'a long description',
    environment({ description: 'a'.repeat(201) }),
    'description: must be 0 to 200 characters, got 201',
  ],
  [
    'a tier that is a text',
    environment({ tier: 'web' }),
    "tier: must be a BeanstalkTier, got 'web'; use the functions of BeanstalkTier",
  ],
  [
    'a path without a slash',
    environment({ tier: BeanstalkTier.web({ healthCheckPath: 'health' }) }),
    "tier.healthCheckPath: must be a literal path with a / first, got 'health'",
  ],
  [
    'a port of none',
    environment({ tier: BeanstalkTier.web({ port: 0 }) }),
    'tier.port: must be 1 to 65535 (a port), got 0',
  ],
  [
    'a queue that is an address',
    environment({ tier: BeanstalkTier.worker({ queue: untyped('https://sqs') }) }),
    "tier.queue: must be a queue, got 'https://sqs'",
  ],
  [
    'a hundred and one connections',
    environment({ tier: BeanstalkTier.worker({ connections: 101 }) }),
    'tier.connections: must be 1 to 100 connections, got 101',
  ],
  [
    'a message that is hidden for a day',
    environment({ tier: BeanstalkTier.worker({ visibilityTimeout: Duration.days(1) }) }),
    'tier.visibilityTimeout: must be 0 to 43200 seconds, got 86400',
  ],
  [
    'no time at all for a message',
    environment({ tier: BeanstalkTier.worker({ inactivityTimeout: Duration.millis(1500) }) }),
    "tier.inactivityTimeout: must be whole seconds, got '1 second 500 millis'",
  ],
  [
    'a MIME type without a slash',
    environment({ tier: BeanstalkTier.worker({ mimeType: 'json' }) }),
    "tier.mimeType: must be a literal of the form TYPE/SUBTYPE, got 'json'",
  ],
  [
    'more instances at least than at most',
    environment({ capacity: BeanstalkCapacity.scaling({ minimum: 4, maximum: 2 }) }),
    'capacity.minimum: must be at most the maximum, 2, got 4',
  ],
  [
    'no instances',
    environment({ capacity: BeanstalkCapacity.scaling({ minimum: 0, maximum: 2 }) }),
    'capacity.minimum: must be 1 to 10000 instances, got 0',
  ],
  [
    'no maximum',
    environment({ capacity: BeanstalkCapacity.scaling(untyped({ minimum: 1 })) }),
    'capacity.maximum: must be given, got nothing',
  ],
  [
    'a batch larger than the capacity',
    rollout(BeanstalkRollout.rolling({ instances: 5 })),
    'rollout.instances: must be 1 to 4 instances, the maximum of the capacity, got 5',
  ],
  [
    'a batch of nothing',
    rollout(BeanstalkRollout.rolling({})),
    'rollout: must have a percentage or a number of instances, one of the two',
  ],
  [
    'a batch of 101 percent',
    rollout(BeanstalkRollout.rollingWithAdditionalBatch({ percentage: 101 })),
    'rollout.percentage: must be 1 to 100 percent, got 101',
  ],
  [
    'batches of a single instance',
    rollout(BeanstalkRollout.rolling({ percentage: 50 }), single),
    'rollout: must be allAtOnce or immutable for a single instance; or let the capacity scale',
  ],
  [
    'a split of a worker',
    rollout(BeanstalkRollout.trafficSplitting({ percentage: 10, evaluation: Duration.minutes(5) }), worker),
    'rollout: must not split traffic for a worker, which has no load balancer',
  ],
  [
    'a split for two minutes',
    rollout(BeanstalkRollout.trafficSplitting({ percentage: 10, evaluation: Duration.minutes(2) })),
    'rollout.evaluation: must be 3 to 600 minutes, got 2',
  ],
  [
    'a split for a time that is known later',
    (stack) =>
      rollout(
        BeanstalkRollout.trafficSplitting({
          percentage: 10,
          evaluation: Duration.minutes(new CfnParameter(stack, 'P', { type: 'Number' }).valueAsNumber),
        }),
      )(stack),
    'rollout.evaluation: must be known at synthesis, got a value of class Duration; give a literal',
  ],
  [
    'a timeout of two hours',
    environment({ deployTimeout: Duration.hours(2) }),
    'deployTimeout: must be 1 to 3600 seconds, got 7200',
  ],
  [
    'instance types of two architectures',
    environment({ instances: { instanceTypes: [new InstanceType('m7g.large'), new InstanceType('m7i.large')] } }),
    "instances.instanceTypes: must be of one architecture, got 'arm64 and x86_64'",
  ],
  [
    'an instance type without a size',
    environment({ instances: { instanceTypes: [new InstanceType('m7g')] } }),
    "instances.instanceTypes[0]: must be an InstanceType, got 'm7g'; e.g. of InstanceType.of",
  ],
  [
    'more On-Demand Instances than there are',
    environment({ instances: { spot: { onDemandBase: 9 } } }),
    'instances.spot.onDemandBase: must be 0 to 4 instances, got 9',
  ],
  [
    'a volume of 5 GiB',
    environment({ instances: { rootVolume: { size: Size.gibibytes(5) } } }),
    'instances.rootVolume.size: must be 10 to 16384 GiB, got 5',
  ],
  [
    'a volume too small for its speed',
    environment({ instances: { rootVolume: { size: Size.gibibytes(10), iops: 6000 } } }),
    'instances.rootVolume.iops: must be at most 500 for each GiB, 5000, got 6000',
  ],
  ['no network', environment({ network: undefined }), 'network: must be given, got nothing'],
  ['a network without a VPC', environment({ network: {} }), 'network.vpc: must be a VPC, got nothing'],
  [
    'a load balancer in one subnet',
    environment((stack) => ({ network: { vpc: new Vpc(stack, 'One', { maxAzs: 1 }) } })),
    'network.loadBalancerSubnets: must be 2 to 100 subnets, got 1',
  ],
  [
    'subnets that are not there',
    network({ subnets: { subnetType: SubnetType.PRIVATE_ISOLATED } }),
    "network.subnets: must be subnets of the VPC; There are no 'Isolated' subnet groups in this VPC. Available types: Deprecated_Private_NAT,Private,Deprecated_Private,Public",
  ],
  [
    'subnets of a load balancer that is not there',
    environment((stack) => ({ ...single, network: { vpc: new Vpc(stack, 'Own'), internalLoadBalancer: true } })),
    'network.internalLoadBalancer: must not be given where there is no load balancer',
  ],
  [
    'a load balancer of a worker',
    environment({ ...worker, loadBalancer: {} }),
    'loadBalancer: must not be given: only a web server that scales has one',
  ],
  [
    'nobody who listens',
    environment({ loadBalancer: { http: false } }),
    'loadBalancer.http: must not be false without a certificate: nothing would listen; give a certificate',
  ],
  [
    'TLS without a certificate',
    environment({ loadBalancer: { sslPolicy: 'ELBSecurityPolicy-TLS13-1-2-2021-06' } }),
    'loadBalancer.sslPolicy: must not be given without certificate',
  ],
  [
    'logs for three years',
    environment({ logs: { retention: 1096 } }),
    'logs.retention: must be one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1827, 3653 days, got 1096',
  ],
  [
    'updates at an hour that is none',
    environment({ updates: BeanstalkUpdates.weekly({ start: 'Sunday 3am' }) }),
    "updates.start: must be of the form Sun:03:00, in UTC, got 'Sunday 3am'",
  ],
  [
    'updates of major versions',
    environment({ updates: BeanstalkUpdates.weekly({ level: untyped('major') }) }),
    "updates.level: must be one of patch, minor, got 'major'; use BeanstalkUpdateLevel",
  ],
  ['variables in a list', environment({ variables: [] }), 'variables: must be an object with variables by name'],
  [
    'a variable that is a text',
    environment({ variables: { KEY: 'hush' } }),
    'variables.KEY: must be a BeanstalkVariable; use BeanstalkVariable.plain, .parameter or .secret',
  ],
  [
    'a variable with a space in its name',
    environment({ variables: { 'A B': BeanstalkVariable.plain('a') } }),
    "variables.A B: must be 1 to 128 characters of letters, digits and _ . : / + \\ - @, got 'A B'",
  ],
  [
    'variables that are too long together',
    environment({ variables: { A: BeanstalkVariable.plain('a'.repeat(4095)) } }),
    'variables: must be 0 to 4096 bytes of plain names and values, got 4097',
  ],
  [
    'a secret as plain value',
    environment((stack) => ({
      variables: { KEY: BeanstalkVariable.plain(new Secret(stack, 'Secret').secretValue.unsafeUnwrap()) },
    })),
    'variables.KEY: holds a secret, which everybody could read; use BeanstalkVariable.secret or .parameter',
  ],
  [
    'an access key as plain value',
    environment({ variables: { KEY: BeanstalkVariable.plain('AKIAIOSFODNN7EXAMPLE') } }),
    'variables.KEY: looks like an AWS access key; put it in Secrets Manager and use BeanstalkVariable.secret',
  ],
  [
    'a field with a colon',
    environment((stack) => ({
      variables: { KEY: BeanstalkVariable.secret(new Secret(stack, 'Secret'), { field: 'a:b' }) },
    })),
    "variables.KEY.field: must be the name of a field, without a colon, got 'a:b'",
  ],
  [
    'an instance profile as role',
    environment((stack) => ({ role: untyped(new InstanceProfile(stack, 'Profile')) })),
    'role: must be a role, got the InstanceProfile Test/Profile',
  ],
  [
    'a bucket as service role',
    environment((stack) => ({ serviceRole: untyped(new Bucket(stack, 'B')) })),
    'serviceRole: must be a role, got the Bucket Test/B',
  ],
  [
    'a raw option against a prop',
    options(raw('aws:elasticbeanstalk:command', 'DeploymentPolicy', 'AllAtOnce')),
    "optionSettings[0]: must not say something else than rollout, got 'aws:elasticbeanstalk:command DeploymentPolicy'; use rollout",
  ],
  [
    'a raw instance profile',
    options(raw(launch, 'IamInstanceProfile', 'aws-elasticbeanstalk-ec2-role')),
    `optionSettings[0]: must not say something else than role, got '${launch} IamInstanceProfile'; use role`,
  ],
  [
    'two raw options against each other',
    options(raw('aws:autoscaling:trigger', 'Unit', 'Percent'), raw('aws:autoscaling:trigger', 'Unit', 'Bytes')),
    "optionSettings[1]: must not say something else than optionSettings[0], got 'aws:autoscaling:trigger Unit'; leave one of them out",
  ],
  [
    'a raw variable',
    options(raw('aws:elasticbeanstalk:application:environment', 'KEY', 'hush')),
    "optionSettings[0].optionNamespace: must be another: variables have a prop of their own, got 'aws:elasticbeanstalk:application:environment'; use variables",
  ],
  [
    'a database that goes with the environment',
    options(raw('aws:rds:dbinstance', 'HasCoupledDatabase', 'true')),
    "optionSettings[0].optionNamespace: must be another: a database of the environment would be deleted with it, got 'aws:rds:dbinstance'; make it apart, and tell the environment its address by variables",
  ],
  [
    'a raw option without a namespace',
    options({ optionName: 'Unit', value: 'a' }),
    'optionSettings[0].optionNamespace: must be a literal that begins with aws:, got nothing',
  ],
  [
    'a raw value that is a number',
    options(raw('aws:autoscaling:asg', 'Cooldown', 300)),
    'optionSettings[0].value: must be a string, got 300',
  ],
];

test.each(ROWS.map(([what, make, says]) => ({ what, make, says: `Production (BeanstalkEnvironment) ${says}` })))(
  '$what is reported in the prop of the environment',
  expectReport,
);

const APPLICATION: [what: string, props: Record<string, unknown>, says: string][] = [
  [
    'a name with a slash',
    { applicationName: 'a/b' },
    "applicationName: must be 1 to 100 characters of any character but / * ? $ and control characters, got 'a/b'",
  ],
  ['a long description', { description: 'a'.repeat(201) }, 'description: must be 0 to 200 characters, got 201'],
  [
    'a number as versions',
    { versions: 20 },
    'versions: must be a BeanstalkVersions, got 20; use the functions of BeanstalkVersions',
  ],
  ['no versions', { versions: BeanstalkVersions.newest(0) }, 'versions.count: must be 1 to 1000 versions, got 0'],
  [
    'versions of half a day',
    { versions: BeanstalkVersions.youngerThan(Duration.hours(12)) },
    "versions.age: must be whole days, got '12 hours'",
  ],
  ['a text as role', { serviceRole: 'role' }, "serviceRole: must be a role, got 'role'"],
];

test.each(
  APPLICATION.map(([what, props, says]) => ({
    what,
    make: (stack: Stack) => new BeanstalkApplication(stack, 'Shop', untyped(props)),
    says: `Shop (BeanstalkApplication) ${says}`,
  })),
)('$what is reported in the prop of the application', expectReport);

describe('a target', () => {
  const says = (make: (stack: Stack) => unknown): string[] => {
    const stack = newStack();
    make(stack);
    return errorsOf(stack);
  };
  const releasing = (...environments: unknown[]): ((stack: Stack) => unknown) => {
    const targets = environments.map((given, index) =>
      DeployTarget.beanstalk(given as IBeanstalkEnvironment, { targetName: `T${index}` }),
    );
    return (stack) => newPipeline(stack, { stages: [{ stageName: 'Live', targets }] });
  };

  test('of nothing, or of something else, is reported', () => {
    expect(says(releasing(undefined))).toEqual([
      'T0 (DeployTarget.beanstalk) environment: must be a BeanstalkEnvironment, got nothing',
    ]);
    const role = (stack: Stack): Role => new Role(stack, 'R', { assumedBy: new ServicePrincipal('ec2.amazonaws.com') });
    expect(says((stack) => releasing(role(stack))(stack))).toEqual([
      'T0 (DeployTarget.beanstalk) environment: must be a BeanstalkEnvironment, got the Role Test/R',
    ]);
  });

  test('is released to once in a stage', () => {
    expect(
      says((stack) => {
        const live = newEnvironment(stack, 'Live', { environmentName: 'shop-live' });
        releasing(live, live)(stack);
      }),
    ).toEqual(["T1 (DeployTarget.beanstalk) environment: must be released to once in a stage, got 'shop-live'"]);
  });

  test('that is known by its names needs them', () => {
    expect(
      says((stack) =>
        BeanstalkEnvironment.fromBeanstalkEnvironmentAttributes(stack, 'E', untyped({ environmentName: 'x' })),
      ),
    ).toEqual([
      'E (BeanstalkEnvironment.fromBeanstalkEnvironmentAttributes) applicationName: must be given, got nothing',
      "E (BeanstalkEnvironment.fromBeanstalkEnvironmentAttributes) environmentName: must be 4 to 40 characters of letters, digits and -, no - at either end, got 'x'",
    ]);
  });
});

test('values that are known at deployment only pass where nothing is made of them', () => {
  const stack = newStack();
  const later = new CfnParameter(stack, 'Later').valueAsString;
  newEnvironment(stack, 'Production', {
    description: later,
    cnamePrefix: later,
    platform: BeanstalkPlatform.arn(later),
    instances: { instanceTypes: [new InstanceType(later)] },
    updates: BeanstalkUpdates.weekly({ start: later }),
    variables: { A: BeanstalkVariable.plain(later) },
    optionSettings: [{ optionNamespace: 'aws:autoscaling:trigger', optionName: 'Unit', value: later }],
  });
  expect(errorsOf(stack)).toEqual([]);
});

test('numbers that are known at deployment only are refused with that reason, and break no other check', () => {
  const stack = newStack();
  const later = new CfnParameter(stack, 'Later', { type: 'Number' }).valueAsNumber;
  newEnvironment(stack, 'Production', {
    capacity: BeanstalkCapacity.scaling({ minimum: 1, maximum: later }),
    rollout: BeanstalkRollout.rolling({ instances: 2 }),
    instances: { spot: { onDemandBase: 1 } },
  });
  expect(errorsOf(stack)).toEqual([
    'Production (BeanstalkEnvironment) capacity.maximum: must be known at synthesis, got a value known at deployment only; give a literal',
  ]);
});

test('what is wrong in two environments is said at once', () => {
  const stack = newStack();
  for (const id of ['Staging', 'Production'])
    newEnvironment(stack, id, { environmentName: '-', description: untyped(5) });
  expect(errorsOf(stack)).toHaveLength(4);
  expect(Stack.of(stack)).toBe(stack);
});
