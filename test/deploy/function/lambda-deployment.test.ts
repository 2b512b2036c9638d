import { App, Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Alarm, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { CfnDeploymentGroup, LambdaApplication } from 'aws-cdk-lib/aws-codedeploy';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Alias, Function } from 'aws-cdk-lib/aws-lambda';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { LambdaDeployment, Rollback, Rollout } from '../../../lib';
import type { LambdaDeploymentProps } from '../../../lib';
import {
  lockedStacks,
  logicalIdOf,
  newDeployment,
  newFunction,
  newStack,
  onlyResource,
  resourcesOf,
  statementsOf,
} from '../../support/fixtures';
import type { TemplateResource } from '../../support/fixtures';

const [APPLICATION, GROUP, ALIAS, VERSION] = [
  'AWS::CodeDeploy::Application',
  'AWS::CodeDeploy::DeploymentGroup',
  'AWS::Lambda::Alias',
  'AWS::Lambda::Version',
];

function template(props: Partial<LambdaDeploymentProps> = {}): Template {
  const stack = newStack();
  newDeployment(stack, 'Production', props);
  return Template.fromStack(stack);
}

const only = (given: Template, type: string): TemplateResource => onlyResource(given, type) as TemplateResource;

describe('the alias', () => {
  test('is called live, and stands at a first version of the code in the template', () => {
    const given = template();
    const fn = { Ref: logicalIdOf(given, 'AWS::Lambda::Function') };
    expect(only(given, ALIAS).Properties).toEqual({
      Name: 'live',
      FunctionName: fn,
      FunctionVersion: { 'Fn::GetAtt': [logicalIdOf(given, VERSION), 'Version'] },
    });
    expect(only(given, VERSION).Properties).toEqual({ FunctionName: fn });
  });

  test('has the name that the user gives it', () => {
    expect(only(template({ aliasName: 'stable' }), ALIAS).Properties.Name).toBe('stable');
  });

  test('is not moved by CloudFormation: an update of the stack deploys nothing', () => {
    expect(only(template(), ALIAS)).not.toHaveProperty('UpdatePolicy');
  });

  test('can be given to callers as aws-cdk-lib does it', () => {
    const stack = newStack();
    const deployment = newDeployment(stack);
    const caller = new Role(stack, 'Caller', { assumedBy: new ServicePrincipal('events.amazonaws.com') });
    deployment.alias.grantInvoke(caller);
    const given = Template.fromStack(stack);
    expect(JSON.stringify(statementsOf(given, 'Caller')[0]?.Resource)).toContain(logicalIdOf(given, ALIAS));
  });
});

describe('the first version', () => {
  test('is kept when it leaves the stack: traffic may still be on it', () => {
    expect(only(template(), VERSION)).toMatchObject({
      DeletionPolicy: 'RetainExceptOnCreate',
      UpdateReplacePolicy: 'Retain',
    });
  });

  test('and the alias stay the same whatever else of the deployment or the function changes', () => {
    const variant = (
      props: (stack: Stack) => Partial<LambdaDeploymentProps>,
      change?: (fn: Function) => void,
    ): string => {
      const stack = newStack();
      const fn = newFunction(stack);
      change?.(fn);
      newDeployment(stack, 'Production', { function: fn, ...props(stack) });
      const given = Template.fromStack(stack);
      return JSON.stringify([resourcesOf(given, ALIAS), resourcesOf(given, VERSION)]);
    };
    const alarm = (stack: Stack): Alarm =>
      new Alarm(stack, 'Alarm', {
        metric: new Metric({ namespace: 'N', metricName: 'M' }),
        threshold: 1,
        evaluationPeriods: 1,
      });
    const canary = Rollout.canary({ percentage: 25, interval: Duration.minutes(7) });
    const plain = variant(() => ({}));
    expect(variant(() => ({ rollout: canary }))).toBe(plain);
    expect(variant(() => ({ rollback: Rollback.never() }))).toBe(plain);
    expect(variant((stack) => ({ rollback: Rollback.onAlarms(alarm(stack)) }))).toBe(plain);
    expect(variant(() => ({ deploymentGroupName: 'orders', applicationName: 'orders' }))).toBe(plain);
    expect(
      variant(
        () => ({}),
        (fn) => fn.addEnvironment('STAGE', 'production'),
      ),
    ).toBe(plain);
  });
});

