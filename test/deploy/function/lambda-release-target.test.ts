import { App, Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Key } from 'aws-cdk-lib/aws-kms';
import {
  Build,
  DeliveryFoundation,
  DeliveryPipeline,
  DeployTarget,
  LambdaDeployment,
  Rollback,
  Rollout,
} from '../../../lib';
import type { DeliveryPipelineProps, ILambdaDeployment, IDeployTarget } from '../../../lib';
import {
  actionsOf,
  errorsOf,
  lockedStacks,
  logicalIdOf,
  newDeployment,
  newSource,
  newStack,
  newTarget,
  statementsOf,
} from '../../support/fixtures';

const HANDLER_ROLE = 'CdkDeliverylambdareleaseRole';

/** A pipeline with a stage of these targets. */
function pipelineOf(
  stack: Stack,
  targets: IDeployTarget[],
  props: Partial<DeliveryPipelineProps> = {},
): DeliveryPipeline {
  return new DeliveryPipeline(stack, 'Pipeline', {
    sources: props.sources ?? [newSource(stack)],
    builds: [Build.project({ buildName: 'Package' })],
    stages: [{ stageName: 'Production', targets }],
    ...props,
  });
}

/** The parameters that the handler gets, with references written as `<LogicalId>` or `<Stack>`. */
function userParameters(given: Template, action: string): unknown {
  const text = (value: unknown): string => {
    if (typeof value === 'string') return value;
    const [key, inner] = Object.entries(value as Record<string, unknown>)[0] ?? [];
    if (key === 'Fn::Join') return (inner as [string, unknown[]])[1].map(text).join('');
    if (key === 'Ref') return `<${String(inner)}>`;
    return `<${(inner as { StackName: string }).StackName}>`;
  };
  return JSON.parse(text(actionsOf(given)[action].Configuration.UserParameters));
}

const arn = (service: string, ...rest: unknown[]): unknown => ({
  'Fn::Join': [
    '',
    [
      'arn:',
      { Ref: 'AWS::Partition' },
      `:${service}:`,
      { Ref: 'AWS::Region' },
      ':',
      { Ref: 'AWS::AccountId' },
      ...rest,
    ],
  ],
});

describe('a release', () => {
  const stack = newStack();
  pipelineOf(stack, [DeployTarget.lambdaFunction(newDeployment(stack))]);
  const given = Template.fromStack(stack);
  const action = actionsOf(given)['Production/Production'];

  test('is an action that invokes the handler with the output of the last build', () => {
    expect(action).toMatchObject({
      ActionTypeId: { Category: 'Invoke', Provider: 'Lambda' },
      InputArtifacts: [{ Name: 'Package' }],
      Configuration: { FunctionName: { Ref: logicalIdOf(given, 'AWS::Lambda::Function', 'lambdarelease') } },
      RunOrder: 1,
    });
    expect(Object.keys(action.Configuration).sort()).toEqual(['FunctionName', 'UserParameters']);
  });

  test('tells the handler what to release, and nothing more', () => {
    expect(userParameters(given, 'Production/Production')).toEqual({
      functionName: `<${logicalIdOf(given, 'AWS::Lambda::Function', 'ProductionFunction')}>`,
      aliasName: 'live',
      applicationName: 'Test-Production',
      deploymentGroupName: 'Test-Production',
    });
  });

  test('runs with the role of the pipeline, which may invoke the handler and nothing of the function', () => {
    expect(action).not.toHaveProperty('RoleArn');
    const handler = logicalIdOf(given, 'AWS::Lambda::Function', 'lambdarelease');
    expect(statementsOf(given, 'PipelineRole').filter(({ Action }) => String(Action).startsWith('lambda:'))).toEqual([
      { Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: { 'Fn::GetAtt': [handler, 'Arn'] } },
      { Effect: 'Allow', Action: 'lambda:ListFunctions', Resource: '*' },
    ]);
  });

  test('gives variables to later actions below a name of its own', () => {
    expect(action.Namespace).toBe('Production_Production');
  });

  test('is what the handler may do, and nothing else', () => {
    const fn = { 'Fn::GetAtt': [logicalIdOf(given, 'AWS::Lambda::Function', 'ProductionFunction'), 'Arn'] };
    const bucket = logicalIdOf(given, 'AWS::S3::Bucket', 'Artifacts');
    expect(statementsOf(given, HANDLER_ROLE)).toEqual([
      {
        Effect: 'Allow',
        Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: { 'Fn::GetAtt': [logicalIdOf(given, 'AWS::Logs::LogGroup', 'lambdarelease'), 'Arn'] },
      },
      {
        Effect: 'Allow',
        Action: ['codepipeline:PutJobFailureResult', 'codepipeline:PutJobSuccessResult'],
        Resource: '*',
      },
      {
        Effect: 'Allow',
        Action: ['s3:GetObject', 's3:GetObjectVersion'],
        Resource: { 'Fn::Join': ['', [{ 'Fn::GetAtt': [bucket, 'Arn'] }, '/Test-Pipeline/*']] },
      },
      {
        Effect: 'Allow',
        Action: [
          'lambda:GetAlias',
          'lambda:GetFunctionConfiguration',
          'lambda:PublishVersion',
          'lambda:UpdateFunctionCode',
        ],
        Resource: [fn, { 'Fn::Join': ['', [fn, ':*']] }],
      },
      {
        Effect: 'Allow',
        Action: [
          'codedeploy:BatchGetDeployments',
          'codedeploy:CreateDeployment',
          'codedeploy:GetDeployment',
          'codedeploy:ListDeployments',
        ],
        Resource: arn('codedeploy', ':deploymentgroup:Test-Production/Test-Production'),
      },
      {
        Effect: 'Allow',
        Action: ['codedeploy:GetApplicationRevision', 'codedeploy:RegisterApplicationRevision'],
        Resource: arn('codedeploy', ':application:Test-Production'),
      },
      {
        Effect: 'Allow',
        Action: 'codedeploy:GetDeploymentConfig',
        Resource: arn('codedeploy', ':deploymentconfig:CodeDeployDefault.LambdaAllAtOnce'),
      },
    ]);
  });

  test('may take five minutes a call', () => {
    given.hasResourceProperties('AWS::Lambda::Function', {
      Description: 'Releases Lambda functions through CodeDeploy, for actions of CodePipeline',
      Timeout: 300,
    });
  });
});

