import { App, Stack } from 'aws-cdk-lib';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { app as quickstart } from '../examples/quickstart/app';
import { Build, DeliveryFoundation, DeliveryStack, Gate } from '../lib';
import { newSource, newTarget } from './support/fixtures';
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
import type { Request, ResolvedTemplates, StarException } from './support/simulation';

/** Actions for which the service's own reference and the page of the feature disagree. None so far. */
const STAR_EXCEPTIONS: StarException[] = [];

function bucketOf(templates: ResolvedTemplates, logicalIdPart: string): string {
  const bucket = templates
    .resourcesOfType('AWS::S3::Bucket')
    .find((resource) => resource.logicalId.includes(logicalIdPart));
  if (bucket === undefined) throw new Error(`no bucket with ${logicalIdPart}`);
  return templates.arnOf(bucket);
}

function onlyArn(templates: ResolvedTemplates, type: string): string {
  const [resource] = templates.resourcesOfType(type);
  return templates.arnOf(resource);
}

describe('in the quickstart', () => {
  const templates = resolveTemplates(quickstart.synth());
  const store = bucketOf(templates, 'FoundationArtifacts');
  const own = `${store}/OrdersDelivery/Package/abc`;
  const neighbours = `${store}/OrdersDelivery2/Package/abc`;
  const functions = templates.resourcesOfType('AWS::Lambda::Function').map((resource) => templates.arnOf(resource));
  const functionNamed = (part: string): string => functions.find((arn) => arn.includes(part)) ?? '';
  const [production, staging] = [functionNamed('ProductionFunction'), functionNamed('StagingFunction')];
  const handler = functionNamed('lambdarelease');
  const group = (stage: string): string =>
    here('codedeploy', `deploymentgroup:OrdersApplication-${stage}/OrdersApplication-${stage}`);

  test('the functions are there', () => {
    expect([production, staging, handler].every((arn) => arn.startsWith('arn:aws:lambda:'))).toBe(true);
  });

  test('the pipeline may read and write its artifacts, and start what its actions name', async () => {
    const role = roleOf(templates, 'DeliveryPipelineRole');
    await expectAllowed(role, [
      ...all(['s3:GetBucketVersioning', 's3:GetBucketAcl', 's3:GetBucketLocation'], store),
      ...all(['s3:GetObject', 's3:GetObjectVersion', 's3:PutObject'], own),
      ...all(
        ['codecommit:GetBranch', 'codecommit:GetCommit', 'codecommit:UploadArchive'],
        here('codecommit', 'orders'),
      ),
      ...all(['codecommit:GetUploadArchiveStatus', 'codecommit:CancelUploadArchive'], here('codecommit', 'orders')),
      ...all(
        ['codebuild:StartBuild', 'codebuild:BatchGetBuilds', 'codebuild:StopBuild'],
        here('codebuild', 'project/OrdersDelivery--Package'),
      ),
      ['lambda:InvokeFunction', handler],
      ['lambda:ListFunctions', '*'],
    ]);
  });

  test('the pipeline may do nothing on a neighbour, and releases nothing itself', async () => {
    await expectDenied(roleOf(templates, 'DeliveryPipelineRole'), [
      ...all(['s3:GetObject', 's3:PutObject'], neighbours),
      ['s3:GetObject', own, { 'aws:SecureTransport': 'false' }],
      ['s3:DeleteObject', own],
      ['s3:PutBucketPolicy', store],
      ['codecommit:GetBranch', here('codecommit', 'orders2')],
      ['codecommit:GitPush', here('codecommit', 'orders')],
      ['codebuild:StartBuild', here('codebuild', 'project/OrdersDelivery2--Package')],
      ...all(['lambda:InvokeFunction', 'lambda:UpdateFunctionCode'], production),
      ['codedeploy:CreateDeployment', group('Production')],
      ['iam:PassRole', roleOf(templates, 'CdkDeliverylambdareleaseRole').arn],
    ]);
  });

  test('the rule of the source may start this pipeline and no other', async () => {
    const role = roleOf(templates, 'DeliveryPipelineStartRole');
    await expectAllowed(role, [['codepipeline:StartPipelineExecution', here('codepipeline', 'OrdersDelivery')]]);
    await expectDenied(role, [
      ['codepipeline:StartPipelineExecution', here('codepipeline', 'OrdersDelivery2')],
      ['codepipeline:PutApprovalResult', here('codepipeline', 'OrdersDelivery/Production/Approve')],
    ]);
  });

  test('the build may log, report, read its variables, and exchange artifacts', async () => {
    const role = roleOf(templates, 'DeliveryPipelineCommandRole');
    const logGroup = templates.refTo(logGroupOf(templates, 'BuildLogs'));
    const stream = here('logs', `log-group:${logGroup}:log-stream:OrdersDelivery--Package/1`);
    const reports = here('codebuild', 'report-group/OrdersDelivery--Package-unit');
    await expectAllowed(role, [
      ...all(['logs:CreateLogStream', 'logs:PutLogEvents'], stream),
      ...all(['codebuild:CreateReportGroup', 'codebuild:CreateReport', 'codebuild:BatchPutTestCases'], reports),
      ...all(['codebuild:UpdateReport', 'codebuild:BatchPutCodeCoverages'], reports),
      ...all(['s3:GetObject', 's3:GetObjectVersion', 's3:PutObject'], own),
      ['ssm:GetParameters', here('ssm', 'parameter/orders/api-url')],
      ['secretsmanager:GetSecretValue', templates.refTo(templates.resourcesOfType('AWS::SecretsManager::Secret')[0])],
      [
        'kms:Decrypt',
        onlyArn(templates, 'AWS::KMS::Key'),
        { 'kms:ViaService': 'secretsmanager.eu-west-1.amazonaws.com' },
      ],
    ]);
  });

  test('the build may not release, nor use its key or name for anything else', async () => {
    const role = roleOf(templates, 'DeliveryPipelineCommandRole');
    const logGroup = templates.refTo(logGroupOf(templates, 'BuildLogs'));
    await expectDenied(role, [
      ['logs:PutLogEvents', here('logs', `log-group:${logGroup}:log-stream:OrdersDelivery2--Package/1`)],
      ['codebuild:CreateReport', here('codebuild', 'report-group/OrdersDelivery2--Package-unit')],
      ...all(['s3:GetObject', 's3:PutObject'], neighbours),
      ['ssm:GetParameters', here('ssm', 'parameter/orders/api-url2')],
      ['ssm:GetParameters', here('ssm', 'parameter/orders')],
      ['kms:Decrypt', onlyArn(templates, 'AWS::KMS::Key')],
      ['kms:Decrypt', onlyArn(templates, 'AWS::KMS::Key'), { 'kms:ViaService': 's3.eu-west-1.amazonaws.com' }],
      ...all(['lambda:UpdateFunctionCode', 'lambda:InvokeFunction', 'lambda:UpdateAlias'], production),
      ['lambda:InvokeFunction', handler],
      ['codedeploy:CreateDeployment', group('Production')],
      ['codepipeline:PutApprovalResult', here('codepipeline', 'OrdersDelivery/Production/Approve')],
      ['codepipeline:StartPipelineExecution', here('codepipeline', 'OrdersDelivery')],
      ['codepipeline:PutJobSuccessResult', '*'],
      ['iam:PassRole', role.arn],
    ]);
  });

  test('the handler may release the two functions through their deployment groups', async () => {
    const role = roleOf(templates, 'CdkDeliverylambdareleaseRole');
    await expectAllowed(role, [
      ...[production, staging].flatMap((arn) => [
        ...all(['lambda:UpdateFunctionCode', 'lambda:PublishVersion'], arn),
        ...all(['lambda:GetAlias', 'lambda:GetFunctionConfiguration'], arn),
        ['lambda:GetFunctionConfiguration', `${arn}:7`] as const,
      ]),
      ...['Staging', 'Production'].flatMap((stage) => [
        ...all(['codedeploy:CreateDeployment', 'codedeploy:GetDeployment'], group(stage)),
        ...all(['codedeploy:ListDeployments', 'codedeploy:BatchGetDeployments'], group(stage)),
        ...all(
          ['codedeploy:RegisterApplicationRevision', 'codedeploy:GetApplicationRevision'],
          here('codedeploy', `application:OrdersApplication-${stage}`),
        ),
      ]),
      ['codedeploy:GetDeploymentConfig', here('codedeploy', 'deploymentconfig:CodeDeployDefault.LambdaAllAtOnce')],
      [
        'codedeploy:GetDeploymentConfig',
        here('codedeploy', 'deploymentconfig:CodeDeployDefault.LambdaCanary10Percent5Minutes'),
      ],
      ...all(['s3:GetObject', 's3:GetObjectVersion'], own),
      ...all(['codepipeline:PutJobSuccessResult', 'codepipeline:PutJobFailureResult'], '*'),
    ]);
  });

  test('the handler may not release anything else, write artifacts, or move traffic itself', async () => {
    await expectDenied(roleOf(templates, 'CdkDeliverylambdareleaseRole'), [
      ...all(['lambda:UpdateFunctionCode', 'lambda:PublishVersion'], here('lambda', 'function:other')),
      ...all(['lambda:UpdateFunctionCode'], handler),
      ...all(['lambda:UpdateAlias', 'lambda:InvokeFunction', 'lambda:DeleteFunction'], production),
      ['lambda:UpdateFunctionConfiguration', production],
      ['codedeploy:CreateDeployment', here('codedeploy', 'deploymentgroup:OrdersApplication-Production/other')],
      ['codedeploy:StopDeployment', '*'],
      ['s3:GetObject', neighbours],
      ['s3:PutObject', own],
      ['iam:PassRole', roleOf(templates, 'ProductionServiceRole').arn],
    ]);
  });

  test('CodeDeploy may move the alias of its own function and read its own alarms', async () => {
    const role = roleOf(templates, 'ProductionServiceRole', 'OrdersApplication');
    const alarm = onlyArn(templates, 'AWS::CloudWatch::Alarm');
    await expectAllowed(role, [
      ...all(['lambda:GetAlias', 'lambda:UpdateAlias'], production),
      ['cloudwatch:DescribeAlarms', alarm],
    ]);
    await expectDenied(role, [
      ...all(['lambda:UpdateAlias', 'lambda:GetAlias'], staging),
      ...all(['lambda:UpdateFunctionCode', 'lambda:InvokeFunction'], production),
      ['cloudwatch:DescribeAlarms', here('cloudwatch', 'alarm:other')],
    ]);
  });

  test('every role that is made has been looked at', () => {
    expect(roleIdsOf(templates)).toEqual([
      'CdkDeliverylambdareleaseRole',
      'DeliveryPipelineCommandRole',
      'DeliveryPipelineRole',
      'DeliveryPipelineStartRole',
      'ProductionFunctionServiceRole',
      'ProductionServiceRole',
      'StagingFunctionServiceRole',
      'StagingServiceRole',
    ]);
  });

  test('no statement has a star for an action that has a resource type', async () => {
    await expectTightPolicies(templates, STAR_EXCEPTIONS);
  });
});

