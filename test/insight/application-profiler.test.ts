import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { AutoScalingGroup } from 'aws-cdk-lib/aws-autoscaling';
import { InstanceType, MachineImage, Vpc } from 'aws-cdk-lib/aws-ec2';
import { ContainerImage, FargateTaskDefinition } from 'aws-cdk-lib/aws-ecs';
import { ArnPrincipal, Role, ServicePrincipal, User } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Code, Function, LayerVersion, Runtime, RuntimeFamily } from 'aws-cdk-lib/aws-lambda';
import type { FunctionProps } from 'aws-cdk-lib/aws-lambda';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { AgentStart, ApplicationProfiler, ProfilerLanguage, ProfilerPlatform } from '../../lib';
import type { ApplicationProfilerProps } from '../../lib';
import { AGENT_LAYERS } from '../../lib/insight/agent-layer';
import { allowedActionsOf, lockedStacks, newStack, onlyResource, resourcesOf, statementsOf } from '../support/fixtures';

const PYTHON_3_9 = new Runtime('python3.9', RuntimeFamily.PYTHON);
const FIXED = { env: { account: '111111111111', region: 'eu-west-1' } };
const GROUP = 'AWS::CodeGuruProfiler::ProfilingGroup';
const FUNCTION = 'AWS::Lambda::Function';
const LOCATION = {
  AWS_CODEGURU_PROFILER_GROUP_NAME: 'orders',
  AWS_CODEGURU_PROFILER_TARGET_REGION: 'eu-west-1',
  AWS_CODEGURU_PROFILER_ENABLED: 'TRUE',
};
const onServers = { platform: ProfilerPlatform.DEFAULT };

function functionOf(scope: Construct, runtime: Runtime, props: Partial<FunctionProps> = {}): Function {
  const code = Code.fromBucket(Bucket.fromBucketName(scope, 'Code', 'code'), 'orders.zip');
  return new Function(scope, 'Orders', { runtime, handler: 'orders.handle', code, ...props });
}

function profilerIn(scope: Construct, props: ApplicationProfilerProps = {}): ApplicationProfiler {
  return new ApplicationProfiler(scope, 'Profiler', { profilingGroupName: 'orders', ...props });
}

/** What a function becomes that is profiled. */
function profiled(
  runtime: Runtime,
  options?: Parameters<ApplicationProfiler['profile']>[1],
  props?: ApplicationProfilerProps,
  functionProps?: Partial<FunctionProps>,
): { variables: unknown; layers: unknown; template: Template } {
  const stack = newStack(FIXED);
  profilerIn(stack, props).profile(functionOf(stack, runtime, functionProps), options);
  const template = Template.fromStack(stack);
  const { Environment, Layers } = onlyResource(template, FUNCTION).Properties;
  return { variables: (Environment as { Variables: unknown } | undefined)?.Variables, layers: Layers, template };
}

