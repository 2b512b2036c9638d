import { App, CfnCapabilities, Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Key } from 'aws-cdk-lib/aws-kms';
import { ManagedPolicy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Build, DeployTarget, TargetVariables } from '../../../lib';
import type { StackTargetOptions } from '../../../lib';
import {
  actionsOf,
  allowedActionsOf,
  lockedStacks,
  logicalIdOf,
  newPipeline,
  newStack,
  resourcesOf,
  stagesOf,
  statementsOf,
} from '../../support/fixtures';

const buckets = (): PolicyStatement =>
  new PolicyStatement({ actions: ['s3:CreateBucket'], resources: ['arn:aws:s3:::orders-*'] });

function released(options: (stack: Stack) => Partial<StackTargetOptions> = () => ({})): Template {
  const stack = newStack();
  const own = options(stack);
  const statements = own.deploymentRole === undefined ? [buckets()] : undefined;
  const target = DeployTarget.stack({ stackName: 'orders', statements, ...own });
  newPipeline(stack, { stages: [{ stageName: 'Production', targets: [target] }] });
  return Template.fromStack(stack);
}

test('a change set is made of the template and executed, one after the other', () => {
  const template = released();
  expect(stagesOf(template).Production).toEqual([['orders-Changes'], ['orders']]);
  const actions = actionsOf(template);
  expect(actions['Production/orders-Changes']).toMatchObject({
    ActionTypeId: { Category: 'Deploy', Provider: 'CloudFormation' },
    InputArtifacts: [{ Name: 'Package' }],
    Configuration: {
      ActionMode: 'CHANGE_SET_REPLACE',
      StackName: 'orders',
      ChangeSetName: 'Test-Pipeline-Production',
      TemplatePath: 'Package::template.json',
      RoleArn: { 'Fn::GetAtt': [logicalIdOf(template, 'AWS::IAM::Role', 'DeploymentRole'), 'Arn'] },
    },
  });
  expect(actions['Production/orders-Changes'].Configuration).not.toHaveProperty('Capabilities');
  expect(actions['Production/orders']).toMatchObject({
    Configuration: {
      ActionMode: 'CHANGE_SET_EXECUTE',
      StackName: 'orders',
      ChangeSetName: 'Test-Pipeline-Production',
    },
    Namespace: 'Production_orders',
  });
});

test('the user says where the template is, its parameters and what it may make', () => {
  const template = released(() => ({
    targetName: 'Orders',
    templatePath: 'cdk.out/Orders.template.json',
    templateConfigurationPath: 'config/production.json',
    parameters: { Stage: 'production', VpcId: TargetVariables.of('Source', 'Source').named('CommitId') },
    capabilities: [CfnCapabilities.NAMED_IAM, CfnCapabilities.AUTO_EXPAND],
  }));
  expect(actionsOf(template)['Production/Orders-Changes'].Configuration).toMatchObject({
    TemplatePath: 'Package::cdk.out/Orders.template.json',
    TemplateConfiguration: 'Package::config/production.json',
    ParameterOverrides: '{"Stage":"production","VpcId":"#{Source_Source.CommitId}"}',
    Capabilities: 'CAPABILITY_NAMED_IAM,CAPABILITY_AUTO_EXPAND',
  });
});

test('variables of a target are those of the namespace that its action has', () => {
  const stack = newStack();
  const network = DeployTarget.stack({ stackName: 'network', targetName: 'net.work', statements: [buckets()] });
  newPipeline(stack, { stages: [{ stageName: 'One_Two', targets: [network] }] });
  const { Namespace } = actionsOf(Template.fromStack(stack))['One_Two/net.work'];
  expect(TargetVariables.of('One_Two', 'net.work').named('VpcId')).toBe(`#{${Namespace}.VpcId}`);
});

describe('an approval', () => {
  const approval = { timeout: Duration.days(2) };

  test('stands between the change set and its execution, and says where to look', () => {
    const template = released(() => ({ approval }));
    expect(stagesOf(template).Production).toEqual([['orders-Changes'], ['orders-Approve'], ['orders']]);
    expect(actionsOf(template)['Production/orders-Approve']).toMatchObject({
      TimeoutInMinutes: 2880,
      Configuration: {
        CustomData: 'Change set Test-Pipeline-Production of stack orders',
        ExternalEntityLink: {
          'Fn::Join': [
            '',
            [
              'https://console.aws.amazon.com/cloudformation/home?region=',
              { Ref: 'AWS::Region' },
              '#/stacks?filteringText=orders',
            ],
          ],
        },
      },
    });
  });

  test('tells a topic, with its key', () => {
    const template = released((stack) => ({
      approval: { notify: new Topic(stack, 'Leads', { masterKey: new Key(stack, 'Key') }), information: 'Look' },
    }));
    expect(actionsOf(template)['Production/orders-Approve'].Configuration).toMatchObject({
      NotificationArn: { Ref: logicalIdOf(template, 'AWS::SNS::Topic') },
      CustomData: 'Look',
    });
    expect(allowedActionsOf(template, 'PipelineRole')).toEqual(expect.arrayContaining(['sns:Publish', 'kms:Decrypt']));
  });
});

