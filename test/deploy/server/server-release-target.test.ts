import { App, CfnParameter, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { Key } from 'aws-cdk-lib/aws-kms';
import {
  AppSpec,
  Build,
  DeliveryFoundation,
  DeployTarget,
  ServerDeployment,
  ServerOperatingSystem,
} from '../../../lib';
import type { DeliveryPipelineProps, IServerDeployment } from '../../../lib';
import { actionsOf, errorsOf, lockedStacks, newPipeline, newStack, statementsOf } from '../../support/fixtures';
import { newScalingGroup, newServerRole, newServers, WEB } from './support';

const release = (stack: Stack, deployment: IServerDeployment, props: Partial<DeliveryPipelineProps> = {}) =>
  newPipeline(stack, { stages: [{ stageName: 'Live', targets: [DeployTarget.servers(deployment)] }], ...props });
const arn = (rest: string): unknown => ({
  'Fn::Join': [
    '',
    [
      'arn:',
      { Ref: 'AWS::Partition' },
      ':codedeploy:',
      { Ref: 'AWS::Region' },
      ':',
      { Ref: 'AWS::AccountId' },
      `:${rest}`,
    ],
  ],
});
const codeDeploy = (template: Template, role: string): unknown =>
  statementsOf(template, role).filter(({ Action }) =>
    [Action].flat().some((action) => action.startsWith('codedeploy:')),
  );

describe('a release', () => {
  const stack = newStack();
  const servers = newServers(stack, { autoScalingGroups: [newScalingGroup(stack)] });
  release(stack, servers);
  const template = Template.fromStack(stack);
  const action = actionsOf(template)['Live/Fleet'];

  test('is the action that CodePipeline has for CodeDeploy', () => {
    expect(action).toMatchObject({
      ActionTypeId: { Category: 'Deploy', Owner: 'AWS', Provider: 'CodeDeploy', Version: '1' },
      InputArtifacts: [{ Name: 'Package' }],
      Namespace: 'Live_Fleet',
      RunOrder: 1,
    });
    expect(action.Configuration).toEqual({
      ApplicationName: 'Test-Fleet',
      DeploymentGroupName: 'Test-Fleet',
    });
    expect(action).not.toHaveProperty('RoleArn');
  });

  test('is what the role of the pipeline may do with CodeDeploy, and nothing else', () => {
    expect(codeDeploy(template, 'PipelineRole')).toEqual([
      {
        Effect: 'Allow',
        Action: [
          'codedeploy:CreateDeployment',
          'codedeploy:GetDeployment',
          'codedeploy:GetDeploymentGroup',
          'codedeploy:ListDeployments',
        ],
        Resource: arn('deploymentgroup:Test-Fleet/Test-Fleet'),
      },
      {
        Effect: 'Allow',
        Action: [
          'codedeploy:GetApplication',
          'codedeploy:GetApplicationRevision',
          'codedeploy:ListDeploymentGroups',
          'codedeploy:RegisterApplicationRevision',
        ],
        Resource: arn('application:Test-Fleet'),
      },
      {
        Effect: 'Allow',
        Action: 'codedeploy:GetDeploymentConfig',
        Resource: arn('deploymentconfig:CodeDeployDefault.OneAtATime'),
      },
    ]);
  });

  test('lets the servers read the artifacts of this pipeline, and no others', () => {
    const reads = statementsOf(template, 'GroupTemplateRole').filter(({ Resource }) =>
      JSON.stringify(Resource).includes('Artifacts'),
    );
    expect(reads).toEqual([
      {
        Effect: 'Allow',
        Action: ['s3:GetObject', 's3:GetObjectVersion'],
        Resource: { 'Fn::Join': ['', [{ 'Fn::GetAtt': [expect.any(String), 'Arn'] }, '/Test-Pipeline/*']] },
      },
    ]);
  });
});

test('servers may use the key of the store, to read only', () => {
  const stack = newStack();
  const servers = newServers(stack, { autoScalingGroups: [newScalingGroup(stack)] });
  release(stack, servers, {
    foundation: new DeliveryFoundation(stack, 'Foundation', { encryptionKey: new Key(stack, 'Key') }),
  });
  const ofKey = statementsOf(Template.fromStack(stack), 'GroupTemplateRole').filter(({ Action }) =>
    JSON.stringify(Action).includes('kms:'),
  );
  expect(ofKey).toEqual([
    {
      Effect: 'Allow',
      Action: ['kms:Decrypt', 'kms:DescribeKey'],
      Resource: { 'Fn::GetAtt': [expect.stringMatching(/^Key/), 'Arn'] },
    },
  ]);
});

test('servers, deployment, store and pipeline may be of four stacks, without exports', () => {
  const app = new App();
  const [base, application, store, delivery] = ['Base', 'Application', 'Store', 'Delivery'].map(
    (id) => new Stack(app, id),
  );
  const servers = newServers(application, { autoScalingGroups: [newScalingGroup(base)] });
  const foundation = new DeliveryFoundation(store, 'Foundation', { encryptionKey: new Key(store, 'Key') });
  release(delivery, servers, { foundation });
  expect(lockedStacks(app)).toEqual([]);
  const policies = Object.values(Template.fromStack(delivery).findResources('AWS::IAM::Policy'));
  const [ofServers] = policies.filter((policy) => JSON.stringify(policy).includes('"StackName":"Base"'));
  expect(JSON.stringify(ofServers)).toMatch(/s3:GetObject.*kms:Decrypt/);
  expect(delivery.dependencies).toContain(application);
});

test('two pipelines may release to the same servers, each with access to its own store', () => {
  const app = new App();
  const application = new Stack(app, 'Application');
  const servers = newServers(application);
  servers.grantInstance(newServerRole(application));
  for (const id of ['One', 'Two']) release(new Stack(app, id), servers);
  expect(lockedStacks(app)).toEqual([]);
});

describe('a deployment that exists already', () => {
  const stack = newStack();
  release(
    stack,
    ServerDeployment.fromServerDeploymentAttributes(stack, 'Existing', {
      applicationName: 'orders',
      deploymentGroupName: 'live',
      deploymentConfigName: 'Mine',
    }),
  );
  const template = Template.fromStack(stack);

  test('is released to by its names', () => {
    expect(actionsOf(template)['Live/Existing'].Configuration).toEqual({
      ApplicationName: 'orders',
      DeploymentGroupName: 'live',
    });
  });

  test('has servers that the user must let fetch the revisions, as a warning says', () => {
    Annotations.fromStack(stack).hasWarning(
      '*',
      Match.stringLikeRegexp('The servers of Existing, .* artifact store.*cdk-delivery:importedServers'),
    );
  });

  test('warns of nothing where the deployment is one of ours', () => {
    const ours = newStack();
    release(ours, newServers(ours));
    Annotations.fromStack(ours).hasNoWarning('*', Match.stringLikeRegexp('importedServers'));
  });

  test('is what the role may release to', () => {
    expect(codeDeploy(template, 'PipelineRole')).toMatchObject([
      { Resource: arn('deploymentgroup:orders/live') },
      { Resource: arn('application:orders') },
      { Resource: arn('deploymentconfig:Mine') },
    ]);
  });

  test.each([
    ['account', { account: '444455556666' }],
    ['region', { region: 'us-east-1' }],
  ])('in another %s is refused', (what, where) => {
    const env = { account: '111122223333', region: 'eu-west-1' };
    const here = newStack({ env });
    release(
      here,
      ServerDeployment.fromServerDeploymentAttributes(here, 'Existing', {
        applicationName: 'orders',
        deploymentGroupName: 'live',
        ...where,
      }),
    );
    expect(errorsOf(here)).toEqual(
      expect.arrayContaining([expect.stringContaining(`must be in the ${what} of the stack that uses it`)]),
    );
  });

  test('may have names that are known at deployment only', () => {
    const other = newStack();
    const name = (id: string): string => new CfnParameter(other, id).valueAsString;
    release(
      other,
      ServerDeployment.fromServerDeploymentAttributes(other, 'Existing', {
        applicationName: name('App'),
        deploymentGroupName: name('Group'),
        deploymentConfigName: name('Config'),
      }),
    );
    expect(actionsOf(Template.fromStack(other))['Live/Existing'].Configuration).toEqual({
      ApplicationName: { Ref: 'App' },
      DeploymentGroupName: { Ref: 'Group' },
    });
  });
});

test('a target has the name and the artifact of the user', () => {
  const stack = newStack();
  const build = Build.project({ buildName: 'Package' });
  const other = Build.project({ buildName: 'Other' });
  newPipeline(stack, {
    builds: [build, other],
    stages: [
      {
        stageName: 'Live',
        targets: [DeployTarget.servers(newServers(stack), { targetName: 'Web', artifact: build.artifact })],
      },
    ],
  });
  expect(actionsOf(Template.fromStack(stack))['Live/Web']).toMatchObject({ InputArtifacts: [{ Name: 'Package' }] });
});

test('one deployment may be released to in two stages, and once in each', () => {
  const stack = newStack();
  const servers = newServers(stack);
  const target = (targetName: string) => DeployTarget.servers(servers, { targetName });
  newPipeline(stack, {
    stages: [
      { stageName: 'A', targets: [target('One')] },
      { stageName: 'B', targets: [target('One'), target('Two')] },
    ],
  });
  expect(errorsOf(stack)).toEqual([expect.stringContaining("must be released once in a stage, got 'Fleet'")]);
});

describe('the AppSpec of a deployment', () => {
  const appSpec = AppSpec.forServer({
    os: ServerOperatingSystem.LINUX,
    files: [{ source: '/', destination: '/srv/web' }],
  });
  const saysOf = (additionalFiles?: Record<string, string>): string[] => {
    const stack = newStack();
    release(stack, newServers(stack, { ec2Tags: WEB, appSpec }), {
      builds: [Build.project({ buildName: 'Package', commands: ['make'], additionalFiles })],
    });
    return errorsOf(stack);
  };

  test('is in the artifact when the build puts it there', () => {
    expect(saysOf({ [appSpec.fileName]: appSpec.content })).toEqual([]);
  });

  test('is reported when it is not', () => {
    expect(saysOf()).toEqual([expect.stringContaining('additionalFiles: { [appSpec.fileName]: appSpec.content }')]);
  });
});