describe('a profiling group', () => {
  test('is for functions and goes with its stack, without a policy, topics or a switch where nobody asks for them', () => {
    const stack = newStack();
    const profiler = new ApplicationProfiler(stack, 'Profiler');
    const template = Template.fromStack(stack);
    expect(Object.values(resourcesOf(template, GROUP))).toEqual([
      {
        Type: GROUP,
        DeletionPolicy: 'Delete',
        UpdateReplacePolicy: 'Delete',
        Properties: { ProfilingGroupName: 'Test-Profiler', ComputePlatform: 'AWSLambda' },
      },
    ]);
    expect(profiler.profilingGroupName).toBe('Test-Profiler');
    expect(profiler.environment.AWS_CODEGURU_PROFILER_GROUP_NAME).toBe('Test-Profiler');
    expect(profiler.profilingGroup?.node.path).toBe('Test/Profiler/Group');
    expect(Object.keys(template.toJSON().Resources as object)).toHaveLength(1);
  });

  test('can be for servers, kept, and let roles, users and other accounts report by its own policy', () => {
    const stack = newStack(FIXED);
    const agents = [
      new Role(stack, 'Role', { assumedBy: new ServicePrincipal('ec2.amazonaws.com') }),
      new User(stack, 'User'),
      new ArnPrincipal('arn:aws:iam::222222222222:role/servers/OnPremises'),
    ];
    profilerIn(stack, { ...onServers, agents, removalPolicy: RemovalPolicy.RETAIN });
    const [group] = Object.values(resourcesOf(Template.fromStack(stack), GROUP));
    expect(group).toMatchObject({ DeletionPolicy: 'Retain', Properties: { ComputePlatform: 'Default' } });
    expect(group.Properties.AgentPermissions).toEqual({
      principals: [
        { 'Fn::GetAtt': [expect.stringMatching(/^Role/), 'Arn'] },
        { 'Fn::GetAtt': [expect.stringMatching(/^User/), 'Arn'] },
        'arn:aws:iam::222222222222:role/servers/OnPremises',
      ],
    });
  });

  test('tells topics of anomalies, also of another stack, and a topic with a key of its own is warned of', () => {
    const app = new App();
    const ground = new Stack(app, 'Ground', FIXED);
    const stack = new Stack(app, 'Test', FIXED);
    const plain = new Topic(ground, 'Plain');
    const secret = new Topic(stack, 'Secret', { masterKey: new Key(stack, 'Key') });
    profilerIn(stack, { notify: [plain, secret] });
    expect(lockedStacks(app)).toEqual([]);
    const { Properties } = onlyResource(Template.fromStack(stack), GROUP);
    expect(Properties.AnomalyDetectionNotificationConfiguration).toEqual([
      { channelUri: { 'Fn::GetStackOutput': expect.anything() as unknown } },
      { channelUri: { Ref: expect.stringMatching(/^Secret/) as unknown } },
    ]);
    const warnings = Annotations.fromStack(stack).findWarning(
      '/Test/Profiler',
      Match.stringLikeRegexp('service-linked'),
    );
    expect(warnings).toHaveLength(1);
  });

  test.each([true, false])(
    'has a switch that a function of the library sets to %s, after the group',
    (profilingEnabled) => {
      const stack = newStack(FIXED);
      profilerIn(stack, { profilingEnabled });
      const template = Template.fromStack(stack);
      const [custom] = Object.values(resourcesOf(template, 'Custom::ProfilingGroupSwitch'));
      expect(custom.Properties).toMatchObject({
        profilingGroupName: 'orders',
        profilingEnabled: String(profilingEnabled),
        ServiceTimeout: '600',
      });
      expect(custom.DependsOn).toEqual([
        expect.stringMatching(/^CdkDeliveryprofilinggroupRoleDefaultPolicy/),
        expect.stringMatching(/^ProfilerGroup/),
      ]);
      expect(allowedActionsOf(template, 'CdkDeliveryprofilinggroupRole')).toContain(
        'codeguru-profiler:UpdateProfilingGroup',
      );
    },
  );

  test('and others in such a region are warned of once a stack', () => {
    const stack = newStack({ env: { region: 'eu-south-2' } });
    for (const id of ['First', 'Second']) new ApplicationProfiler(stack, id);
    const warnings = Annotations.fromStack(stack).findWarning(
      '*',
      Match.stringLikeRegexp('not known to be in eu-south-2'),
    );
    expect(warnings.map(({ id }) => id)).toEqual(['/Test']);
  });

  test('in a region that the page of AWS does not name is warned of', () => {
    const stack = newStack({ env: { region: 'eu-south-2' } });
    profilerIn(stack);
    expect(Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('eu-south-2'))).toHaveLength(1);
  });

  test('lets somebody post profiles when asked, once, and nothing else', () => {
    const stack = newStack(FIXED);
    const profiler = profilerIn(stack);
    const role = new Role(stack, 'Batch', { assumedBy: new ServicePrincipal('ecs-tasks.amazonaws.com') });
    expect(profiler.grantPublish(role)).toBe(profiler.grantPublish(role));
    expect(statementsOf(Template.fromStack(stack), 'Batch')).toEqual([
      {
        Effect: 'Allow',
        Action: ['codeguru-profiler:ConfigureAgent', 'codeguru-profiler:PostAgentProfile'],
        Resource: {
          'Fn::Join': [
            '',
            ['arn:', { Ref: 'AWS::Partition' }, ':codeguru-profiler:eu-west-1:111111111111:profilingGroup/orders'],
          ],
        },
      },
    ]);
  });
});

describe('off', () => {
  const off = { enabled: false, profilingEnabled: true, agentSettings: { maxStackDepth: 200 } };

  test('leaves the template as it is without a profiler', () => {
    const [without, withOne] = [false, true].map((has) => {
      const stack = newStack(FIXED);
      const called = functionOf(stack, Runtime.JAVA_17);
      const task = new FargateTaskDefinition(stack, 'Task');
      task.addContainer('app', { image: ContainerImage.fromRegistry('orders') });
      if (has) {
        const profiler = profilerIn(stack, off);
        profiler.profile(called);
        profiler.profileContainer(task, { language: ProfilerLanguage.PYTHON, start: AgentStart.CODE });
        expect(profiler.grantPublish(task.taskRole).success).toBe(false);
        expect(profiler.profilingGroup).toBeUndefined();
        expect(profiler.environment).toEqual({});
      }
      return Template.fromStack(stack).toJSON();
    });
    expect(withOne).toEqual(without);
  });

  test('works where there is no CodeGuru Profiler', () => {
    const stack = newStack({ env: { region: 'cn-north-1' } });
    profilerIn(stack, off);
    expect(Template.fromStack(stack).toJSON()).not.toHaveProperty('Resources');
  });
});

