import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Repository } from 'aws-cdk-lib/aws-ecr';
import {
  CfnTaskDefinition,
  ContainerImage,
  FargateTaskDefinition,
  LogDrivers,
  Secret as EcsSecret,
} from 'aws-cdk-lib/aws-ecs';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Build, DeliveryPipeline, DeployTarget, EcsDeployment, ImageFile, Source } from '../../../lib';
import type { DeliveryPipelineProps, EcsTargetOptions, IEcsDeployment } from '../../../lib';
import {
  newCodeDeployDeployment,
  newCodeDeployService,
  newContainerPipeline,
  newEcsDeployment,
} from '../../support/container-fixtures';
import { ListenerCondition } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { TemplateStatement } from '../../support/fixtures';
import {
  actionsOf,
  errorsOf,
  lockedStacks,
  newSource,
  newStack,
  resourcesOf,
  statementsOf,
} from '../../support/fixtures';

/** The text of a value that references are part of, as `<LogicalId>` or `<Stack>`. */
function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  const [key, inner] = Object.entries(value as Record<string, unknown>)[0] ?? [];
  if (key === 'Fn::Join') return (inner as [string, unknown[]])[1].map(textOf).join('');
  if (key === 'Ref') return `<${String(inner)}>`;
  if (key === 'Fn::GetAtt') return `<${(inner as string[]).join('.')}>`;
  return `<${(inner as { StackName: string }).StackName}>`;
}

/** What the build writes into a file of its artifact. */
function writtenBy(template: Template, name: string): string {
  const [project] = Object.values(resourcesOf(template, 'AWS::CodeBuild::Project'));
  const { BuildSpec } = project.Properties.Source as { BuildSpec: unknown };
  const spec = JSON.parse(textOf(BuildSpec)) as { phases: { build: { commands: string[] } } };
  const command = spec.phases.build.commands.find((line) => line.startsWith(`cat > "release/${name}"`));
  return command?.split('\n').slice(1, -1).join('\n') ?? '';
}

function imported(stack: Stack, codeDeploy: boolean): IEcsDeployment {
  return EcsDeployment.fromEcsDeploymentAttributes(stack, 'Live', {
    clusterName: 'shop',
    serviceName: 'orders',
    taskFamily: 'orders',
    taskRoleArns: ['arn:aws:iam::111122223333:role/task'],
    ...(codeDeploy ? { applicationName: 'orders', deploymentGroupName: 'live' } : {}),
  });
}

function pipelineOf(
  stack: Stack,
  deployment: IEcsDeployment,
  options: EcsTargetOptions,
  props: Partial<DeliveryPipelineProps> = {},
): DeliveryPipeline {
  return new DeliveryPipeline(stack, 'Pipeline', {
    sources: [newSource(stack)],
    stages: [{ stageName: 'Live', targets: [DeployTarget.ecsService(deployment, options)] }],
    ...props,
  });
}