describe('the deployment group', () => {
  test('moves traffic from version to version, by CodeDeploy', () => {
    expect(only(template(), GROUP).Properties.DeploymentStyle).toEqual({
      DeploymentType: 'BLUE_GREEN',
      DeploymentOption: 'WITH_TRAFFIC_CONTROL',
    });
    expect(only(template(), APPLICATION).Properties.ComputePlatform).toBe('Lambda');
  });

  test('and its application are named after the stack and the path, so that other stacks can say the names', () => {
    const stack = newStack();
    const deployment = newDeployment(new Construct(stack, 'Orders'), 'Production');
    const given = Template.fromStack(stack);
    expect(only(given, GROUP).Properties.DeploymentGroupName).toBe('Test-Orders-Production');
    expect(only(given, APPLICATION).Properties.ApplicationName).toBe('Test-Orders-Production');
    expect(deployment.deploymentGroupName).toBe('Test-Orders-Production');
    expect(deployment.applicationName).toBe('Test-Orders-Production');
  });

  test('and its application may have names of the user’s', () => {
    const given = template({ applicationName: 'orders', deploymentGroupName: 'orders-production' });
    expect(only(given, APPLICATION).Properties.ApplicationName).toBe('orders');
    expect(only(given, GROUP).Properties).toMatchObject({
      ApplicationName: { Ref: logicalIdOf(given, APPLICATION) },
      DeploymentGroupName: 'orders-production',
    });
  });

  test('may share an application with others', () => {
    const stack = newStack();
    const application = new LambdaApplication(stack, 'Shared', { applicationName: 'orders' });
    const deployments = ['Staging', 'Production'].map((id) => newDeployment(stack, id, { application }));
    const given = Template.fromStack(stack);
    given.resourceCountIs(GROUP, 2);
    for (const { Properties } of Object.values(resourcesOf(given, GROUP))) {
      expect(Properties.ApplicationName).toEqual({ Ref: logicalIdOf(given, APPLICATION) });
    }
    expect(deployments.map(({ applicationName }) => stack.resolve(applicationName) as unknown)).toEqual([
      { Ref: logicalIdOf(given, APPLICATION) },
      { Ref: logicalIdOf(given, APPLICATION) },
    ]);
  });

  test('may belong to an application that exists already', () => {
    const stack = newStack();
    const application = LambdaApplication.fromLambdaApplicationName(stack, 'Existing', 'orders');
    const { applicationName } = newDeployment(stack, 'Production', { application });
    const given = Template.fromStack(stack);
    given.resourceCountIs(APPLICATION, 0);
    expect(only(given, GROUP).Properties.ApplicationName).toBe('orders');
    expect(applicationName).toBe('orders');
  });

  test('is created after its role, which has its policy inside', () => {
    const given = template();
    const role = logicalIdOf(given, 'AWS::IAM::Role', 'ProductionServiceRole');
    expect(only(given, GROUP).Properties.ServiceRoleArn).toEqual({ 'Fn::GetAtt': [role, 'Arn'] });
    expect(resourcesOf(given, 'AWS::IAM::Role')[role].Properties.Policies).toHaveLength(1);
  });

  test('is what the user reaches for what the deployment has no prop for', () => {
    const stack = newStack();
    const { defaultChild } = newDeployment(stack).node;
    if (defaultChild instanceof CfnDeploymentGroup) defaultChild.addPropertyOverride('TerminationHookEnabled', true);
    expect(only(Template.fromStack(stack), GROUP).Properties.TerminationHookEnabled).toBe(true);
  });

  test('is there for the user as one of aws-cdk-lib', () => {
    const stack = newStack();
    const deployment = newDeployment(stack);
    expect(stack.resolve(deployment.deploymentGroup.deploymentGroupName)).toEqual({
      Ref: logicalIdOf(Template.fromStack(stack), GROUP),
    });
    expect(deployment.deploymentGroup.application.applicationName).toBeDefined();
    expect(deployment.alias).toBeInstanceOf(Alias);
  });
});