describe('a profiled function', () => {
  test.each(AGENT_LAYERS.flatMap(({ layer, runtimes, url }) => runtimes.map((name) => [name, layer, url] as const)))(
    'with %s has the layer %s',
    (name, layer) => {
      const runtime = Runtime.ALL.find((known) => known.name === name);
      expect(runtime).toBeDefined();
      expect(profiled(runtime ?? Runtime.JAVA_17).layers).toEqual([
        { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:lambda:eu-west-1:157417159150:layer:${layer}`]] },
      ]);
    },
  );

  test('in Java has an agent that its virtual machine loads, and may post profiles', () => {
    const { variables, template } = profiled(Runtime.JAVA_17, { heapSummary: true });
    expect(variables).toEqual({
      ...LOCATION,
      AWS_CODEGURU_PROFILER_HEAP_SUMMARY_ENABLED: 'true',
      JAVA_TOOL_OPTIONS: '-javaagent:/opt/codeguru-profiler-java-agent-standalone.jar',
    });
    expect(allowedActionsOf(template, 'OrdersServiceRole')).toEqual([
      'codeguru-profiler:ConfigureAgent',
      'codeguru-profiler:PostAgentProfile',
    ]);
  });

  test('in Java keeps options that it has', () => {
    const environment = { JAVA_TOOL_OPTIONS: '-XX:+UseSerialGC' };
    expect(profiled(Runtime.JAVA_11, {}, {}, { environment }).variables).toMatchObject({
      JAVA_TOOL_OPTIONS: '-XX:+UseSerialGC -javaagent:/opt/codeguru-profiler-java-agent-standalone.jar',
    });
  });

  test('in Python has a wrapper, and intervals as variables', () => {
    const agentSettings = { samplingInterval: Duration.millis(250), reportingInterval: Duration.minutes(1) };
    expect(profiled(PYTHON_3_9, {}, { agentSettings }).variables).toEqual({
      ...LOCATION,
      AWS_CODEGURU_PROFILER_SAMPLING_INTERVAL_MS: '250',
      AWS_CODEGURU_PROFILER_REPORTING_INTERVAL_MS: '60000',
      AWS_LAMBDA_EXEC_WRAPPER: '/opt/codeguru_profiler_lambda_exec',
    });
  });

  test('with a newer runtime has the layer that the user gives, also one of another stack', () => {
    const app = new App();
    const ground = new Stack(app, 'Ground', FIXED);
    const stack = new Stack(app, 'Test', FIXED);
    const layer = new LayerVersion(ground, 'Agent', {
      code: Code.fromBucket(Bucket.fromBucketName(ground, 'Code', 'code'), 'k'),
    });
    profilerIn(stack).profile(functionOf(stack, Runtime.PYTHON_3_13), { layer });
    expect(onlyResource(Template.fromStack(stack), FUNCTION).Properties.Layers).toEqual([
      { 'Fn::GetStackOutput': expect.anything() as unknown },
    ]);
    expect(lockedStacks(app)).toEqual([]);
  });

  test('whose code starts the agent has no layer and no wrapper, but the name of a parameter that it may read', () => {
    const { variables, layers, template } = profiled(
      Runtime.PYTHON_3_13,
      { start: AgentStart.CODE },
      { agentSettings: { samplingInterval: Duration.millis(250) } },
    );
    expect(layers).toBeUndefined();
    expect(variables).toEqual({ ...LOCATION, CODEGURU_PROFILER_PARAMETER: '/codeguru-profiler/orders' });
    expect(allowedActionsOf(template, 'OrdersServiceRole')).toContain('ssm:GetParameter');
  });

  test('of another stack gets its right in the stack of the profiler, by a weak reference', () => {
    const app = new App();
    const ground = new Stack(app, 'Ground', FIXED);
    const called = functionOf(ground, Runtime.JAVA_17);
    const stack = new Stack(app, 'Test', FIXED);
    profilerIn(stack).profile(called);
    expect(lockedStacks(app)).toEqual([]);
    expect(Object.keys(resourcesOf(Template.fromStack(stack), 'AWS::IAM::Policy'))).toHaveLength(1);
  });
});

describe('a profiled container', () => {
  const containers = (options: Parameters<ApplicationProfiler['profileContainer']>[1], props = {}): unknown => {
    const stack = newStack(FIXED);
    const task = new FargateTaskDefinition(stack, 'Task');
    const image = ContainerImage.fromRegistry('orders');
    task.addContainer('app', { image, environment: { JAVA_TOOL_OPTIONS: '-Xmx1g' } });
    task.addContainer('sidecar', { image });
    profilerIn(stack, { ...onServers, ...props }).profileContainer(task, options);
    const template = Template.fromStack(stack);
    expect(allowedActionsOf(template, 'TaskTaskRole')).toContain('codeguru-profiler:PostAgentProfile');
    const { ContainerDefinitions } = onlyResource(template, 'AWS::ECS::TaskDefinition').Properties;
    return Object.fromEntries(
      (ContainerDefinitions as { Name: string; Environment?: { Name: string; Value: string }[] }[]).map(
        ({ Name, Environment = [] }) => [Name, Object.fromEntries(Environment.map((each) => [each.Name, each.Value]))],
      ),
    );
  };

  test('is the default one, whose Java loads the agent beside the options that it has', () => {
    expect(containers({ language: ProfilerLanguage.JAVA, agentPath: '/opt/agent.jar' })).toEqual({
      app: { ...LOCATION, JAVA_TOOL_OPTIONS: '-Xmx1g -javaagent:/opt/agent.jar' },
      sidecar: {},
    });
  });

  test('can be another one by its name, in Python', () => {
    const props = { agentSettings: { samplingInterval: Duration.millis(500) } };
    expect(containers({ language: ProfilerLanguage.PYTHON, containerName: 'sidecar' }, props)).toEqual({
      app: { JAVA_TOOL_OPTIONS: '-Xmx1g' },
      sidecar: { ...LOCATION, AWS_CODEGURU_PROFILER_SAMPLING_INTERVAL_MS: '500' },
    });
  });
});

test('servers of a group get the environment for all services, and may post profiles and read the parameter', () => {
  const stack = newStack(FIXED);
  const fleet = new AutoScalingGroup(stack, 'Fleet', {
    vpc: Vpc.fromVpcAttributes(stack, 'Vpc', { vpcId: 'vpc-1', availabilityZones: ['a'], privateSubnetIds: ['s'] }),
    instanceType: new InstanceType('t3.micro'),
    machineImage: MachineImage.latestAmazonLinux2023(),
  });
  profilerIn(stack, onServers).profileFleet(fleet, { language: ProfilerLanguage.PYTHON, start: AgentStart.CODE });
  const root = mkdtempSync(join(tmpdir(), 'cdk-delivery-'));
  const script = fleet.userData
    .render()
    .replaceAll('/etc/', `${root}/`)
    .replace('systemctl daemon-reexec', 'echo again');
  const { stdout } = spawnSync('bash', ['-c', script], { encoding: 'utf8' });
  expect(stdout).toBe('again\n');
  expect(readFileSync(join(root, 'systemd/system.conf.d/codeguru-profiler.conf'), 'utf8')).toBe(
    '[Manager]\nDefaultEnvironment="AWS_CODEGURU_PROFILER_GROUP_NAME=orders" "AWS_CODEGURU_PROFILER_TARGET_REGION=eu-west-1" ' +
      '"AWS_CODEGURU_PROFILER_ENABLED=TRUE" "CODEGURU_PROFILER_PARAMETER=/codeguru-profiler/orders"\n',
  );
  rmSync(root, { recursive: true });
  expect(allowedActionsOf(Template.fromStack(stack), 'FleetInstanceRole')).toEqual([
    'codeguru-profiler:ConfigureAgent',
    'codeguru-profiler:PostAgentProfile',
    'ssm:GetParameter',
  ]);
});

describe('the parameter', () => {
  const settings = {
    samplingInterval: Duration.millis(250),
    reportingInterval: Duration.minutes(2),
    minimumTimeForReporting: Duration.seconds(45),
    maxStackDepth: 200,
    memoryUsageLimitPercent: 5,
  };
  const text = String(
    onlyResource(
      profiled(Runtime.PYTHON_3_13, { start: AgentStart.CODE }, { agentSettings: settings }).template,
      'AWS::SSM::Parameter',
    ).Properties.Value,
  );
  const folder = mkdtempSync(join(tmpdir(), 'cdk-delivery-'));
  const snippets = join(__dirname, '../../examples/profiled-lambda/agent');
  const env = { ...process.env, CODEGURU_PROFILER_PARAMETER: '/codeguru-profiler/orders', PARAMETER_TEXT: text };

  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  /** Stands in for a library that the snippet needs. */
  function write(path: string, ...lines: string[]): string {
    const file = join(folder, path);
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, lines.join('\n'));
    return file;
  }

  test('names the group, its region and every setting in the unit of the service, a line each', () => {
    expect(text.split('\n')).toEqual([
      'ProfilingGroupName=orders',
      'Region=eu-west-1',
      'SamplingIntervalInMilliseconds=250',
      'ReportingIntervalInMilliseconds=120000',
      'MinimumTimeForReportingInMilliseconds=45000',
      'MaxStackDepth=200',
      'MemoryUsageLimitPercent=5',
    ]);
  });

  test('is read by the snippet for Python, whose agent gets all of it', () => {
    write(
      'boto3.py',
      'import os',
      'class client:',
      '    def __init__(self, service): assert service == "ssm"',
      '    def get_parameter(self, Name):',
      '        assert Name == "/codeguru-profiler/orders"',
      '        return {"Parameter": {"Value": os.environ["PARAMETER_TEXT"]}}',
    );
    write(
      'codeguru_profiler_agent.py',
      'def with_lambda_profiler(profiling_group_name, region_name, environment_override):',
      '    print(profiling_group_name, region_name)',
      '    for name, value in sorted(environment_override.items()): print(name, value)',
      '    return lambda function: function',
    );
    const script = 'import profiled; assert profiled.handler({}, None)["statusCode"] == 200';
    const { stdout, stderr } = spawnSync('python3', ['-B', '-c', script], {
      encoding: 'utf8',
      env: { ...env, PYTHONPATH: `${folder}:${snippets}` },
    });
    expect(stderr).toBe('');
    expect(stdout.trim().split('\n')).toEqual([
      'orders eu-west-1',
      'cpu_limit_percentage 5',
      'max_stack_depth 200',
      'minimum_time_reporting 0:00:45',
      'reporting_interval 0:02:00',
      'sampling_interval 0:00:00.250000',
    ]);
  });

  // Continuous integration may have no compiler of Java.
  const hasJava = spawnSync('javac', ['-version']).status === 0;
  (hasJava ? test : test.skip)('is read by the snippet for Java, whose agent gets the group and the region', () => {
    const stubs = [
      write(
        'software/amazon/awssdk/regions/Region.java',
        'package software.amazon.awssdk.regions;',
        'public record Region(String id) { public static Region of(String id) { return new Region(id); } }',
      ),
      write(
        'software/amazon/awssdk/services/ssm/SsmClient.java',
        'package software.amazon.awssdk.services.ssm;',
        'import java.util.function.Consumer;',
        'public class SsmClient implements AutoCloseable {',
        '  public static class Request { String name; public Request name(String name) { this.name = name; return this; } }',
        '  public record Parameter(String value) {}',
        '  public record Response(Parameter parameter) {}',
        '  public static SsmClient create() { return new SsmClient(); }',
        '  public Response getParameter(Consumer<Request> ask) {',
        '    Request request = new Request(); ask.accept(request);',
        '    if (!request.name.equals("/codeguru-profiler/orders")) throw new IllegalArgumentException(request.name);',
        '    return new Response(new Parameter(System.getenv("PARAMETER_TEXT")));',
        '  }',
        '  @Override public void close() {}',
        '}',
      ),
      write(
        'software/amazon/codeguruprofilerjavaagent/Profiler.java',
        'package software.amazon.codeguruprofilerjavaagent;',
        'import software.amazon.awssdk.regions.Region;',
        'public class Profiler {',
        '  private String said = "";',
        '  public static Profiler builder() { return new Profiler(); }',
        '  public Profiler profilingGroupName(String name) { said += name; return this; }',
        '  public Profiler awsRegionToReportTo(Region region) { said += " " + region.id(); return this; }',
        '  public Profiler withHeapSummary(boolean has) { said += " " + has; return this; }',
        '  public Profiler build() { return this; }',
        '  public void start() { System.out.println(said); }',
        '}',
      ),
    ];
    const source = join(snippets, 'ProfiledApplication.java');
    const compiled = spawnSync('javac', ['-d', folder, source, ...stubs], { encoding: 'utf8' });
    expect({ status: compiled.status, stderr: compiled.stderr }).toMatchObject({ status: 0 });
    const heap = { AWS_CODEGURU_PROFILER_HEAP_SUMMARY_ENABLED: 'true' };
    const { stdout } = spawnSync('java', ['-cp', folder, 'ProfiledApplication'], {
      encoding: 'utf8',
      env: { ...env, ...heap },
    });
    expect(stdout).toBe('orders eu-west-1 true\n');
  });
});