describe('a release by CodeDeploy', () => {
  const app = new App();
  const application = new Stack(app, 'Orders');
  const delivery = new Stack(app, 'Delivery');
  const taskDefinition = new FargateTaskDefinition(application, 'Task', { cpu: 512, memoryLimitMiB: 1024 });
  const secret = new Secret(application, 'Secret');
  taskDefinition.addContainer('app', {
    image: ContainerImage.fromRegistry('nginx'),
    portMappings: [{ containerPort: 8080 }],
    environment: { STAGE: 'production' },
    secrets: { TOKEN: EcsSecret.fromSecretsManager(secret) },
    logging: LogDrivers.awsLogs({ streamPrefix: 'orders' }),
    dockerLabels: { TheTeam: 'orders' },
  });
  taskDefinition.addVolume({
    name: 'files',
    efsVolumeConfiguration: {
      fileSystemId: 'fs-1',
      transitEncryption: 'ENABLED',
      authorizationConfig: { iam: 'ENABLED' },
    },
  });
  const deployment = newCodeDeployDeployment(
    application,
    'Production',
    {},
    { service: newCodeDeployService(application, 'Service', { taskDefinition }) },
  );
  newContainerPipeline(delivery, [deployment]);
  // What is added after the pipeline was made counts as well.
  taskDefinition.addContainer('log', { image: ContainerImage.fromRegistry('fluent'), essential: false });
  const template = Template.fromStack(delivery);

  test('takes both files and the image from the build', () => {
    expect(actionsOf(template)['Production/Production']).toEqual({
      ActionTypeId: { Category: 'Deploy', Owner: 'AWS', Provider: 'CodeDeployToECS', Version: '1' },
      Name: 'Production',
      Namespace: 'Production_Production',
      RunOrder: 1,
      InputArtifacts: [{ Name: 'Image' }],
      Configuration: {
        ApplicationName: 'Orders-Production',
        DeploymentGroupName: 'Orders-Production',
        TaskDefinitionTemplateArtifact: 'Image',
        TaskDefinitionTemplatePath: 'taskdef-Production.json',
        AppSpecTemplateArtifact: 'Image',
        AppSpecTemplatePath: 'appspec-Production.yaml',
        Image1ArtifactName: 'Image',
        Image1ContainerName: 'IMAGE1_NAME',
      },
    });
  });

  test('registers the task definition of the template, as ECS writes it, with a placeholder for the image', () => {
    const written = JSON.parse(writtenBy(template, 'taskdef-Production.json')) as Record<string, unknown>;
    expect(written).toEqual({
      family: taskDefinition.family,
      taskRoleArn: '<Orders>',
      executionRoleArn: '<Orders>',
      networkMode: 'awsvpc',
      requiresCompatibilities: ['FARGATE'],
      cpu: '512',
      memory: '1024',
      volumes: [
        {
          name: 'files',
          efsVolumeConfiguration: {
            fileSystemId: 'fs-1',
            transitEncryption: 'ENABLED',
            authorizationConfig: { iam: 'ENABLED' },
          },
        },
      ],
      containerDefinitions: [
        {
          name: 'app',
          image: '<IMAGE1_NAME>',
          essential: true,
          environment: [{ name: 'STAGE', value: 'production' }],
          secrets: [{ name: 'TOKEN', valueFrom: '<Orders>' }],
          portMappings: [{ containerPort: 8080, protocol: 'tcp' }],
          dockerLabels: { TheTeam: 'orders' },
          logConfiguration: {
            logDriver: 'awslogs',
            options: {
              'awslogs-group': '<Orders>',
              'awslogs-stream-prefix': 'orders',
              'awslogs-region': '<AWS::Region>',
            },
          },
        },
        { name: 'log', image: 'fluent', essential: false },
      ],
    });
  });

  test('moves traffic to the container of the template', () => {
    expect(writtenBy(template, 'appspec-Production.yaml')).toContain('ContainerPort: 8080');
  });

  test('makes no export', () => {
    expect(lockedStacks(app)).toEqual([]);
  });

  test('lets the pipeline pass on the roles of the tasks alone, and tag what it registers', () => {
    const statements = Object.entries(resourcesOf(template, 'AWS::IAM::Policy'))
      .filter(([id]) => id.startsWith('PipelineRoleDefaultPolicy'))
      .flatMap(([, { Properties }]) => (Properties.PolicyDocument as { Statement: TemplateStatement[] }).Statement);
    const passing = statements.filter(({ Action }) => Action === 'iam:PassRole');
    expect(passing.map(({ Condition }) => Condition)).toEqual([
      { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } },
    ]);
    expect(passing.flatMap(({ Resource }) => Resource)).toHaveLength(2);
    const registering = statements.find(({ Action }) => Action === 'ecs:RegisterTaskDefinition');
    expect(textOf(registering?.Resource)).toContain(`:task-definition/${taskDefinition.family}:*`);
    expect(statements.find(({ Action }) => Action === 'ecs:TagResource')?.Condition).toEqual({
      StringEquals: { 'ecs:CreateAction': 'RegisterTaskDefinition' },
    });
  });

  test('lets CodeDeploy read the last good revision for a rollback', () => {
    const attached = Object.values(resourcesOf(template, 'AWS::IAM::Policy')).filter(({ Properties }) =>
      JSON.stringify(Properties.Roles).includes('Orders'),
    );
    expect(JSON.stringify(attached)).toContain('s3:GetObjectVersion');
  });
});

