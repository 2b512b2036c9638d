import { Duration, Lazy } from 'aws-cdk-lib';
import type { Stack } from 'aws-cdk-lib';
import { AutoScalingGroup } from 'aws-cdk-lib/aws-autoscaling';
import { Repository } from 'aws-cdk-lib/aws-codecommit';
import { InstanceType, LaunchTemplate, MachineImage, Vpc, WindowsVersion } from 'aws-cdk-lib/aws-ec2';
import type { IMachineImage } from 'aws-cdk-lib/aws-ec2';
import { ContainerImage, FargateTaskDefinition } from 'aws-cdk-lib/aws-ecs';
import { ArnPrincipal, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, Function, LayerVersion, Runtime, RuntimeFamily } from 'aws-cdk-lib/aws-lambda';
import type { FunctionProps } from 'aws-cdk-lib/aws-lambda';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Topic } from 'aws-cdk-lib/aws-sns';
import {
  AgentStart,
  ApplicationProfiler,
  CodeReview,
  ProfilerLanguage,
  ProfilerPlatform,
  ReviewedRepository,
  ReviewerAssociation,
  Verification,
} from '../lib';
import { errorsOf, newStack } from './support/fixtures';
import { expectReport, untyped } from './support/mistakes';
import type { Mistake } from './support/mistakes';
import { verify } from './support/verifications';
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
      "removalPolicy: must be one of destroy, retain, retain-on-update-or-delete, got 'burn'; use RemovalPolicy",
    ),
  },
  { what: 'agents that are no list', make: make({ agents: 'me' }), says: said("agents: must be a list, got 'me'") },
  {
    what: 'an agent that is a service',
    make: make({ agents: [new ServicePrincipal('ec2.amazonaws.com')] }),
    says: said(
      'agents[0]: must be a role or a user, or an ArnPrincipal of one, without wildcards, got a value of class ServicePrincipal',
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
      'agentSettings.reportingInterval: must be known at synthesis, got a value of class Duration; give a literal',
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
    `Profiler (ApplicationProfiler): must not be in China or GovCloud, where there is no CodeGuru Profiler, got '${region}'; set enabled to false there`,
  ]);
});