describe('the role of CodeDeploy', () => {
  test('may move this alias and nothing else, without a managed policy', () => {
    const given = template();
    const arn = { 'Fn::GetAtt': [logicalIdOf(given, 'AWS::Lambda::Function'), 'Arn'] };
    expect(
      resourcesOf(given, 'AWS::IAM::Role')[logicalIdOf(given, 'AWS::IAM::Role', 'ProductionServiceRole')],
    ).toMatchObject({
      Properties: {
        AssumeRolePolicyDocument: { Statement: [{ Principal: { Service: 'codedeploy.amazonaws.com' } }] },
      },
    });
    expect(
      resourcesOf(given, 'AWS::IAM::Role')[logicalIdOf(given, 'AWS::IAM::Role', 'ProductionServiceRole')].Properties,
    ).not.toHaveProperty('ManagedPolicyArns');
    expect(statementsOf(given, 'ProductionServiceRole')).toEqual([
      {
        Effect: 'Allow',
        Action: ['lambda:GetAlias', 'lambda:GetProvisionedConcurrencyConfig', 'lambda:UpdateAlias'],
        Resource: [arn, { 'Fn::Join': ['', [arn, ':*']] }],
      },
    ]);
  });

  test('may be the user’s, which gets the policy and no managed one', () => {
    const stack = newStack();
    const role = new Role(stack, 'Mine', { assumedBy: new ServicePrincipal('codedeploy.amazonaws.com') });
    const deployment = newDeployment(stack, 'Production', { role });
    const given = Template.fromStack(stack);
    const id = logicalIdOf(given, 'AWS::IAM::Role', 'Mine');
    expect(only(given, GROUP).Properties.ServiceRoleArn).toEqual({ 'Fn::GetAtt': [id, 'Arn'] });
    expect(resourcesOf(given, 'AWS::IAM::Role')[id].Properties).not.toHaveProperty('ManagedPolicyArns');
    expect(statementsOf(given, 'Mine').map(({ Action }) => Action)).toEqual([
      ['lambda:GetAlias', 'lambda:GetProvisionedConcurrencyConfig', 'lambda:UpdateAlias'],
    ]);
    expect(deployment.role).toBe(role);
  });
});

describe('the function', () => {
  test('may be of another stack, which gets nothing of the deployment, without a lock between the two', () => {
    const app = new App();
    const [orders, releases] = [new Stack(app, 'Orders'), new Stack(app, 'Releases')];
    const fn = newFunction(orders);
    newDeployment(releases, 'Production', { function: fn });
    expect(lockedStacks(app)).toEqual([]);
    for (const type of [ALIAS, VERSION, GROUP]) {
      Template.fromStack(orders).resourceCountIs(type, 0);
      Template.fromStack(releases).resourceCountIs(type, 1);
    }
    const given = Template.fromStack(releases);
    const arn = { 'Fn::GetStackOutput': expect.objectContaining({ StackName: 'Orders' }) as unknown };
    expect(only(given, ALIAS).Properties.FunctionName).toEqual({ 'Fn::Select': [6, { 'Fn::Split': [':', arn] }] });
    expect(statementsOf(given, 'ProductionServiceRole')[0]?.Resource).toEqual([arn, { 'Fn::Join': ['', [arn, ':*']] }]);
  });

  test('of another stack can be called by services through the alias, as one of the same stack', () => {
    const app = new App();
    const [orders, releases] = [new Stack(app, 'Orders'), new Stack(app, 'Releases')];
    const { alias } = newDeployment(releases, 'Production', { function: newFunction(orders) });
    alias.grantInvoke(new ServicePrincipal('apigateway.amazonaws.com'));
    const given = Template.fromStack(releases);
    expect(only(given, 'AWS::Lambda::Permission').Properties).toMatchObject({
      Principal: 'apigateway.amazonaws.com',
      FunctionName: { Ref: logicalIdOf(given, ALIAS) },
    });
  });

  test.each<[string, (stack: Stack) => IFunction]>([
    ['by its name', (stack) => Function.fromFunctionName(stack, 'Imported', 'orders')],
    [
      'by its ARN',
      (stack) => Function.fromFunctionArn(stack, 'Imported', 'arn:aws:lambda:eu-west-1:111122223333:function:orders'),
    ],
    [
      'by its attributes',
      (stack) =>
        Function.fromFunctionAttributes(stack, 'Imported', {
          functionArn: 'arn:aws:lambda:eu-west-1:111122223333:function:orders',
          sameEnvironment: true,
        }),
    ],
  ])('may be imported %s', (_, make) => {
    const stack = newStack({ env: { account: '111122223333', region: 'eu-west-1' } });
    const fn = make(stack);
    const deployment = newDeployment(stack, 'Production', { function: fn });
    const given = Template.fromStack(stack);
    const name = stack.resolve(fn.functionName) as unknown;
    expect(JSON.stringify(name)).toContain('orders');
    expect(only(given, VERSION).Properties.FunctionName).toEqual(name);
    expect(only(given, ALIAS).Properties.FunctionName).toEqual(name);
    expect(deployment.functionArn).toBe(fn.functionArn);
  });
});

