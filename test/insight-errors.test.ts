import { Duration, Lazy } from 'aws-cdk-lib';
import type { Stack } from 'aws-cdk-lib';
import { AutoScalingGroup } from 'aws-cdk-lib/aws-autoscaling';
import { InstanceType, LaunchTemplate, MachineImage, Vpc, WindowsVersion } from 'aws-cdk-lib/aws-ec2';
import type { IMachineImage } from 'aws-cdk-lib/aws-ec2';
import { ContainerImage, FargateTaskDefinition } from 'aws-cdk-lib/aws-ecs';
import { ArnPrincipal, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, Function, LayerVersion, Runtime, RuntimeFamily } from 'aws-cdk-lib/aws-lambda';
import type { FunctionProps } from 'aws-cdk-lib/aws-lambda';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { AgentStart, ApplicationProfiler, ProfilerLanguage, ProfilerPlatform } from '../lib';
import { errorsOf, newStack } from './support/fixtures';
import { expectReport, untyped } from './support/mistakes';
import type { Mistake } from './support/mistakes';
import { each, expectCollected } from './support/wrong-javascript';
import type { Give } from './support/wrong-javascript';

const PYTHON_3_9 = new Runtime('python3.9', RuntimeFamily.PYTHON);
const TOKEN = Lazy.string({ produce: () => 'x' });
const said = (rule: string): string => `Profiler (ApplicationProfiler) ${rule}`;

function profilerIn(stack: Stack, props: unknown): ApplicationProfiler {
  return new ApplicationProfiler(stack, 'Profiler', untyped(props));
}

const make =
  (props: unknown): Mistake['make'] =>
  (stack) =>
    profilerIn(stack, props);

/** Profiles a function of the app, with props of each of the three. */
const profile =
  (functionProps: object, options: unknown = {}, props: object = {}): Mistake['make'] =>
  (stack) => {
    profilerIn(stack, props).profile(functionIn(stack, functionProps), untyped(options));
  };

function functionIn(stack: Stack, props: Partial<FunctionProps> = {}): Function {
  const code = Code.fromBucket(Bucket.fromBucketName(stack, 'Code', 'code'), 'orders.zip');
  return new Function(stack, 'Orders', { runtime: Runtime.JAVA_17, handler: 'orders.handle', code, ...props });
}

const container =
  (options: unknown, props: object = { platform: ProfilerPlatform.DEFAULT }): Mistake['make'] =>
  (stack) => {
    profilerIn(stack, props).profileContainer(taskIn(stack), untyped(options));
  };

function taskIn(stack: Stack): FargateTaskDefinition {
  const task = new FargateTaskDefinition(stack, 'Task');
  task.addContainer('app', { image: ContainerImage.fromRegistry('orders') });
  return task;
}

const fleet =
  (given: (stack: Stack) => AutoScalingGroup): Mistake['make'] =>
  (stack) => {
    const profiler = profilerIn(stack, { platform: ProfilerPlatform.DEFAULT });
    profiler.profileFleet(given(stack), { language: ProfilerLanguage.PYTHON });
  };

function fleetIn(stack: Stack, machineImage: IMachineImage): AutoScalingGroup {
  return new AutoScalingGroup(stack, 'Fleet', {
    vpc: vpcIn(stack),
    instanceType: new InstanceType('t3.micro'),
    machineImage,
  });
}

function vpcIn(stack: Stack): ReturnType<typeof Vpc.fromVpcAttributes> {
  return Vpc.fromVpcAttributes(stack, 'Vpc', { vpcId: 'vpc-1', availabilityZones: ['a'], privateSubnetIds: ['s'] });
}

const layers = (stack: Stack): LayerVersion[] =>
  [1, 2, 3, 4, 5].map((n) =>
    untyped(LayerVersion.fromLayerVersionArn(stack, `L${n}`, `arn:aws:lambda:x:1:layer:l:${n}`)),
  );

