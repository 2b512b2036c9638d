import { App, CfnResource, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { LinuxBuildImage } from 'aws-cdk-lib/aws-codebuild';
import type { IAction } from 'aws-cdk-lib/aws-codepipeline';
import { LambdaInvokeAction } from 'aws-cdk-lib/aws-codepipeline-actions';
import { Repository } from 'aws-cdk-lib/aws-ecr';
import { AccountRootPrincipal, ManagedPolicy, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';
import {
  Build,
  BuildProject,
  BuildVariable,
  DeliveryArtifact,
  DeliveryFoundation,
  DeliveryStack,
  DeployTarget,
  Source,
  SourceRepository,
} from '../lib';
import type { IDeployTarget, ISource } from '../lib';
import { deliveryApp, resourcesOf } from './support/delivery-app';
import {
  newDeployment,
  newFunction,
  newPipeline,
  newSource,
  newStack,
  newTarget,
  onlyResource,
  stagesOf,
} from './support/fixtures';
import { expectAllowed, resolveTemplates, roleOf, rolesOf } from './support/simulation';

const policiesOf = (stack: Stack): string =>
  JSON.stringify(Template.fromStack(stack).findResources('AWS::IAM::Policy'));

describe('a stack that is updated', () => {
  const deliveryText = (repositoryName: string, functionName: string): string => {
    const app = new App();
    const application = new Stack(app, 'Application');
    const target = newFunction(application, 'Function', functionName);
    const delivery = new DeliveryStack(app, 'Delivery', {
      sources: [Source.codeCommit(new SourceRepository(application, 'Repository', { repositoryName }))],
      stages: [
        {
          stageName: 'Live',
          targets: [DeployTarget.lambdaFunction(newDeployment(application, 'Live', { function: target }))],
        },
      ],
    });
    return JSON.stringify(Template.fromStack(delivery).toJSON());
  };

  test('follows a repository that is renamed', () => {
    expect(deliveryText('orders', 'orders')).not.toBe(deliveryText('invoices', 'orders'));
  });

  test('follows a function that is renamed', () => {
    expect(deliveryText('orders', 'orders')).not.toBe(deliveryText('orders', 'invoices'));
  });

  test('keeps alias and first version when memory, rollout or tags of the function change', () => {
    const fixed = (change: boolean): unknown => {
      const stack = newStack();
      const target = newFunction(stack);
      if (change) (target.node.defaultChild as CfnResource).addPropertyOverride('MemorySize', 1024);
      newDeployment(stack, 'Live', { function: target });
      const template = Template.fromStack(stack);
      return [template.findResources('AWS::Lambda::Alias'), template.findResources('AWS::Lambda::Version')];
    };
    expect(fixed(true)).toEqual(fixed(false));
  });
});

describe('a policy', () => {
  const stack = newStack();
  const targets = Array.from({ length: 40 }, (_, index) => newTarget(stack, `AFunctionWithALongName${index}`));
  newPipeline(stack, { stages: [{ stageName: 'Live', targets }] });
  const templates = resolveTemplates([{ stackName: 'Test', template: Template.fromStack(stack).toJSON() }]);
  const handler = roleOf(templates, 'CdkDeliverylambdareleaseRole');

  test('that grows too long for a role goes on in managed policies, few of them', () => {
    const inline = handler.policies.filter(({ document }) => JSON.stringify(document).length > 10240);
    expect(inline).toEqual([]);
    expect(Template.fromStack(stack).findResources('AWS::IAM::ManagedPolicy')).not.toEqual({});
    expect(handler.policies.length).toBeLessThanOrEqual(10);
  });

  test('that is split still allows everything', async () => {
    const functions = templates
      .resourcesOfType('AWS::Lambda::Function')
      .filter(({ logicalId }) => logicalId.startsWith('AFunction'));
    expect(functions).toHaveLength(40);
    await expectAllowed(
      handler,
      functions.map((resource) => ['lambda:UpdateFunctionCode', templates.arnOf(resource)] as const),
    );
  });
});

describe('a user’s own part', () => {
  test('may be a source, with an artifact of its own', () => {
    const stack = newStack();
    const inner = newSource(stack, 'Archive');
    const source: ISource = {
      sourceName: 'Archive',
      artifact: inner.artifact,
      bind: (scope, context) => inner.bind(scope, context),
    };
    newPipeline(stack, { sources: [source] });
    expect(stagesOf(Template.fromStack(stack)).Source).toEqual([['Archive']]);
    expect(DeliveryArtifact.named('Archive', 'source Archive').artifactName).toBe('Archive');
  });

  test('may bring an action with a role, which the pipeline may assume', async () => {
    const stack = newStack();
    const role = new Role(stack, 'Own', { assumedBy: new AccountRootPrincipal() });
    const target: IDeployTarget = {
      targetName: 'Own',
      bind: (scope, { runOrder }) => ({
        actions: [new LambdaInvokeAction({ actionName: 'Own', runOrder, role, lambda: newFunction(scope, 'F') })],
      }),
    };
    newPipeline(stack, { stages: [{ stageName: 'Live', targets: [target] }] });
    const templates = resolveTemplates([{ stackName: 'Test', template: Template.fromStack(stack).toJSON() }]);
    await expectAllowed(roleOf(templates, 'PipelineRole'), [['sts:AssumeRole', roleOf(templates, 'Own').arn]]);
  });

  test('may have several actions in order', () => {
    const stack = newStack();
    const action = (scope: Construct, actionName: string, runOrder: number): IAction =>
      new LambdaInvokeAction({ actionName, runOrder, lambda: newFunction(scope, actionName) });
    const target: IDeployTarget = {
      targetName: 'Two',
      bind: (scope, { runOrder }) => ({
        actions: [action(scope, 'Prepare', runOrder), action(scope, 'Execute', runOrder + 1)],
      }),
    };
    newPipeline(stack, { stages: [{ stageName: 'Live', targets: [target] }] });
    expect(stagesOf(Template.fromStack(stack)).Live).toEqual([['Prepare'], ['Execute']]);
  });
});

describe('a build', () => {
  test('may pull its image from a repository', async () => {
    const stack = newStack();
    const repository = new Repository(stack, 'Images');
    new BuildProject(stack, 'Build', { environment: { buildImage: LinuxBuildImage.fromEcrRepository(repository) } });
    const templates = resolveTemplates([{ stackName: 'Test', template: Template.fromStack(stack).toJSON() }]);
    const arn = templates.arnOf(templates.resourcesOfType('AWS::ECR::Repository')[0]);
    await expectAllowed(roleOf(templates, 'BuildRole'), [
      ['ecr:BatchGetImage', arn],
      ['ecr:GetDownloadUrlForLayer', arn],
      ['ecr:BatchCheckLayerAvailability', arn],
      ['ecr:GetAuthorizationToken', '*'],
    ]);
  });

  test('reads a parameter of the app by its exact ARN', async () => {
    const stack = newStack();
    const parameter = new StringParameter(stack, 'Url', { parameterName: '/orders/url', stringValue: 'x' });
    new BuildProject(stack, 'Build', { variables: { URL: BuildVariable.parameterOf(parameter) } });
    const templates = resolveTemplates([{ stackName: 'Test', template: Template.fromStack(stack).toJSON() }]);
    const arn = 'arn:aws:ssm:eu-west-1:111122223333:parameter/orders/url';
    await expectAllowed(roleOf(templates, 'BuildRole'), [['ssm:GetParameters', arn]]);
  });

  test('that another build takes is not what stages release', () => {
    const stack = newStack();
    const compile = Build.project({ buildName: 'Compile' });
    const wrap = Build.project({ buildName: 'Package', input: compile.artifact });
    newPipeline(stack, { builds: [wrap, compile] });
    const { Stages } = onlyResource(Template.fromStack(stack), 'AWS::CodePipeline::Pipeline').Properties;
    expect(Stages).toMatchObject([
      { Name: 'Source' },
      {
        Name: 'Build',
        Actions: [
          { Name: 'Compile', RunOrder: 1 },
          { Name: 'Package', RunOrder: 2 },
        ],
      },
      { Name: 'Production', Actions: [{ InputArtifacts: [{ Name: 'Package' }] }] },
    ]);
  });
});

describe('a role that is given', () => {
  test('and was imported as immutable gets no policy', () => {
    const stack = newStack();
    const arn = 'arn:aws:iam::111122223333:role/build';
    new BuildProject(stack, 'Build', { role: Role.fromRoleArn(stack, 'Role', arn, { mutable: false }) });
    expect(policiesOf(stack)).toBe('{}');
  });

  test('and is of another stack is referred to weakly, and its policy stays here', () => {
    const app = new App();
    const other = new Stack(app, 'Other');
    const stack = new Stack(app, 'Test');
    const role = new Role(other, 'Role', { assumedBy: new ServicePrincipal('codebuild.amazonaws.com') });
    new BuildProject(stack, 'Build', { role });
    const text = JSON.stringify(Template.fromStack(stack).toJSON());
    expect(text).toContain('Fn::GetStackOutput');
    expect(text).not.toContain('Fn::ImportValue');
    expect(policiesOf(other)).toBe('{}');
    expect(policiesOf(stack)).toContain('logs:PutLogEvents');
  });

  test('with a managed policy of the user’s own keeps it', () => {
    const stack = newStack();
    const role = new Role(stack, 'Role', { assumedBy: new ServicePrincipal('codepipeline.amazonaws.com') });
    role.addManagedPolicy(ManagedPolicy.fromManagedPolicyName(stack, 'Own', 'Own'));
    newPipeline(stack, { roles: { pipeline: role } });
    const templates = resolveTemplates([{ stackName: 'Test', template: Template.fromStack(stack).toJSON() }]);
    expect(rolesOf(templates).find(({ logicalId }) => logicalId.startsWith('Role'))?.outsidePolicyArns).toHaveLength(1);
  });
});

test('a foundation with a key of another stack makes no export anywhere', () => {
  const app = new App();
  const keys = new Stack(app, 'Keys');
  const shared = new Stack(app, 'Shared');
  const foundation = new DeliveryFoundation(shared, 'Foundation', { encryptionKey: new Key(keys, 'Key') });
  new DeliveryStack(app, 'Delivery', {
    foundation,
    sources: [newSource(new Stack(app, 'Code'))],
    builds: [Build.project({ buildName: 'Package' })],
  });
  expect(JSON.stringify(resourcesOf(app))).not.toContain('Fn::ImportValue');
});

test('namespaces of output variables are unique even where names are alike', () => {
  const stack = newStack();
  const [first, second] = [newDeployment(stack, 'First'), newDeployment(stack, 'Second')];
  newPipeline(stack, {
    stages: [
      { stageName: 'X_Y', targets: [DeployTarget.lambdaFunction(first, { targetName: 'Z' })] },
      { stageName: 'X', targets: [DeployTarget.lambdaFunction(second, { targetName: 'Y_Z' })] },
    ],
  });
  const text = JSON.stringify(Template.fromStack(stack).findResources('AWS::CodePipeline::Pipeline'));
  const namespaces = [...text.matchAll(/"Namespace":"([^"]*)"/g)].map(([, namespace]) => namespace);
  expect(new Set(namespaces).size).toBe(namespaces.length);
  for (const namespace of namespaces) expect(namespace).toMatch(/^[A-Za-z0-9@_-]{1,100}$/);
});

test('pipelines whose names begin alike are warned of each other', () => {
  const { app } = deliveryApp();
  const shared = new Stack(app, 'Shared');
  const foundation = new DeliveryFoundation(shared, 'Foundation');
  const names = ['orders-delivery-of-europe', 'orders-delivery-of-eurasia'];
  names.forEach((pipelineName, index) => {
    const sources = [newSource(new Stack(app, `Code${index}`))];
    new DeliveryStack(app, `Delivery${index}`, {
      foundation,
      pipelineName,
      sources,
      builds: [Build.project({ buildName: 'B' })],
    });
  });
  const messages = app.node.findAll().flatMap((node) => node.node.metadata.map(({ data }) => String(data)));
  expect(messages.filter((message) => message.includes(names[1]) && message.includes(names[0]))).toHaveLength(1);
});