test('several stages are released from one build, each with its files', () => {
  const stack = newStack();
  const rule = (priority: number) => ({
    trafficRule: { priority, conditions: [ListenerCondition.pathPatterns([`/${priority}`])] },
  });
  const staging = newCodeDeployDeployment(stack, 'Staging', {}, rule(1));
  newContainerPipeline(stack, [staging, newCodeDeployDeployment(stack, 'Production', {}, rule(2))]);
  const template = Template.fromStack(stack);
  for (const name of [
    'taskdef-Staging.json',
    'taskdef-Production.json',
    'appspec-Staging.yaml',
    'appspec-Production.yaml',
  ]) {
    expect(writtenBy(template, name)).not.toBe('');
  }
  expect(actionsOf(template)['Staging/Staging'].Configuration.TaskDefinitionTemplatePath).toBe('taskdef-Staging.json');
});

test('without a build, the files come from a source and the image from another', () => {
  const stack = newStack();
  const code = newSource(stack, 'Code');
  const image = Source.ecr(Repository.fromRepositoryName(stack, 'Images', 'orders'), { sourceName: 'Image' });
  pipelineOf(
    stack,
    imported(stack, true),
    { images: [{ artifact: image.artifact, placeholder: 'ORDERS' }] },
    { sources: [code, image] },
  );
  const { Configuration, InputArtifacts } = actionsOf(Template.fromStack(stack))['Live/Live'];
  expect(InputArtifacts).toEqual([{ Name: 'Code' }, { Name: 'Image' }]);
  expect(Configuration).toEqual({
    ApplicationName: 'orders',
    DeploymentGroupName: 'live',
    TaskDefinitionTemplateArtifact: 'Code',
    TaskDefinitionTemplatePath: 'taskdef.json',
    AppSpecTemplateArtifact: 'Code',
    AppSpecTemplatePath: 'appspec.yaml',
    Image1ArtifactName: 'Image',
    Image1ContainerName: 'ORDERS',
  });
});

test('four images come from four artifacts, beside the files', () => {
  const stack = newStack();
  const sources = ['One', 'Two', 'Three', 'Four'].map((name) =>
    Source.ecr(Repository.fromRepositoryName(stack, name, `orders-${name.toLowerCase()}`), { sourceName: name }),
  );
  pipelineOf(
    stack,
    imported(stack, true),
    { images: sources.map(({ artifact }) => ({ artifact })) },
    { sources: [newSource(stack, 'Code'), ...sources] },
  );
  const { Configuration, InputArtifacts } = actionsOf(Template.fromStack(stack))['Live/Live'];
  expect(InputArtifacts).toHaveLength(5);
  expect(Configuration).toMatchObject({ Image4ArtifactName: 'Four', Image4ContainerName: 'IMAGE4_NAME' });
});

test('files of the user take the place of those that are written', () => {
  const stack = newStack();
  const deployment = newCodeDeployDeployment(stack);
  const build = Build.project({ buildName: 'Package' });
  pipelineOf(
    stack,
    deployment,
    { files: build.artifact, taskDefinitionFile: 'deploy/task.json', appSpecFile: 'deploy/spec.yaml' },
    { builds: [build] },
  );
  expect(errorsOf(stack)).toEqual([]);
  expect(actionsOf(Template.fromStack(stack))['Live/Production'].Configuration).toMatchObject({
    TaskDefinitionTemplatePath: 'deploy/task.json',
    AppSpecTemplatePath: 'deploy/spec.yaml',
  });
});