const PROFILER_MISTAKES: Mistake[] = [
  {
    what: 'a name with a space',
    make: make({ profilingGroupName: 'my orders' }),
    says: said("profilingGroupName: must be 1 to 255 characters of letters, digits, - and _, got 'my orders'"),
  },
  {
    what: 'a name that is known at deployment only',
    make: make({ profilingGroupName: TOKEN }),
    says: said('profilingGroupName: must be known at synthesis, got a value known at deployment only; give a literal'),
  },
  {
    what: 'a platform that there is none of',
    make: make({ platform: 'EKS' }),
    says: said("platform: must be one of AWSLambda, Default, got 'EKS'; use ProfilerPlatform"),
  },
  {
    what: 'a switch that is a word',
    make: make({ profilingEnabled: 'yes' }),
    says: said("profilingEnabled: must be true or false, got 'yes'"),
  },
  {
    what: 'an off that is a word',
    make: make({ enabled: 'no' }),
    says: said("enabled: must be true or false, got 'no'"),
  },
  {
    what: 'a removal policy that there is none of',
    make: make({ removalPolicy: 'burn' }),
    says: said(
      "removalPolicy: must be one of destroy, retain, snapshot, retain-on-update-or-delete, got 'burn'; use RemovalPolicy",
    ),
  },
  { what: 'agents that are no list', make: make({ agents: 'me' }), says: said("agents: must be a list, got 'me'") },
  {
    what: 'an agent that is a service',
    make: make({ agents: [new ServicePrincipal('ec2.amazonaws.com')] }),
    says: said(
      'agents[0]: must be a role or a user, or an ArnPrincipal of one, without wildcards, got a value of type object',
    ),
  },
  {
    what: 'an agent with a wildcard',
    make: make({ agents: [new ArnPrincipal('arn:aws:iam::111111111111:role/*')] }),
    says: said(
      "agents[0]: must be a role or a user, or an ArnPrincipal of one, without wildcards, got 'arn:aws:iam::111111111111:role/*'",
    ),
  },
  {
    what: 'too many agents',
    make: make({
      agents: Array.from({ length: 51 }, (_, n) => new ArnPrincipal(`arn:aws:iam::111111111111:role/r${n}`)),
    }),
    says: said('agents: must be 1 to 50 agents, got 51'),
  },
  {
    what: 'a topic that is a name',
    make: make({ notify: ['leads'] }),
    says: said("notify[0]: must be a topic, got 'leads'"),
  },
  {
    what: 'too many topics',
    make: (stack) => profilerIn(stack, { notify: ['A', 'B', 'C'].map((id) => new Topic(stack, id)) }),
    says: said('notify: must be 0 to 2 topics, got 3'),
  },
  {
    what: 'settings that are a list',
    make: make({ agentSettings: [] }),
    says: said('agentSettings: must be an object, got a list'),
  },
  {
    what: 'an interval that is a number',
    make: make({ agentSettings: { samplingInterval: 100 } }),
    says: said('agentSettings.samplingInterval: must be a Duration, got 100'),
  },
  {
    what: 'an interval of nothing',
    make: make({ agentSettings: { samplingInterval: Duration.millis(0) } }),
    says: said('agentSettings.samplingInterval: must be 1 to 2147483647 milliseconds, got 0'),
  },
  {
    what: 'an interval that is known at deployment only',
    make: make({ agentSettings: { reportingInterval: Duration.seconds(Lazy.number({ produce: () => 1 })) } }),
    says: said(
      'agentSettings.reportingInterval: must be known at synthesis, got a value of type object; give a literal',
    ),
  },
  {
    what: 'reports more often than the agent allows',
    make: make({ agentSettings: { reportingInterval: Duration.seconds(10) } }),
    says: said(
      'agentSettings.reportingInterval: must be at least minimumTimeForReporting, 30000 milliseconds: the agent would not start, got 10000',
    ),
  },
  {
    what: 'reports more often than the user allows',
    make: make({
      agentSettings: { reportingInterval: Duration.minutes(1), minimumTimeForReporting: Duration.minutes(2) },
    }),
    says: said(
      'agentSettings.reportingInterval: must be at least minimumTimeForReporting, 120000 milliseconds: the agent would not start, got 60000',
    ),
  },
  {
    what: 'a depth of nothing',
    make: make({ agentSettings: { maxStackDepth: 0 } }),
    says: said('agentSettings.maxStackDepth: must be 1 to 2147483647 calls, got 0'),
  },
  {
    what: 'more than everything',
    make: make({ agentSettings: { memoryUsageLimitPercent: 101 } }),
    says: said('agentSettings.memoryUsageLimitPercent: must be 1 to 100 percent, got 101'),
  },
  {
    what: 'a grantee that is a name',
    make: (stack) => profilerIn(stack, {}).grantPublish(untyped('me')),
    says: said("grantee: must be a role, or something that has one, got 'me'"),
  },
];

