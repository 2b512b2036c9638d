import { App, Duration, Fn, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { SecurityGroup, Vpc } from 'aws-cdk-lib/aws-ec2';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { SmokeCheck, SmokeTest } from '../../lib';
import type { SmokeTestProps } from '../../lib';
import {
  allowedActionsOf,
  lockedStacks,
  logicalIdOf,
  newFunction,
  newStack,
  onlyResource,
  statementsOf,
} from '../support/fixtures';
import type { TemplateResource } from '../support/fixtures';

const FUNCTION = 'AWS::Lambda::Function';

function made(props?: SmokeTestProps): Record<string, unknown> {
  const stack = newStack();
  new SmokeTest(stack, 'Smoke', props);
  return onlyResource(Template.fromStack(stack), FUNCTION).Properties;
}

function told(props?: SmokeTestProps): unknown {
  const { Variables } = made(props).Environment as { Variables: { SMOKE_TEST: string } };
  return JSON.parse(Variables.SMOKE_TEST);
}

test('invokes the new version with an empty event, within a minute, where nothing else is said', () => {
  expect(told()).toEqual({ kind: 'invoke', payload: '{}', expect: {}, timeoutMs: 60_000 });
});

test('says what the user says', () => {
  expect(
    told({
      check: SmokeCheck.invoke({ payload: '{"path":"/health"}' }),
      expect: { status: 200, bodyContains: 'ok', json: { '$.body.state': 'ready' } },
      timeout: Duration.seconds(10),
    }),
  ).toEqual({
    kind: 'invoke',
    payload: '{"path":"/health"}',
    expect: { status: 200, bodyContains: 'ok', json: { '$.body.state': 'ready' } },
    timeoutMs: 10_000,
  });
});

test('calls an address, of which it expects the status 200', () => {
  const check = SmokeCheck.url('https://10.0.0.1:8443/health', {
    method: 'POST',
    headers: { accept: 'text/plain' },
    body: 'ping',
    hostName: 'orders.example.com',
  });
  expect(told({ check })).toEqual({
    kind: 'url',
    url: 'https://10.0.0.1:8443/health',
    method: 'POST',
    headers: { accept: 'text/plain' },
    body: 'ping',
    hostName: 'orders.example.com',
    expect: { status: 200 },
    timeoutMs: 60_000,
  });
  expect(told({ check, expect: { status: 204 } })).toMatchObject({ expect: { status: 204 } });
});

test('keeps a minute beyond the test to tell the result, and 15 minutes are never passed', () => {
  expect(made({ timeout: Duration.seconds(30) }).Timeout).toBe(90);
  expect(made({ timeout: Duration.minutes(14) }).Timeout).toBe(900);
});

test('has the name that the user gives it', () => {
  expect(made({ functionName: 'smoke' }).FunctionName).toBe('smoke');
});

test('several tests of one stack are functions of their own, with logs that end', () => {
  const stack = newStack();
  new SmokeTest(stack, 'One');
  new SmokeTest(stack, 'Two', { check: SmokeCheck.url('http://orders.internal') });
  const template = Template.fromStack(stack);
  template.resourceCountIs(FUNCTION, 2);
  template.resourcePropertiesCountIs('AWS::Logs::LogGroup', { RetentionInDays: 365 }, 2);
});

test('takes an address that is known at deployment only, also of another stack, and locks nothing', () => {
  const app = new App();
  const functionUrl = newFunction(new Stack(app, 'Api')).addFunctionUrl();
  const stack = new Stack(app, 'Application');
  new SmokeTest(stack, 'Smoke', { check: SmokeCheck.url(functionUrl.url) });
  new SmokeTest(stack, 'Local', { check: SmokeCheck.url(Fn.sub('https://${AWS::StackName}')) });
  expect(lockedStacks(app)).toEqual([]);
});

describe('its role', () => {
  test('may log and nothing else, until a deployment takes the test', () => {
    const stack = newStack();
    new SmokeTest(stack, 'Smoke');
    const template = Template.fromStack(stack);
    expect(allowedActionsOf(template, 'SmokeRole')).toEqual(['logs:CreateLogStream', 'logs:PutLogEvents']);
    expect(onlyResource(template, 'AWS::IAM::Role').Properties).not.toHaveProperty('ManagedPolicyArns');
  });

  test('takes statements of the user, and the function variables', () => {
    const stack = newStack();
    const { function: fn, role } = new SmokeTest(stack, 'Smoke');
    fn.addToRolePolicy(new PolicyStatement({ actions: ['kms:Decrypt'], resources: ['arn:aws:kms:x:1:key/k'] }));
    fn.addEnvironment('COLOUR', 'blue');
    const template = Template.fromStack(stack);
    expect(allowedActionsOf(template, 'SmokeRole')).toContain('kms:Decrypt');
    expect(onlyResource(template, FUNCTION).Properties.Environment).toMatchObject({ Variables: { COLOUR: 'blue' } });
    expect(fn.role).toBe(role);
  });
});

describe('in a network', () => {
  test('runs in its private subnets, with a group that lets it out to port 443', () => {
    const stack = newStack();
    new SmokeTest(stack, 'Smoke', { network: { vpc: new Vpc(stack, 'Vpc') } });
    const template = Template.fromStack(stack);
    const resource = onlyResource(template, FUNCTION) as TemplateResource;
    expect(resource.Properties.VpcConfig).toMatchObject({
      SubnetIds: [{}, {}],
      SecurityGroupIds: [{}],
    });
    expect(onlyResource(template, 'AWS::EC2::SecurityGroup').Properties.SecurityGroupEgress).toMatchObject([
      { FromPort: 443, ToPort: 443 },
    ]);
    expect(resource.DependsOn).toContain(logicalIdOf(template, 'AWS::IAM::Policy', 'SmokeRole'));
    expect(statementsOf(template, 'SmokeRole')).toContainEqual(
      expect.objectContaining({
        Action: expect.arrayContaining(['ec2:CreateNetworkInterface', 'ec2:DeleteNetworkInterface']) as unknown,
        Resource: '*',
      }),
    );
  });

  test('of another stack and with groups of the user, locks nothing', () => {
    const app = new App();
    const network = new Stack(app, 'Network');
    const vpc = new Vpc(network, 'Vpc');
    const group = new SecurityGroup(network, 'Group', { vpc });
    new SmokeTest(new Stack(app, 'Application'), 'Smoke', { network: { vpc, securityGroups: [group] } });
    expect(lockedStacks(app)).toEqual([]);
  });
});