describe('the handler', () => {
  test('may decrypt artifacts where they have a key of the user’s', () => {
    const stack = newStack();
    const foundation = new DeliveryFoundation(stack, 'Foundation', { encryptionKey: new Key(stack, 'Key') });
    pipelineOf(stack, [DeployTarget.lambdaFunction(newDeployment(stack))], { foundation });
    expect(statementsOf(Template.fromStack(stack), HANDLER_ROLE)).toContainEqual({
      Effect: 'Allow',
      Action: ['kms:Decrypt', 'kms:DescribeKey'],
      Resource: { 'Fn::GetAtt': [expect.stringMatching(/^Key/) as unknown, 'Arn'] },
    });
  });

  test('may read the configuration that a rollout needed', () => {
    const stack = newStack();
    const rollout = Rollout.canary({ percentage: 25, interval: Duration.minutes(7) });
    pipelineOf(stack, [DeployTarget.lambdaFunction(newDeployment(stack, 'Production', { rollout }))]);
    expect(statementsOf(Template.fromStack(stack), HANDLER_ROLE).at(-1)).toEqual({
      Effect: 'Allow',
      Action: 'codedeploy:GetDeploymentConfig',
      Resource: arn('codedeploy', ':deploymentconfig:Test-Production-canary-25-percent-7-minutes'),
    });
  });

  test('may let the alarm of the new version watch it, exactly that one, also in another stack', () => {
    const app = new App();
    const shop = new Stack(app, 'Shop');
    const stack = new Stack(app, 'Test');
    const deployment = newDeployment(shop, 'Production', { rollback: Rollback.onPlatformAlarms() });
    pipelineOf(stack, [DeployTarget.lambdaFunction(deployment)]);
    const given = Template.fromStack(stack);
    const alarm = { 'Fn::GetStackOutput': expect.objectContaining({ StackName: 'Shop' }) as unknown };
    expect(userParameters(given, 'Production/Production')).toMatchObject({ versionAlarm: '<Shop>' });
    expect(statementsOf(given, HANDLER_ROLE)).toContainEqual({
      Effect: 'Allow',
      Action: ['cloudwatch:DescribeAlarms', 'cloudwatch:PutMetricAlarm', 'cloudwatch:SetAlarmState'],
      Resource: arn('cloudwatch', ':alarm:', alarm),
    });
  });

  test('is told no alarm, and may change none, where the stack makes none', () => {
    const stack = newStack();
    const { versionAlarmName } = newDeployment(stack);
    expect(versionAlarmName).toBeUndefined();
    pipelineOf(stack, [newTarget(stack, 'Other')]);
    expect(JSON.stringify(statementsOf(Template.fromStack(stack), HANDLER_ROLE))).not.toContain('cloudwatch:');
  });

  test('is one for all targets of a stack, with as many statements for two as for one', () => {
    const releasing = (...ids: string[]): Template => {
      const stack = newStack();
      pipelineOf(
        stack,
        ids.map((id) => DeployTarget.lambdaFunction(newDeployment(stack, id))),
      );
      return Template.fromStack(stack);
    };
    const [one, two] = [releasing('Orders'), releasing('Orders', 'Invoices')];
    expect(
      Object.keys(two.findResources('AWS::Lambda::Function')).filter((id) => id.includes('lambdarelease')),
    ).toHaveLength(1);
    expect(statementsOf(two, HANDLER_ROLE).map(({ Action }) => Action)).toEqual(
      statementsOf(one, HANDLER_ROLE).map(({ Action }) => Action),
    );
    const release = statementsOf(two, HANDLER_ROLE).find(({ Action }) => Action.includes('lambda:UpdateFunctionCode'));
    expect(release?.Resource).toHaveLength(4);
  });

  test('is invoked by an action for each target, side by side', () => {
    const stack = newStack();
    pipelineOf(
      stack,
      ['Orders', 'Invoices'].map((id) => DeployTarget.lambdaFunction(newDeployment(stack, id))),
    );
    const given = Template.fromStack(stack);
    const { 'Production/Orders': orders, 'Production/Invoices': invoices } = actionsOf(given);
    expect([orders.RunOrder, invoices.RunOrder]).toEqual([1, 1]);
    expect([orders.Namespace, invoices.Namespace]).toEqual(['Production_Orders', 'Production_Invoices']);
    expect(userParameters(given, 'Production/Invoices')).toMatchObject({ applicationName: 'Test-Invoices' });
  });
});

