import { App, Stack } from 'aws-cdk-lib';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import { Alias, Version } from 'aws-cdk-lib/aws-lambda';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Key } from 'aws-cdk-lib/aws-kms';
import { app as canary } from '../examples/lambda-canary/app';
import { DeployTarget, SmokeCheck, SmokeTest } from '../lib';
import { newDeployment, newFunction, newPipeline } from './support/fixtures';
import {
  all,
  expectAllowed,
  expectDenied,
  expectTightPolicies,
  here,
  resolveTemplates,
  roleIdsOf,
  roleOf,
  statementsWithNeedlessStar,
} from './support/simulation';
import type { ResolvedTemplates, StarException } from './support/simulation';

const VPC = 'https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html#configuration-vpc-permissions';
const reason = 'Lambda asks for it before it knows the interface';
const STAR_EXCEPTIONS: StarException[] = [
  'ec2:AssignPrivateIpAddresses',
  'ec2:CreateNetworkInterface',
  'ec2:DeleteNetworkInterface',
  'ec2:UnassignPrivateIpAddresses',
].map((action) => ({ action, url: VPC, reason }));

function arnOf(templates: ResolvedTemplates, type: string, part: string): string {
  const found = templates.resourcesOfType(type).find(({ logicalId }) => logicalId.includes(part));
  if (found === undefined) throw new Error(`no ${type} with ${part}`);
  return templates.arnOf(found);
}

/** The whole policy statements of a role on an action, which the reference of the service gives no resource type. */
function resourcesOn(templates: ResolvedTemplates, part: string, action: string): unknown[] {
  return templates
    .resourcesOfType('AWS::IAM::Policy')
    .filter(({ properties }) => JSON.stringify(properties.Roles).includes(part))
    .flatMap(({ properties }) => {
      const { Statement } = properties.PolicyDocument as { Statement: { Action: unknown; Resource: unknown }[] };
      return Statement.filter(({ Action }) => JSON.stringify(Action).includes(action)).map(({ Resource }) => Resource);
    });
}

describe('in the example of canaries', () => {
  const templates = resolveTemplates(canary.synth());
  const fn = (part: string): string => arnOf(templates, 'AWS::Lambda::Function', part);
  const [orders, billing, smoke] = [fn('OrdersFunction'), fn('BillingFunction'), fn('SmokeFunction')];
  const group = (name: string): string =>
    here('codedeploy', `deploymentgroup:ShopApplication-${name}/ShopApplication-${name}`);

  test('CodeDeploy may move its own alias, read its alarms and ask its hook', async () => {
    const role = roleOf(templates, 'OrdersServiceRole');
    await expectAllowed(role, [
      ...all(['lambda:GetAlias', 'lambda:UpdateAlias'], orders),
      ['lambda:InvokeFunction', smoke],
      ['cloudwatch:DescribeAlarms', arnOf(templates, 'AWS::CloudWatch::Alarm', 'Throttles')],
      ['cloudwatch:DescribeAlarms', arnOf(templates, 'AWS::CloudWatch::Alarm', 'OrdersServerErrors')],
    ]);
    await expectDenied(role, [
      ['lambda:UpdateAlias', billing],
      ...all(['lambda:InvokeFunction', 'lambda:UpdateFunctionCode'], orders),
      ['lambda:InvokeFunction', here('lambda', 'function:other')],
      ['cloudwatch:DescribeAlarms', arnOf(templates, 'AWS::CloudWatch::Alarm', 'BillingServerErrors')],
      ['codedeploy:PutLifecycleEventHookExecutionStatus', '*'],
    ]);
  });

  test('the handler may let the alarms of the new versions watch them, and change no other alarm', async () => {
    const role = roleOf(templates, 'CdkDeliverylambdareleaseRole');
    const alarm = (part: string): string => arnOf(templates, 'AWS::CloudWatch::Alarm', part);
    const actions = ['cloudwatch:DescribeAlarms', 'cloudwatch:PutMetricAlarm', 'cloudwatch:SetAlarmState'];
    await expectAllowed(role, [
      ...all(actions, alarm('OrdersVersionErrors')),
      ...all(actions, alarm('BillingVersionErrors')),
    ]);
    await expectDenied(role, [
      ...all(actions, alarm('OrdersServerErrors')),
      ...all(actions, alarm('Throttles')),
      ['cloudwatch:DeleteAlarms', alarm('OrdersVersionErrors')],
      ['cloudwatch:DisableAlarmActions', alarm('OrdersVersionErrors')],
    ]);
  });

  test('the smoke test may invoke versions of what is released, and read its deployments', async () => {
    const role = roleOf(templates, 'SmokeRole');
    await expectAllowed(role, [
      ...[orders, billing].map((arn) => ['lambda:InvokeFunction', `${arn}:7`] as const),
      ...['Orders', 'Billing'].map((name) => ['codedeploy:GetDeployment', group(name)] as const),
    ]);
    await expectDenied(role, [
      ['lambda:InvokeFunction', orders],
      ['lambda:InvokeFunction', smoke],
      ...all(['lambda:UpdateAlias', 'lambda:UpdateFunctionCode'], orders),
      ['codedeploy:CreateDeployment', group('Orders')],
      ['codedeploy:StopDeployment', '*'],
      ['codedeploy:GetDeployment', here('codedeploy', 'deploymentgroup:ShopApplication-Orders/other')],
      ['s3:GetObject', 'arn:aws:s3:::any/key'],
    ]);
  });

  test('the smoke test may tell its result to exactly the two groups', () => {
    const resources = resourcesOn(templates, 'SmokeRole', 'PutLifecycleEventHookExecutionStatus');
    expect(resources.flat().sort()).toEqual([group('Billing'), group('Orders')]);
  });

  test('the pipeline and its handler may not tell results of hooks', async () => {
    for (const name of ['DeliveryPipelineRole', 'CdkDeliverylambdareleaseRole']) {
      await expectDenied(roleOf(templates, name), [
        ['codedeploy:PutLifecycleEventHookExecutionStatus', '*'],
        ['lambda:InvokeFunction', smoke],
      ]);
    }
  });

  test('every role of the application has been looked at', () => {
    expect(roleIdsOf(templates).filter((id) => !id.startsWith('Delivery'))).toEqual([
      'BillingFunctionServiceRole',
      'BillingServiceRole',
      'CdkDeliverylambdareleaseRole',
      'OrdersFunctionServiceRole',
      'OrdersServiceRole',
      'SmokeRole',
    ]);
  });

  test('no statement has a star for an action that has a resource type', async () => {
    await expectTightPolicies(templates, STAR_EXCEPTIONS);
  });
});

