import { App, Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { LambdaIntegration, RestApi } from 'aws-cdk-lib/aws-apigateway';
import { Code, Function, Runtime, Version } from 'aws-cdk-lib/aws-lambda';
import { DeployTarget, LambdaDeployment, ReleaseWay, Rollback, Rollout, SmokeCheck, SmokeTest } from '../../../lib';
import type { LambdaDeploymentProps } from '../../../lib';
import {
  errorsOf,
  logicalIdOf,
  newDeployment,
  newFunction,
  newPipeline,
  newStack,
  onlyResource,
  resourcesOf,
} from '../../support/fixtures';
import type { TemplateResource } from '../../support/fixtures';
import { untyped } from '../../support/mistakes';

const releasedBy = ReleaseWay.STACK;

function orders(code: string, props: Partial<LambdaDeploymentProps> = {}): Template {
  const stack = newStack();
  const fn = new Function(stack, 'Orders', {
    code: Code.fromInline(code),
    runtime: Runtime.NODEJS_24_X,
    handler: 'index.handler',
  });
  new LambdaDeployment(stack, 'Production', { function: fn, releasedBy, ...props });
  return Template.fromStack(stack);
}

describe('released by its stack', () => {
  test('the alias is moved by CloudFormation, through the deployment group, by literal names', () => {
    expect(onlyResource(orders('one'), 'AWS::Lambda::Alias')).toMatchObject({
      UpdatePolicy: {
        CodeDeployLambdaAliasUpdate: { ApplicationName: 'Test-Production', DeploymentGroupName: 'Test-Production' },
      },
    });
  });

  test('a change of the code gives a new version, to which the alias of the same id goes, and the old one stays', () => {
    const [before, after] = [orders('one'), orders('two')];
    const [old, next] = [before, after].map((template) => logicalIdOf(template, 'AWS::Lambda::Version'));
    expect(next).not.toBe(old);
    expect(onlyResource(before, 'AWS::Lambda::Version') as TemplateResource).toMatchObject({
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
    });
    expect(logicalIdOf(before, 'AWS::Lambda::Alias')).toBe(logicalIdOf(after, 'AWS::Lambda::Alias'));
    expect(onlyResource(after, 'AWS::Lambda::Alias').Properties.FunctionVersion).toEqual({
      'Fn::GetAtt': [next, 'Version'],
    });
  });

  test('hooks stand in the policy of the alias', () => {
    const stack = newStack();
    newDeployment(stack, 'Production', {
      releasedBy,
      beforeTraffic: newFunction(stack, 'Smoke', 'smoke'),
      afterTraffic: newFunction(stack, 'Check'),
    });
    const template = Template.fromStack(stack);
    expect(onlyResource(template, 'AWS::Lambda::Alias')).toMatchObject({
      UpdatePolicy: {
        CodeDeployLambdaAliasUpdate: {
          BeforeAllowTrafficHook: 'smoke',
          AfterAllowTrafficHook: { Ref: logicalIdOf(template, 'AWS::Lambda::Function', 'Check') },
        },
      },
    });
  });

  test('alarms watch the alias and the new version by itself, before the alias moves', () => {
    const template = orders('one', { rollback: Rollback.onPlatformAlarms() });
    const alarms = resourcesOf(template, 'AWS::CloudWatch::Alarm');
    const id = Object.keys(alarms).find((it) => it.includes('VersionErrors')) ?? '';
    expect(Object.keys(alarms)).toHaveLength(2);
    expect(alarms[id].Properties.Dimensions).toContainEqual({
      Name: 'ExecutedVersion',
      Value: { 'Fn::GetAtt': [logicalIdOf(template, 'AWS::Lambda::Version'), 'Version'] },
    });
    expect(alarms[id].Properties.Dimensions).toHaveLength(3);
    expect((onlyResource(template, 'AWS::Lambda::Alias') as TemplateResource).DependsOn).toContain(id);
    const group = onlyResource(template, 'AWS::CodeDeploy::DeploymentGroup').Properties;
    expect((group.AlarmConfiguration as { Alarms: unknown[] }).Alarms).toHaveLength(2);
  });

  test('alarms, a hook with a name and an API live in one stack without a circle', () => {
    const stack = newStack();
    const fn = newFunction(stack, 'Orders');
    const smoke = new SmokeTest(stack, 'Smoke', {
      functionName: 'smoke',
      check: SmokeCheck.url('https://orders.example.com'),
    });
    const deployment = new LambdaDeployment(stack, 'Production', {
      function: fn,
      releasedBy,
      beforeTraffic: smoke.function,
      rollout: Rollout.canary({ percentage: 10, interval: Duration.minutes(5) }),
      rollback: Rollback.onPlatformAlarms(),
    });
    const api = new RestApi(stack, 'Api');
    api.root.addMethod('GET', new LambdaIntegration(deployment.alias));
    smoke.function.addEnvironment('API', api.url);
    expect(() => Template.fromStack(stack)).not.toThrow();
  });
});

test('released by the pipeline, the alarm of the version watches none yet, and the alias depends on no alarm and has no policy', () => {
  const template = orders('one', { releasedBy: ReleaseWay.PIPELINE, rollback: Rollback.onPlatformAlarms() });
  const alarms = resourcesOf(template, 'AWS::CloudWatch::Alarm');
  expect(Object.keys(alarms)).toHaveLength(2);
  const id = logicalIdOf(template, 'AWS::CloudWatch::Alarm', 'VersionErrors');
  expect(alarms[id].Properties).toMatchObject({ TreatMissingData: 'notBreaching', Threshold: 1 });
  expect(alarms[id].Properties.Dimensions).toContainEqual({ Name: 'ExecutedVersion', Value: 'none' });
  const alias = onlyResource(template, 'AWS::Lambda::Alias') as TemplateResource;
  expect(alias).not.toHaveProperty('UpdatePolicy');
  expect(alias.DependsOn).toBeUndefined();
});

describe('the report says so', () => {
  test('of a deployment of a stack that a pipeline is to release', () => {
    const stack = newStack();
    const deployment = newDeployment(stack, 'Production', { releasedBy });
    newPipeline(stack, { stages: [{ stageName: 'Live', targets: [DeployTarget.lambdaFunction(deployment)] }] });
    expect(errorsOf(stack)).toEqual([
      "Production (DeployTarget.lambdaFunction) deployment: must be released by the pipeline: this one is released by its stack, got 'Production'; use DeployTarget.stack, or leave releasedBy out",
    ]);
  });

  test('of a first version', () => {
    const stack = newStack();
    const fn = newFunction(stack);
    newDeployment(stack, 'Production', {
      function: fn,
      releasedBy,
      firstVersion: new Version(stack, 'First', { lambda: fn }),
    });
    expect(errorsOf(stack)).toEqual([
      'Production (LambdaDeployment) firstVersion: must not be given where the stack releases: it publishes a version with each change; leave it out',
    ]);
  });

  test.each([
    ['of another stack', (app: App) => newFunction(new Stack(app, 'Other'), 'Orders', 'orders')],
    ['that exists', (_: App, stack: Stack) => Function.fromFunctionName(stack, 'Orders', 'orders')],
  ])('of a function %s', (_, make) => {
    const app = new App();
    const stack = new Stack(app, 'Test');
    newDeployment(stack, 'Production', { function: make(app, stack), releasedBy });
    expect(errorsOf(stack)).toEqual([
      'Production (LambdaDeployment) function: must be made in the stack of its deployment, where the stack releases; put both into one stack, or let the pipeline release',
    ]);
  });

  test('of a way that there is not, and of no function', () => {
    const stack = newStack();
    newDeployment(stack, 'Production', { releasedBy: untyped('hand') });
    expect(errorsOf(stack)).toEqual([
      "Production (LambdaDeployment) releasedBy: must be one of pipeline, stack, got 'hand'; use ReleaseWay",
    ]);
    const other = newStack();
    newDeployment(other, 'Production', { function: untyped(undefined), releasedBy });
    expect(errorsOf(other)).toContain('Production (LambdaDeployment) function: must be a Lambda function, got nothing');
  });
});