test('two profilers of one group are reported, and associations of two repositories are not', () => {
  const stack = newStack();
  for (const id of ['First', 'Profiler']) {
    new ApplicationProfiler(stack, id, { profilingGroupName: 'orders' });
    new ReviewerAssociation(stack, `${id}Review`, {
      repository: ReviewedRepository.bitbucket({ ...connection, repositoryName: id }),
      create: true,
    });
    new ApplicationProfiler(stack, `${id}Off`, { profilingGroupName: 'off', enabled: false });
  }
  expect(errorsOf(stack)).toEqual([
    said("profilingGroupName: must be another one: Test/First has it already, got 'orders'"),
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

const ARN = 'arn:aws:codeguru-reviewer:eu-west-1:111111111111:association:0f1e';
const review = (rule: string): string => `Review (Verification.codeReview) ${rule}`;

const reviewing =
  (of: (stack: Stack) => CodeReview): Mistake['make'] =>
  (stack) => {
    verify(stack, () => Verification.codeReview(of(stack)));
  };
const inspector = (options: object): Mistake['make'] =>
  reviewing(() => CodeReview.inspector(untyped({ reviewName: 'Review', ...options })));
const analysis = (options: object): Mistake['make'] =>
  reviewing(() => CodeReview.staticAnalysis(untyped({ reviewName: 'Review', commands: ['scan'], ...options })));
const reviewer = (of: (stack: Stack) => unknown, options: object = { branch: 'main' }): Mistake['make'] =>
  reviewing((stack) => CodeReview.reviewer(untyped(of(stack)), untyped({ reviewName: 'Review', ...options })));
const associate =
  (repository: (stack: Stack) => unknown, props: object = {}): Mistake['make'] =>
  (stack) =>
    new ReviewerAssociation(stack, 'Association', untyped({ repository: repository(stack), ...props }));
const connection = {
  connectionArn: 'arn:aws:codeconnections:eu-west-1:111111111111:connection/1',
  owner: 'acme',
  repositoryName: 'orders',
};
const association = (rule: string): string => `Association (ReviewerAssociation) ${rule}`;

const REVIEW_MISTAKES: Mistake[] = [
  {
    what: 'a review that is a name',
    make: reviewing(() => untyped('Review')),
    says: review("review: must be a CodeReview, got 'Review'; use the functions of CodeReview"),
  },
  {
    what: 'no review',
    make: reviewing(() => untyped(undefined)),
    says: review('review: must be given, got nothing'),
  },
  {
    what: 'a review without a name',
    make: reviewing(() => CodeReview.inspector(untyped({}))),
    says: 'Pipeline (DeliveryPipeline) stages[0].verifications[0].reviewName: must be given, got nothing',
  },
  {
    what: 'a review with a blank in its name',
    make: reviewing(() => CodeReview.staticAnalysis({ reviewName: 'My review', commands: ['scan'] })),
    says: "Pipeline (DeliveryPipeline) stages[0].verifications[0].reviewName: must be 1 to 100 characters of letters, digits and . @ - _, got 'My review'",
  },
  {
    what: 'a review in the place of a verification',
    make: (stack) => {
      verify(stack, () => untyped(CodeReview.inspector({ reviewName: 'Review' })));
    },
    says: 'Pipeline (DeliveryPipeline) stages[0].verifications[0]: must be a verification, got a value of class CodeReview; give Verification.codeReview(review)',
  },
  {
    what: 'a bucket of the app with another name',
    make: associate((stack) => ReviewedRepository.bucket(new Bucket(stack, 'B', { bucketName: 'foo-bar' }), 'orders')),
    says: association("repository.bucket: must have a name that begins with codeguru-reviewer-, got 'foo-bar'"),
  },
  ...(
    [
      [
        'a repository by its name',
        (stack) => ReviewedRepository.codeCommit(Repository.fromRepositoryName(stack, 'R', 'orders')),
        "'orders'",
      ],
      [
        'a repository of the app',
        (stack) => ReviewedRepository.codeCommit(new Repository(stack, 'R', { repositoryName: 'orders' })),
        'a value known at deployment only',
      ],
      ['a repository behind a connection', () => ReviewedRepository.bitbucket(connection), "'orders'"],
    ] as [string, (stack: Stack) => ReviewedRepository, string][]
  ).map(([what, of, got]): Mistake => ({
    what: `two associations of ${what}`,
    make: (stack) => {
      const repository = of(stack);
      for (const id of ['First', 'Association']) new ReviewerAssociation(stack, id, { repository, create: true });
    },
    says: association(`repository: must be another one: Test/First has it already, got ${got}`),
  })),
  {
    what: 'maximums that are a number',
    make: inspector({ maximumFindings: 3 }),
    says: review('maximumFindings: must be an object, got 3'),
  },
  {
    what: 'no maximum',
    make: inspector({ maximumFindings: {} }),
    says: review(
      'maximumFindings: must have at least one of critical, high, medium, low, info; a review without a maximum never fails',
    ),
  },
  {
    what: 'fewer findings than none',
    make: analysis({ maximumFindings: { high: -1 } }),
    says: review('maximumFindings.high: must be 0 to 9007199254740991 findings, got -1'),
  },
  {
    what: 'information from Inspector',
    make: inspector({ maximumFindings: { critical: 0, info: 3 } }),
    says: review('maximumFindings.info: must not be given: Amazon Inspector has no such severity, got 3'),
  },
  {
    what: 'categories of Inspector',
    make: inspector({ maximumByCategory: { security: 0 } }),
    says: review(
      'maximumByCategory: must not be given: Amazon Inspector has no categories; use CodeReview.staticAnalysis',
    ),
  },
  {
    what: 'a category with a blank',
    make: analysis({ maximumByCategory: { 'a b': 0 } }),
    says: review(
      "maximumByCategory['a b']: must be 1 to 100 characters of letters, digits and _ . / : @ -, with _ for a blank, got 'a b'",
    ),
  },
  {
    what: 'half a finding of a category',
    make: analysis({ maximumByCategory: { security: 0.5 } }),
    says: review("maximumByCategory['security']: must be a whole number of 0 to 9007199254740991 findings, got 0.5"),
  },
  {
    what: 'too many categories',
    make: analysis({ maximumByCategory: Object.fromEntries(Array.from({ length: 21 }, (_, n) => [`c${n}`, 0])) }),
    says: review('maximumByCategory: must be 0 to 20 categories, got 21'),
  },
  { what: 'no commands', make: analysis({ commands: [] }), says: review('commands: must have at least 1, got 0') },
  {
    what: 'findings outside of the source',
    make: analysis({ resultsFile: '/tmp/results.sarif' }),
    says: review(
      "resultsFile: must be 1 to 255 characters of letters, digits and _ . @ + - /, below the root, not ending in / or ., got '/tmp/results.sarif'",
    ),
  },
  {
    what: 'an association that is an ARN',
    make: reviewer(() => ARN),
    says: review(`association: must be a ReviewerAssociation, got '${ARN}'`),
  },
  {
    what: 'an association that nobody asked for',
    make: reviewer(
      (stack) =>
        new ReviewerAssociation(stack, 'Association', { repository: ReviewedRepository.bitbucket(connection) }),
    ),
    says: review(
      'association: must be there: it was not asked for, and AWS takes no new ones; use CodeReview.inspector or CodeReview.staticAnalysis',
    ),
  },
  {
    what: 'an association of a bucket',
    make: reviewer((stack) => {
      const bucket = Bucket.fromBucketName(stack, 'Bucket', 'codeguru-reviewer-orders');
      return new ReviewerAssociation(stack, 'Association', {
        repository: ReviewedRepository.bucket(bucket, 'orders'),
        create: true,
      });
    }),
    says: review(
      'association: must be of a repository with branches: archives in a bucket are reviewed outside of pipelines',
    ),
  },
  {
    what: 'no branch',
    make: reviewer((stack) => ReviewerAssociation.fromAssociationArn(stack, 'Association', TOKEN), {}),
    says: review('branch: must be given, got nothing'),
  },
  {
    what: 'an ARN of something else',
    make: (stack) => ReviewerAssociation.fromAssociationArn(stack, 'Association', 'arn:aws:s3:::orders'),
    says: association(
      "associationArn: must be the ARN of an association of CodeGuru Reviewer, got 'arn:aws:s3:::orders'",
    ),
  },
  {
    what: 'a repository that is a name',
    make: associate(() => 'orders'),
    says: association(
      "repository: must be a ReviewedRepository, got 'orders'; use the functions of ReviewedRepository",
    ),
  },
  {
    what: 'no repository',
    make: associate(() => undefined),
    says: association('repository: must be given, got nothing'),
  },
  {
    what: 'a wish that is a word',
    make: associate(() => ReviewedRepository.bitbucket(connection), { create: 'yes' }),
    says: association("create: must be true or false, got 'yes'"),
  },
  {
    what: 'a repository of CodeCommit that is a name',
    make: associate(() => ReviewedRepository.codeCommit(untyped('orders'))),
    says: association("repository.repository: must be a repository, got 'orders'"),
  },
  {
    what: 'a connection that is none',
    make: associate(() => ReviewedRepository.gitHubEnterprise({ ...connection, connectionArn: 'x' })),
    says: association(
      "repository.connectionArn: must be the ARN of a connection, got 'x'; take that of a SourceConnection, or copy it from the console (Developer Tools, Settings, Connections)",
    ),
  },
  {
    what: 'an owner of blanks',
    make: associate(() => ReviewedRepository.bitbucket({ ...connection, owner: ' ' })),
    says: association(
      "repository.owner: must be 1 to 100 characters of any character, without blanks at either end, got ' '",
    ),
  },
  {
    what: 'a repository with a slash',
    make: associate(() => ReviewedRepository.bitbucket({ ...connection, repositoryName: 'acme/orders' })),
    says: association(
      "repository.repositoryName: must be 1 to 100 characters of letters, digits and _ . -, got 'acme/orders'",
    ),
  },
  {
    what: 'a bucket with any name',
    make: associate((stack) => ReviewedRepository.bucket(Bucket.fromBucketName(stack, 'Bucket', 'orders'), 'orders')),
    says: association("repository.bucket: must have a name that begins with codeguru-reviewer-, got 'orders'"),
  },
];

test.each(REVIEW_MISTAKES)('a review refuses $what', expectReport);

const REVIEW_PROPS = ['maximumFindings', 'maximumByCategory', 'commands', 'resultsFile'];

const WRONG: [string, Give][] = [
  ['codeReview', (stack, value) => reviewing(() => untyped(value))(stack)],
  ['CodeReview.inspector', (stack, value) => inspector(untyped(value))(stack)],
  ...each('StaticAnalysisOptions', REVIEW_PROPS, (stack, options) => analysis(options)(stack)),
  ...each('ReviewerReviewOptions', ['branch'], (stack, options) =>
    reviewer((scope) => ReviewerAssociation.fromAssociationArn(scope, 'Association', TOKEN), options)(stack),
  ),
  ['CodeReview.reviewer', (stack, value) => reviewer(() => value)(stack)],
  ['ReviewerAssociation', (stack, value) => new ReviewerAssociation(stack, 'Association', untyped(value))],
  ['associationArn', (stack, value) => ReviewerAssociation.fromAssociationArn(stack, 'Association', untyped(value))],
  ...each('ReviewedConnection', Object.keys(connection), (stack, given) =>
    associate(() => ReviewedRepository.bitbucket({ ...connection, ...given }))(stack),
  ),
  [
    'ReviewedRepository.bitbucket',
    (stack, value) => associate(() => ReviewedRepository.bitbucket(untyped(value)))(stack),
  ],
  [
    'ReviewedRepository.codeCommit',
    (stack, value) => associate(() => ReviewedRepository.codeCommit(untyped(value)))(stack),
  ],
  [
    'ReviewedRepository.bucket',
    (stack, value) => associate(() => ReviewedRepository.bucket(untyped(value), untyped(value)))(stack),
  ],
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