describe('a rollout', () => {
  const says = (rollout: Rollout): string[] => {
    const stack = newStack();
    pipelineOf(stack, [DeployTarget.lambdaFunction(newDeployment(stack, 'Production', { rollout }))]);
    return errorsOf(stack);
  };

  test.each([
    ['in one step', (minutes: number) => Rollout.canary({ percentage: 10, interval: Duration.minutes(minutes) }), 1380],
    ['in four', (minutes: number) => Rollout.linear({ percentage: 25, interval: Duration.minutes(minutes) }), 345],
  ])('%s may take 23 hours, which leaves a pipeline time for the rest, and not more', (_, rollout, longest) => {
    expect(says(rollout(longest))).toEqual([]);
    expect(says(rollout(longest + 1))).toEqual([
      expect.stringMatching(
        /^Production \(DeployTarget\.lambdaFunction\) deployment: must move traffic within 1380 minutes/,
      ),
    ]);
  });
});

describe('a target', () => {
  test('has the name of its deployment, or the one that the user gives it', () => {
    const deployment = newDeployment(newStack(), 'Orders');
    expect(DeployTarget.lambdaFunction(deployment).targetName).toBe('Orders');
    expect(DeployTarget.lambdaFunction(deployment, { targetName: 'Shop' }).targetName).toBe('Shop');
  });

  test('is where its deployment is', () => {
    const env = { account: '111122223333', region: 'eu-west-1' };
    expect(DeployTarget.lambdaFunction(newDeployment(newStack({ env }))).targetEnv).toEqual(env);
  });

  test('releases the artifact that the user says', () => {
    const stack = newStack();
    const tests = Build.project({ buildName: 'Tests' });
    const source = newSource(stack);
    const targets = [
      DeployTarget.lambdaFunction(newDeployment(stack, 'OfTests'), { artifact: tests.artifact }),
      DeployTarget.lambdaFunction(newDeployment(stack, 'OfSource'), { artifact: source.artifact }),
      DeployTarget.lambdaFunction(newDeployment(stack, 'OfLast')),
    ];
    pipelineOf(stack, targets, { sources: [source], builds: [tests, Build.project({ buildName: 'Package' })] });
    const actions = actionsOf(Template.fromStack(stack));
    expect(
      ['OfTests', 'OfSource', 'OfLast'].map((id) =>
        actions[`Production/${id}`].InputArtifacts?.map(({ Name }) => Name),
      ),
    ).toEqual([['Tests'], ['Source'], ['Package']]);
  });

  test('may be of another stack, without a lock between the two', () => {
    const app = new App();
    const [orders, delivery] = [new Stack(app, 'Orders'), new Stack(app, 'Delivery')];
    pipelineOf(delivery, [DeployTarget.lambdaFunction(newDeployment(orders))]);
    expect(lockedStacks(app)).toEqual([]);
    const given = Template.fromStack(delivery);
    expect(userParameters(given, 'Production/Production')).toEqual({
      functionName: '<Orders>',
      aliasName: 'live',
      applicationName: 'Orders-Production',
      deploymentGroupName: 'Orders-Production',
    });
    Template.fromStack(orders).resourceCountIs('AWS::Lambda::Function', 1);
    expect(delivery.dependencies).toContain(orders);
  });

  test('may be a deployment that exists already', () => {
    const stack = newStack();
    const deployment: ILambdaDeployment = LambdaDeployment.fromLambdaDeploymentAttributes(stack, 'Existing', {
      functionName: 'orders',
      applicationName: 'shop',
      deploymentGroupName: 'orders-production',
    });
    pipelineOf(stack, [DeployTarget.lambdaFunction(deployment)]);
    const given = Template.fromStack(stack);
    expect(userParameters(given, 'Production/Existing')).toEqual({
      functionName: 'orders',
      aliasName: 'live',
      applicationName: 'shop',
      deploymentGroupName: 'orders-production',
    });
    expect(statementsOf(given, HANDLER_ROLE)).toContainEqual(
      expect.objectContaining({ Resource: arn('codedeploy', ':deploymentgroup:shop/orders-production') }),
    );
  });
});