const PROFILED_MISTAKES: Mistake[] = [
  {
    what: 'a function that is a name',
    make: (stack) => {
      profilerIn(stack, {}).profile(untyped('orders'));
    },
    says: said("profile: must be a function, got 'orders'"),
  },
  {
    what: 'options that are a yes',
    make: profile({}, true),
    says: said('profile: must be an object, got true'),
  },
  {
    what: 'a function on ARM',
    make: profile({ architecture: Architecture.ARM_64 }),
    says: said("profile(Orders): must run on x86_64: CodeGuru Profiler has no agent for functions on ARM, got 'arm64'"),
  },
  {
    what: 'a function of Node.js',
    make: profile({ runtime: Runtime.NODEJS_24_X }),
    says: said(
      "profile(Orders): must have a runtime of Python or Java: there is no other agent, and no layer in an image, got 'nodejs24.x'",
    ),
  },
  {
    what: 'a runtime without a known layer',
    make: profile({ runtime: Runtime.PYTHON_3_13 }),
    says: said(
      'profile(Orders).layer: must be given for python3.13: AWS names no layer with the agent for it; give one, or let code start the agent, by AgentStart.CODE',
    ),
  },
  {
    what: 'a layer that is an ARN',
    make: profile({}, { layer: 'arn:layer' }),
    says: said("profile(Orders).layer: must be a layer, got 'arn:layer'"),
  },
  {
    what: 'one layer too many',
    make: (stack) => {
      profilerIn(stack, {}).profile(functionIn(stack, { layers: layers(stack) }));
    },
    says: said('profile(Orders).layer: must be 0 to 5 layers, got 6'),
  },
  {
    what: 'a start that there is none of',
    make: profile({}, { start: 'magic' }),
    says: said("profile(Orders).start: must be one of environment, code, got 'magic'; use AgentStart"),
  },
  {
    what: 'a wrapper that is there already',
    make: profile({ runtime: PYTHON_3_9, environment: { AWS_LAMBDA_EXEC_WRAPPER: '/opt/otel' } }),
    says: said(
      'profile(Orders): must have no variable AWS_LAMBDA_EXEC_WRAPPER of its own; remove it, or what else profiles the application',
    ),
  },
  {
    what: 'profiling by aws-cdk-lib beside it',
    make: profile({ runtime: Runtime.JAVA_17, profiling: true }),
    says: said(
      'profile(Orders): must have no variable AWS_CODEGURU_PROFILER_ENABLED of its own; remove it, or what else profiles the application',
    ),
  },
  {
    what: 'the heap of Python',
    make: profile({ runtime: PYTHON_3_9 }, { heapSummary: true }),
    says: said('profile(Orders).heapSummary: must not be given: only the agent of Java has it'),
  },
  {
    what: 'a setting for Java',
    make: profile({}, {}, { agentSettings: { samplingInterval: Duration.millis(100) } }),
    says: said(
      'agentSettings.samplingInterval: does not reach Orders: an agent of Java takes it from the service alone; leave it out, or give the application a profiler of its own',
    ),
  },
  {
    what: 'a setting without a variable',
    make: profile({ runtime: PYTHON_3_9 }, {}, { agentSettings: { maxStackDepth: 100 } }),
    says: said(
      'agentSettings.maxStackDepth: does not reach Orders: the agent has no environment variable for it; use AgentStart.CODE, and let the code read the parameter',
    ),
  },
  {
    what: 'a function twice',
    make: (stack) => {
      const [profiler, called] = [profilerIn(stack, {}), functionIn(stack)];
      profiler.profile(called);
      profiler.profile(called);
    },
    says: said('profile(Orders): must not be profiled twice'),
  },
  {
    what: 'a function with a profiler for servers',
    make: profile({}, {}, { platform: ProfilerPlatform.DEFAULT }),
    says: said('profile(Orders): needs a profiler for AWSLambda, got one for Default; set platform'),
  },
  {
    what: 'a container with a profiler for functions',
    make: container({ language: ProfilerLanguage.PYTHON }, {}),
    says: said('profileContainer(Task): needs a profiler for Default, got one for AWSLambda; set platform'),
  },
  {
    what: 'a container without a language',
    make: container(undefined),
    says: said('profileContainer(Task).language: must be given, got nothing'),
  },
  {
    what: 'a container in a language without an agent',
    make: container({ language: 'Rust' }),
    says: said("profileContainer(Task).language: must be one of Python, Java, got 'Rust'; use ProfilerLanguage"),
  },
  {
    what: 'a container that is not there',
    make: container({ language: ProfilerLanguage.PYTHON, containerName: 'web' }),
    says: said(
      "profileContainer(Task).containerName: must be the name of a container that the task definition has by now, got 'web'",
    ),
  },
  {
    what: 'an agent of Java for Python',
    make: container({ language: ProfilerLanguage.PYTHON, agentPath: '/opt/agent.jar' }),
    says: said(
      'profileContainer(Task).agentPath: must not be given: only an agent of Java that the environment starts has it',
    ),
  },
  {
    what: 'an agent of Java that code starts',
    make: container({ language: ProfilerLanguage.JAVA, agentPath: '/opt/agent.jar', start: AgentStart.CODE }),
    says: said(
      'profileContainer(Task).agentPath: must not be given: only an agent of Java that the environment starts has it',
    ),
  },
  {
    what: 'an agent with a space',
    make: container({ language: ProfilerLanguage.JAVA, agentPath: '/opt/my agent.jar' }),
    says: said(
      "profileContainer(Task).agentPath: must be 2 to 1024 characters of letters, digits and . _ / + -, from the root on, got '/opt/my agent.jar'",
    ),
  },
  {
    what: 'servers with Windows',
    make: fleet((stack) =>
      fleetIn(stack, MachineImage.latestWindows(WindowsVersion.WINDOWS_SERVER_2022_ENGLISH_FULL_BASE)),
    ),
    says: said(
      'profileFleet(Fleet): must have servers with Linux, whose services get the environment by systemd; give the servers the environment of the profiler yourself, and grantPublish to their role',
    ),
  },
  {
    what: 'servers of a launch template that was imported',
    make: fleet((stack) => {
      const launchTemplate = LaunchTemplate.fromLaunchTemplateAttributes(stack, 'Template', {
        launchTemplateId: 'lt-1',
      });
      return new AutoScalingGroup(stack, 'Fleet', { vpc: vpcIn(stack), launchTemplate });
    }),
    says: said(
      'profileFleet(Fleet): must be a group that the app makes, with user data that can be added to; give the servers the environment of the profiler yourself, and grantPublish to their role',
    ),
  },
];