describe('with an action of CodePipeline', () => {
  const app = new App();
  const stack = new Stack(app, 'Application');
  const fn = newFunction(stack, 'Orders', 'orders');
  const alias = new Alias(stack, 'Live', { aliasName: 'live', version: new Version(stack, 'First', { lambda: fn }) });
  const alarm = fn.metricErrors().createAlarm(stack, 'Errors', { threshold: 1, evaluationPeriods: 1 });
  newPipeline(stack, {
    stages: [{ stageName: 'Production', targets: [DeployTarget.lambdaAction(alias, { alarms: [alarm] })] }],
  });
  const templates = resolveTemplates(app.synth());

  test('the pipeline may release this function by its alias, and no other', async () => {
    const role = roleOf(templates, 'PipelineRole');
    const orders = here('lambda', 'function:orders');
    const actions = ['lambda:GetAlias', 'lambda:PublishVersion', 'lambda:UpdateAlias', 'lambda:UpdateFunctionCode'];
    await expectAllowed(role, [
      ...all([...actions, 'lambda:GetFunctionConfiguration'], orders),
      ['lambda:GetFunctionConfiguration', `${orders}:7`],
      ['lambda:GetProvisionedConcurrencyConfig', `${orders}:live`],
      ['cloudwatch:DescribeAlarms', arnOf(templates, 'AWS::CloudWatch::Alarm', 'Errors')],
    ]);
    await expectDenied(role, [
      ...all(actions, here('lambda', 'function:orders2')),
      ...all(['lambda:InvokeFunction', 'lambda:UpdateFunctionConfiguration', 'lambda:DeleteFunction'], orders),
      ['cloudwatch:DescribeAlarms', here('cloudwatch', 'alarm:other')],
      ['logs:PutLogEvents', here('logs', 'log-group:/aws/codepipeline/Other:log-stream:x')],
    ]);
  });

  test('no statement has a star for an action that has a resource type', async () => {
    await expectTightPolicies(templates);
  });
});

describe('with a network and a topic', () => {
  const app = new App();
  const stack = new Stack(app, 'Application');
  const smoke = new SmokeTest(stack, 'Smoke', {
    check: SmokeCheck.url('https://orders.internal'),
    network: { vpc: new Vpc(stack, 'Vpc', { restrictDefaultSecurityGroup: false }) },
  });
  const topic = new Topic(stack, 'Topic', { masterKey: new Key(stack, 'Key') });
  newDeployment(stack, 'Production', { afterTraffic: smoke.function, notifications: [{ topic }] });
  const templates = resolveTemplates(app.synth());

  test('the smoke test may enter its network, and invoke nothing', async () => {
    const role = roleOf(templates, 'SmokeRole');
    await expectAllowed(role, all(['ec2:DescribeNetworkInterfaces', 'ec2:DescribeSubnets'], '*'));
    await expectDenied(role, [
      ['lambda:InvokeFunction', `${arnOf(templates, 'AWS::Lambda::Function', 'ProductionFunction')}:7`],
      ['ec2:RunInstances', here('ec2', 'instance/*')],
    ]);
  });

  test('CodeDeploy may tell the topic, with its key', async () => {
    const role = roleOf(templates, 'ProductionServiceRole');
    await expectAllowed(role, [
      ['sns:Publish', templates.refTo(templates.resourcesOfType('AWS::SNS::Topic')[0])],
      ...all(['kms:Decrypt', 'kms:GenerateDataKey'], arnOf(templates, 'AWS::KMS::Key', 'Key')),
    ]);
    await expectDenied(role, [['sns:Publish', here('sns', 'other')]]);
  });

  test('no statement has a star for an action that has a resource type', async () => {
    expect(await statementsWithNeedlessStar(templates, STAR_EXCEPTIONS)).toEqual([]);
  });
});