describe('the deployment role', () => {
  test('has its policy inside, and beside it where the user says much', () => {
    const inside = released();
    expect(logicalIdOf(inside, 'AWS::IAM::Role', 'DeploymentRole')).toBeDefined();
    expect(Object.keys(resourcesOf(inside, 'AWS::IAM::Policy')).join()).not.toContain('DeploymentRole');
    const resources = Array.from({ length: 80 }, (_, index) => `arn:aws:s3:::orders-${index}`);
    const beside = released(() => ({
      statements: [new PolicyStatement({ actions: ['s3:CreateBucket'], resources })],
    }));
    expect(logicalIdOf(beside, 'AWS::IAM::Policy', 'DeploymentRole')).toBeDefined();
    expect(statementsOf(beside, 'DeploymentRole')).toContainEqual(
      expect.objectContaining({ Action: 's3:CreateBucket', Resource: resources }),
    );
  });

  test('may do what the user says, and read the artifacts', () => {
    const template = released();
    expect(allowedActionsOf(template, 'DeploymentRole')).toEqual([
      's3:CreateBucket',
      's3:GetObject',
      's3:GetObjectVersion',
    ]);
    expect(
      resourcesOf(template, 'AWS::IAM::Role')[logicalIdOf(template, 'AWS::IAM::Role', 'DeploymentRole')].Properties,
    ).toEqual({
      Policies: expect.any(Array) as unknown,
      AssumeRolePolicyDocument: expect.objectContaining({
        Statement: [
          {
            Action: 'sts:AssumeRole',
            Effect: 'Allow',
            Principal: { Service: 'cloudformation.amazonaws.com' },
          },
        ],
      }) as unknown,
    });
  });

  test('has the boundary that the user gives it', () => {
    const arn = 'arn:aws:iam::111122223333:policy/boundary';
    const template = released((stack) => ({
      permissionsBoundary: ManagedPolicy.fromManagedPolicyArn(stack, 'Boundary', arn),
    }));
    const boundaries = Object.entries(resourcesOf(template, 'AWS::IAM::Role')).flatMap(([id, { Properties }]) =>
      Properties.PermissionsBoundary === undefined ? [] : [[id, Properties.PermissionsBoundary]],
    );
    expect(boundaries).toEqual([[logicalIdOf(template, 'AWS::IAM::Role', 'DeploymentRole'), arn]]);
  });

  test('of the user is let read the artifacts', () => {
    const template = released((stack) => ({
      deploymentRole: new Role(stack, 'Mine', { assumedBy: new ServicePrincipal('cloudformation.amazonaws.com') }),
    }));
    expect(allowedActionsOf(template, 'Mine')).toEqual(['s3:GetObject', 's3:GetObjectVersion']);
    expect(Object.keys(resourcesOf(template, 'AWS::IAM::Role')).filter((id) => id.includes('DeploymentRole'))).toEqual(
      [],
    );
  });

  test('of another stack locks nothing', () => {
    const app = new App();
    const roles = new Stack(app, 'Roles');
    const deploymentRole = new Role(roles, 'Mine', { assumedBy: new ServicePrincipal('cloudformation.amazonaws.com') });
    const stack = new Stack(app, 'Delivery');
    newPipeline(stack, {
      stages: [{ stageName: 'Production', targets: [DeployTarget.stack({ stackName: 'orders', deploymentRole })] }],
    });
    expect(lockedStacks(app)).toEqual([]);
  });

  test('that exists is taken as it is', () => {
    const template = released((stack) => ({
      deploymentRole: Role.fromRoleArn(stack, 'Mine', 'arn:aws:iam::111122223333:role/mine', { mutable: false }),
    }));
    expect(actionsOf(template)['Production/orders-Changes'].Configuration.RoleArn).toBe(
      'arn:aws:iam::111122223333:role/mine',
    );
  });

  test('keeps the statements of the user as they are for another use', () => {
    const statement = buckets();
    released(() => ({
      statements: [
        statement,
        buckets(),
        new PolicyStatement({ actions: ['s3:CreateBucket'], resources: ['arn:aws:s3:::b'] }),
      ],
    }));
    expect(statement.resources).toEqual(['arn:aws:s3:::orders-*']);
  });
});

test('the pipeline may change this stack by this change set, and pass this role to CloudFormation alone', () => {
  const template = released();
  const statements = statementsOf(template, 'PipelineRole').filter(({ Action }) =>
    /cloudformation|iam:/.test(JSON.stringify(Action)),
  );
  expect(statements.map(({ Action, Condition }) => ({ Action, Condition }))).toEqual([
    { Action: 'cloudformation:DescribeStacks', Condition: undefined },
    {
      Action: [
        'cloudformation:CreateChangeSet',
        'cloudformation:DeleteChangeSet',
        'cloudformation:DescribeChangeSet',
        'cloudformation:ExecuteChangeSet',
      ],
      Condition: { StringEqualsIfExists: { 'cloudformation:ChangeSetName': 'Test-Pipeline-Production' } },
    },
    {
      Action: 'iam:PassRole',
      Condition: { StringEquals: { 'iam:PassedToService': 'cloudformation.amazonaws.com' } },
    },
  ]);
  expect(JSON.stringify(statements)).not.toContain('"Resource":"*"');
});

test('stacks of several stages are side by side in one program, with roles and change sets of their own', () => {
  const stack = newStack();
  const build = Build.project({ buildName: 'Synth' });
  newPipeline(stack, {
    builds: [build],
    stages: ['Staging', 'Production'].map((stageName) => ({
      stageName,
      targets: ['network', 'orders'].map((name) =>
        DeployTarget.stack({
          stackName: `${name}-${stageName}`,
          targetName: name,
          artifact: build.artifact,
          statements: [buckets()],
        }),
      ),
    })),
  });
  const template = Template.fromStack(stack);
  expect(stagesOf(template).Staging).toEqual([
    ['network-Changes', 'orders-Changes'],
    ['network', 'orders'],
  ]);
  expect(
    Object.keys(resourcesOf(template, 'AWS::IAM::Role')).filter((id) => id.includes('DeploymentRole')),
  ).toHaveLength(4);
});