test('a release by ECS takes the images of imagedefinitions.json', () => {
  const app = new App();
  const [application, delivery] = [new Stack(app, 'Orders'), new Stack(app, 'Delivery')];
  newContainerPipeline(delivery, [newEcsDeployment(application)], {}, ImageFile.DEFINITIONS);
  const template = Template.fromStack(delivery);
  expect(actionsOf(template)['Production/Production']).toMatchObject({
    ActionTypeId: { Category: 'Deploy', Provider: 'ECS' },
    InputArtifacts: [{ Name: 'Image' }],
    Configuration: {
      ClusterName: { 'Fn::GetStackOutput': { StackName: 'Orders' } },
      ServiceName: { 'Fn::GetStackOutput': { StackName: 'Orders' } },
      DeploymentTimeout: '60',
    },
  });
  expect(lockedStacks(app)).toEqual([]);
});

test('a service of another team is released by its names', () => {
  const stack = newStack();
  pipelineOf(stack, imported(stack, false), { imageDefinitionsFile: 'images.json', targetName: 'Orders' });
  const template = Template.fromStack(stack);
  expect(actionsOf(template)['Live/Orders'].Configuration).toEqual({
    ClusterName: 'shop',
    ServiceName: 'orders',
    FileName: 'images.json',
    DeploymentTimeout: '60',
  });
  const passing = statementsOf(template, 'PipelineRole').filter(({ Action }) => Action === 'iam:PassRole');
  expect(passing.map(({ Resource }) => Resource)).toEqual(['arn:aws:iam::111122223333:role/task']);
});

test('a deployment in another region than its pipeline is refused with that reason', () => {
  const app = new App();
  const stack = new Stack(app, 'Test', { env: { account: '111122223333', region: 'eu-west-1' } });
  const deployment = EcsDeployment.fromEcsDeploymentAttributes(stack, 'Live', {
    clusterName: 'shop',
    serviceName: 'orders',
    taskFamily: 'orders',
    region: 'us-east-1',
  });
  pipelineOf(stack, deployment, {});
  expect(errorsOf(stack)).toEqual([
    "Pipeline (DeliveryPipeline) stages[0].targets[0]: must be in the region of the stack that uses it, eu-west-1, got 'us-east-1'; use one of that region, or release to the other by a stage with access",
  ]);
});

test('one deployment is released once in a stage', () => {
  const stack = newStack();
  const deployment = newEcsDeployment(stack);
  const target = (targetName: string) => DeployTarget.ecsService(deployment, { targetName });
  pipelineOf(stack, deployment, {}, { stages: [{ stageName: 'Live', targets: [target('A'), target('B')] }] });
  expect(errorsOf(stack)).toContain(
    "B (DeployTarget.ecsService) deployment: must be released once in a stage, got 'Production'",
  );
});

test('overrides of a task definition, which the file does not have, are warned of', () => {
  const stack = newStack();
  const deployment = newCodeDeployDeployment(stack);
  const definition = stack.node.findChild('ProductionServiceTask').node.defaultChild;
  if (!(definition instanceof CfnTaskDefinition)) throw new Error('no task definition');
  definition.addPropertyOverride('PidMode', 'task');
  Template.fromStack(stack);
  expect(deployment.node.metadata.map(({ data }) => String(data)).join()).toContain(
    'cdk-delivery:taskDefinitionOverrides',
  );
});

test('tasks may pull from the repositories that images come from', () => {
  const app = new App();
  const stack = new Stack(app, 'Test');
  const repository = new Repository(new Stack(app, 'Images'), 'Repository', { repositoryName: 'orders' });
  newEcsDeployment(stack, 'Production', { imageRepositories: [repository] });
  expect(statementsOf(Template.fromStack(stack), 'ExecutionRole').map(({ Action }) => Action)).toEqual([
    'ecr:GetAuthorizationToken',
    ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
  ]);
});