describe('with a customer-managed key and a topic', () => {
  const app = new App();
  const shared = new Stack(app, 'Shared');
  const key = new Key(shared, 'Key');
  const topicKey = new Key(shared, 'TopicKey');
  const topic = new Topic(shared, 'Leads', { masterKey: topicKey });
  const foundation = new DeliveryFoundation(shared, 'Foundation', { encryptionKey: key });
  for (const name of ['First', 'Second']) {
    new DeliveryStack(app, name, {
      foundation,
      sources: [newSource(new Stack(app, `${name}Code`))],
      builds: [Build.project({ buildName: 'Package', commands: ['make'] })],
      stages: [
        {
          stageName: 'Live',
          gates: [Gate.approval({ notify: topic })],
          targets: [newTarget(new Stack(app, `${name}App`))],
        },
      ],
    });
  }
  const templates = resolveTemplates(app.synth());
  const arnOf = (type: string, part: string): string => {
    const found = templates.resourcesOfType(type).find((resource) => resource.logicalId.startsWith(part));
    if (found === undefined) throw new Error(`no ${type} ${part}`);
    return templates.arnOf(found);
  };
  const store = bucketOf(templates, 'FoundationArtifacts');

  test.each(['First', 'Second'])('the roles of %s use the key, and only their own artifacts', async (name) => {
    const other = name === 'First' ? 'Second' : 'First';
    const keyArn = arnOf('AWS::KMS::Key', 'Key');
    const pipeline = roleOf(templates, 'DeliveryPipelineRole', name);
    const build = roleOf(templates, 'DeliveryPipelineCommandRole', name);
    const release = roleOf(templates, 'CdkDeliverylambdareleaseRole', name);
    for (const role of [pipeline, build]) {
      await expectAllowed(role, [
        ...all(['kms:Decrypt', 'kms:GenerateDataKey', 'kms:Encrypt', 'kms:DescribeKey'], keyArn),
        ...all(['s3:GetObject', 's3:PutObject'], `${store}/${name}/Package/x`),
      ]);
    }
    await expectAllowed(release, [...all(['kms:Decrypt'], keyArn), ['s3:GetObject', `${store}/${name}/Package/x`]]);
    for (const role of [pipeline, build, release]) {
      await expectDenied(role, [
        ['s3:GetObject', `${store}/${other}/Package/x`],
        ...all(['kms:ScheduleKeyDeletion', 'kms:PutKeyPolicy'], keyArn),
      ]);
    }
    await expectDenied(release, [['kms:GenerateDataKey', keyArn]]);
  });

  test('the pipeline may publish to the approval topic with its key, the build may not', async () => {
    const topicArn = templates.refTo(templates.resourcesOfType('AWS::SNS::Topic')[0]);
    const topicKeyArn = arnOf('AWS::KMS::Key', 'TopicKey');
    const requests: Request[] = [
      ['sns:Publish', topicArn],
      ...all(['kms:Decrypt', 'kms:GenerateDataKey'], topicKeyArn),
    ];
    await expectAllowed(roleOf(templates, 'DeliveryPipelineRole', 'First'), requests);
    await expectDenied(roleOf(templates, 'DeliveryPipelineCommandRole', 'First'), requests);
  });

  test('no statement has a star for an action that has a resource type', async () => {
    expect(await statementsWithNeedlessStar(templates, STAR_EXCEPTIONS)).toEqual([]);
  });
});

function logGroupOf(
  templates: ResolvedTemplates,
  part: string,
): ReturnType<ResolvedTemplates['resourcesOfType']>[number] {
  const found = templates.resourcesOfType('AWS::Logs::LogGroup').find((resource) => resource.logicalId.includes(part));
  if (found === undefined) throw new Error(`no log group ${part}`);
  return found;
}