test.each(PROFILER_MISTAKES)('a profiler refuses $what', expectReport);
test.each(PROFILED_MISTAKES)('a profiler refuses $what', expectReport);

test.each(['cn-north-1', 'us-gov-west-1'])('a profiler refuses the region %s, which has no such service', (region) => {
  const stack = newStack({ env: { region } });
  profilerIn(stack, {});
  expect(errorsOf(stack)).toEqual([
    said(
      `: must not be in China or GovCloud, where there is no CodeGuru Profiler, got '${region}'; set enabled to false there`,
    ),
  ]);
});

test('a profiler refuses a function that exists already', () => {
  const stack = newStack({ env: { account: '111111111111', region: 'eu-west-1' } });
  const functionArn = 'arn:aws:lambda:eu-west-1:111111111111:function:orders';
  profilerIn(stack, {}).profile(Function.fromFunctionAttributes(stack, 'Orders', { functionArn }));
  expect(errorsOf(stack)).toEqual([
    said('profile(Orders): must be a function that the app makes: nothing can be added to another'),
  ]);
});

const WRONG: [string, Give][] = [
  ['ApplicationProfiler', (stack, value) => profilerIn(stack, value)],
  ...each(
    'ApplicationProfiler',
    [
      'enabled',
      'profilingGroupName',
      'platform',
      'profilingEnabled',
      'agents',
      'notify',
      'agentSettings',
      'removalPolicy',
    ],
    profilerIn,
  ),
  ...each(
    'AgentSettings',
    ['samplingInterval', 'reportingInterval', 'minimumTimeForReporting', 'maxStackDepth', 'memoryUsageLimitPercent'],
    (stack, agentSettings) => profilerIn(stack, { agentSettings }),
  ),
  [
    'profile',
    (stack, value) => {
      profilerIn(stack, {}).profile(untyped(value));
    },
  ],
  ['profile options', (stack, value) => profile({}, value)(stack)],
  ...each('ProfiledFunctionOptions', ['start', 'layer', 'heapSummary'], (stack, options) =>
    profile({}, options)(stack),
  ),
  ['profileContainer options', (stack, value) => container(value)(stack)],
  ...each(
    'ProfiledContainerOptions',
    ['language', 'start', 'agentPath', 'heapSummary', 'containerName'],
    (stack, options) => container({ language: ProfilerLanguage.JAVA, ...options })(stack),
  ),
  [
    'profileFleet',
    (stack, value) => {
      profilerIn(stack, {}).profileFleet(untyped(value), untyped(value));
    },
  ],
  ['grantPublish', (stack, value) => profilerIn(stack, {}).grantPublish(untyped(value))],
];

test.each(WRONG)('plain JavaScript in %s is reported and never thrown', (_, give) => {
  expectCollected(give);
});
