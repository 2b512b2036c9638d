import { App, Duration, NestedStack, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Function } from 'aws-cdk-lib/aws-lambda';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { HANDLER_RUNTIME, HandlerFunction } from '../../lib/core/handler-function';
import { allow, PERMISSIONS } from '../../lib/core/permissions';
import { logicalIdOf, newStack, onlyResource, resourcesOf, statementsOf } from '../support/fixtures';

const NAME = 'lambda-release';
const ARN = 'arn:aws:codedeploy:eu-west-1:111122223333:deploymentconfig:';

function handlerOf(scope: Construct): HandlerFunction {
  return HandlerFunction.of(scope, NAME, { description: 'Releases', timeout: Duration.minutes(5) });
}

test('a stack has one handler of a name, whatever the number and the places of its users', () => {
  const stack = newStack();
  const handlers = ['A', 'B', 'C'].map((id) => handlerOf(new Construct(new Construct(stack, id), 'User')));
  expect(new Set([...handlers, handlerOf(stack)]).size).toBe(1);
  for (const type of ['AWS::Lambda::Function', 'AWS::IAM::Role', 'AWS::IAM::Policy', 'AWS::Logs::LogGroup']) {
    Template.fromStack(stack).resourceCountIs(type, 1);
  }
});

test('the logical ids of a handler do not depend on who asked for it first', () => {
  const idsOf = (users: string[]): string[] => {
    const stack = newStack();
    for (const id of users) handlerOf(new Construct(stack, id));
    return Object.keys(Template.fromStack(stack).toJSON().Resources as object).sort();
  };
  expect(idsOf(['B', 'A'])).toEqual(idsOf(['A']));
});

test('two stacks have a handler each, and so has a nested stack', () => {
  const app = new App();
  const [one, other] = [new Stack(app, 'One'), new Stack(app, 'Other')];
  const nested = new NestedStack(one, 'Nested');
  for (const stack of [one, other, nested]) handlerOf(new Construct(stack, 'User'));
  for (const stack of [one, other, nested]) Template.fromStack(stack).resourceCountIs('AWS::Lambda::Function', 1);
});

describe('a handler', () => {
  const stack = newStack();
  const handler = handlerOf(stack);
  const template = Template.fromStack(stack);
  const [role, logs, fn] = [
    logicalIdOf(template, 'AWS::IAM::Role'),
    logicalIdOf(template, 'AWS::Logs::LogGroup'),
    logicalIdOf(template, 'AWS::Lambda::Function'),
  ];

  test('runs code that lies ready in the package, on one runtime', () => {
    const { Code, Handler, Runtime } = onlyResource(template, 'AWS::Lambda::Function').Properties;
    expect(Code).toEqual({
      S3Bucket: expect.anything() as unknown,
      S3Key: expect.stringMatching(/^[0-9a-f]{64}\.zip$/) as unknown,
    });
    expect([Handler, Runtime]).toEqual(['index.handler', HANDLER_RUNTIME.name]);
    expect(handler.function).toBeInstanceOf(Function);
  });

  test('says what it is for, and ends in time', () => {
    template.hasResourceProperties('AWS::Lambda::Function', { Description: 'Releases', Timeout: 300 });
  });

  test('has a role without managed policies, which Lambda alone can take', () => {
    const { Properties } = onlyResource(template, 'AWS::IAM::Role');
    expect(Properties).not.toHaveProperty('ManagedPolicyArns');
    expect(Properties.AssumeRolePolicyDocument).toEqual({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } }],
    });
  });

  test('may do nothing by itself but write to its own log group', () => {
    expect(statementsOf(template, role)).toEqual([
      {
        Effect: 'Allow',
        Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: { 'Fn::GetAtt': [logs, 'Arn'] },
      },
    ]);
  });

  test('logs to a group that keeps logs for a year and goes with the stack', () => {
    expect(resourcesOf(template, 'AWS::Logs::LogGroup')[logs]).toMatchObject({
      Properties: { RetentionInDays: 365 },
      DeletionPolicy: 'Delete',
      UpdateReplacePolicy: 'Delete',
    });
    template.hasResourceProperties('AWS::Lambda::Function', { LoggingConfig: { LogGroup: { Ref: logs } } });
  });

  test('is tried again twice, and not with an event that is old', () => {
    expect(onlyResource(template, 'AWS::Lambda::EventInvokeConfig').Properties).toEqual({
      FunctionName: { Ref: fn },
      MaximumEventAgeInSeconds: 900,
      MaximumRetryAttempts: 2,
      Qualifier: '$LATEST',
    });
  });
});

describe('the role of a handler', () => {
  test('may do what its users need, all together', () => {
    const stack = newStack();
    handlerOf(new Construct(stack, 'One')).allow(allow(PERMISSIONS.deploymentConfiguration, [`${ARN}one`]));
    handlerOf(new Construct(stack, 'Two')).allow(allow(PERMISSIONS.deploymentConfiguration, [`${ARN}two`]));
    expect(statementsOf(Template.fromStack(stack), 'Role')[1]).toEqual({
      Effect: 'Allow',
      Action: 'codedeploy:GetDeploymentConfig',
      Resource: [`${ARN}one`, `${ARN}two`],
    });
  });

  test('is not widened by what two users need alike', () => {
    const stack = newStack();
    for (const id of ['One', 'Two']) {
      handlerOf(new Construct(stack, id)).allow(allow(PERMISSIONS.deploymentConfiguration, [`${ARN}one`]));
    }
    expect(statementsOf(Template.fromStack(stack), 'Role')[1]?.Resource).toBe(`${ARN}one`);
  });

  test('is not widened by grants of aws-cdk-lib to the function', () => {
    const stack = newStack();
    new Bucket(stack, 'Bucket').grantReadWrite(handlerOf(stack).function);
    expect(statementsOf(Template.fromStack(stack), 'Role')).toHaveLength(1);
  });
});