describe('a deployment that exists already', () => {
  const names = { functionName: 'orders', applicationName: 'shop', deploymentGroupName: 'orders-production' };

  test('is known by its names, and makes nothing', () => {
    const stack = newStack();
    const deployment = LambdaDeployment.fromLambdaDeploymentAttributes(stack, 'Existing', {
      ...names,
      aliasName: 'stable',
      deploymentConfigName: 'slow',
    });
    expect(deployment).toMatchObject({ ...names, aliasName: 'stable', deploymentConfigName: 'slow' });
    expect(Template.fromStack(stack).toJSON()).not.toHaveProperty('Resources');
  });

  test('has the alias and the configuration that a new one would have by default', () => {
    const stack = newStack();
    const { aliasName, deploymentConfigName } = newDeployment(stack);
    expect(LambdaDeployment.fromLambdaDeploymentAttributes(stack, 'Existing', names)).toMatchObject({
      aliasName,
      deploymentConfigName,
    });
  });

  test('is in the account, the region and the partition of its stack', () => {
    const stack = newStack();
    const { functionArn } = LambdaDeployment.fromLambdaDeploymentAttributes(stack, 'Existing', names);
    expect(stack.resolve(functionArn)).toEqual({
      'Fn::Join': [
        '',
        [
          'arn:',
          { Ref: 'AWS::Partition' },
          ':lambda:',
          { Ref: 'AWS::Region' },
          ':',
          { Ref: 'AWS::AccountId' },
          ':function:orders',
        ],
      ],
    });
  });
});

test('two deployments of a stack keep their logical ids in whatever order they are made', () => {
  const idsOf = (order: string[]): string[] => {
    const stack = newStack();
    for (const id of order) newDeployment(stack, id);
    return Object.keys(Template.fromStack(stack).toJSON().Resources as object).sort();
  };
  expect(idsOf(['Production', 'Staging'])).toEqual(idsOf(['Staging', 'Production']));
});

describe('a function that has versions already', () => {
  test('is released from one of them, and no other is published', () => {
    const stack = newStack();
    const fn = newFunction(stack);
    newDeployment(stack, 'Production', { function: fn, firstVersion: fn.currentVersion });
    const given = Template.fromStack(stack);
    const version = logicalIdOf(given, VERSION);
    expect(version).toContain('CurrentVersion');
    expect(only(given, ALIAS).Properties.FunctionVersion).toEqual({ 'Fn::GetAtt': [version, 'Version'] });
  });
});

describe('what belongs to another stack', () => {
  test('a function with a literal name is named by it, so that a rename reaches its deployment', () => {
    const app = new App();
    const [orders, releases] = [new Stack(app, 'Orders'), new Stack(app, 'Releases')];
    const deployment = newDeployment(releases, 'Production', { function: newFunction(orders, 'Function', 'orders') });
    expect(lockedStacks(app)).toEqual([]);
    expect(releases.dependencies).toEqual([orders]);
    expect(deployment.functionArn).toContain(':function:orders');
    expect(JSON.stringify(only(Template.fromStack(releases), ALIAS).Properties.FunctionName)).toContain('orders');
  });

  test('an application is named by the outputs of its stack, without a lock between the two', () => {
    const app = new App();
    const application = new LambdaApplication(new Stack(app, 'Shared'), 'Application', { applicationName: 'shop' });
    const releases = new Stack(app, 'Releases');
    newDeployment(releases, 'Production', { application });
    expect(lockedStacks(app)).toEqual([]);
    expect(only(Template.fromStack(releases), GROUP).Properties.ApplicationName).toMatchObject({
      'Fn::GetStackOutput': { StackName: 'Shared' },
    });
  });

  test('a role gets its policy in the stack of the deployment, without a lock between the two', () => {
    const app = new App();
    const people = new Stack(app, 'People');
    const role = new Role(people, 'Mine', { assumedBy: new ServicePrincipal('codedeploy.amazonaws.com') });
    const releases = new Stack(app, 'Releases');
    newDeployment(releases, 'Production', { role });
    expect(lockedStacks(app)).toEqual([]);
    Template.fromStack(people).resourceCountIs('AWS::IAM::Policy', 0);
    expect(only(Template.fromStack(releases), GROUP).Properties.ServiceRoleArn).toMatchObject({
      'Fn::GetStackOutput': { StackName: 'People' },
    });
  });
});
