import { App, Stack } from 'aws-cdk-lib';
import { Distribution } from 'aws-cdk-lib/aws-cloudfront';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { AwsSolutionsChecks } from 'cdk-nag';
import { DeployTarget } from '../lib';
import { deployStage } from './support/cdk-stage';
import { newPipeline } from './support/fixtures';
import {
  ACCOUNT,
  all,
  expectAllowed,
  expectDenied,
  expectTightPolicies,
  here,
  resolveTemplates,
  roleIdsOf,
  roleOf,
} from './support/simulation';

describe('a pipeline with two stacks', () => {
  const app = new App();
  const stack = new Stack(app, 'Delivery');
  const targets = ['network', 'orders'].map((stackName) =>
    DeployTarget.stack({
      stackName,
      approval: {},
      statements: [new PolicyStatement({ actions: ['s3:CreateBucket'], resources: [`arn:aws:s3:::${stackName}`] })],
    }),
  );
  newPipeline(stack, { stages: [{ stageName: 'Production', targets }] });
  const templates = resolveTemplates(app.synth());
  const pipeline = roleOf(templates, 'PipelineRole');
  const [network, orders] = ['network', 'orders'].map((name) =>
    roleOf(templates, `PipelineStagesProduction${name}DeploymentRole`),
  );
  const own = here('cloudformation', 'stack/orders/1234');
  const changeSet = { 'cloudformation:ChangeSetName': 'Delivery-Pipeline-Production' };
  const toCloudFormation = { 'iam:PassedToService': 'cloudformation.amazonaws.com' };
  const CHANGES = [
    'cloudformation:CreateChangeSet',
    'cloudformation:ExecuteChangeSet',
    'cloudformation:DescribeChangeSet',
  ];

  test('the pipeline may change its stacks by its change set, and pass their roles to CloudFormation', async () => {
    await expectAllowed(pipeline, [
      ['cloudformation:DescribeStacks', own],
      ...all([...CHANGES, 'cloudformation:DeleteChangeSet'], own, changeSet),
      ['iam:PassRole', network.arn, toCloudFormation],
      ['iam:PassRole', orders.arn, toCloudFormation],
    ]);
  });

  test('the pipeline may do nothing to other stacks, by other change sets, or with other roles', async () => {
    await expectDenied(pipeline, [
      ...all(CHANGES, here('cloudformation', 'stack/orders2/1234'), changeSet),
      ...all(CHANGES, own, { 'cloudformation:ChangeSetName': 'mine' }),
      ...all(['cloudformation:UpdateStack', 'cloudformation:DeleteStack', 'cloudformation:CreateStack'], own),
      ['iam:PassRole', orders.arn, { 'iam:PassedToService': 'ec2.amazonaws.com' }],
      ['iam:PassRole', pipeline.arn, toCloudFormation],
      ['s3:CreateBucket', 'arn:aws:s3:::orders'],
      ['sts:AssumeRole', orders.arn],
    ]);
  });

  test('each deployment role may do what the user said for its stack, and no more', async () => {
    await expectAllowed(orders, [['s3:CreateBucket', 'arn:aws:s3:::orders']]);
    await expectDenied(orders, [
      ['s3:CreateBucket', 'arn:aws:s3:::network'],
      ['iam:CreateRole', `arn:aws:iam::${ACCOUNT}:role/any`],
      ['iam:PassRole', orders.arn, toCloudFormation],
      ['cloudformation:ExecuteChangeSet', own, changeSet],
    ]);
  });

  test('the build may pass no role and deploy nothing', async () => {
    await expectDenied(roleOf(templates, 'PipelineCommandRole'), [
      ...all(CHANGES, own, changeSet),
      ['iam:PassRole', orders.arn, toCloudFormation],
    ]);
  });

  test('every role that is made has been looked at, and none has a star that it does not need', async () => {
    expect(roleIdsOf(templates)).toEqual([
      'PipelineCommandRole',
      'PipelineRole',
      'PipelineStagesProductionnetworkDeploymentRole',
      'PipelineStagesProductionordersDeploymentRole',
      'PipelineStartRole',
    ]);
    await expectTightPolicies(templates);
  });
});

describe('a pipeline with a CDK stage', () => {
  const app = new App();
  const stack = new Stack(app, 'Delivery');
  deployStage(undefined, undefined, stack);
  const templates = resolveTemplates(app.synth());
  const place = 'PipelineStagesProductionShop';
  const pipeline = roleOf(templates, 'PipelineRole');
  const publishing = roleOf(templates, `${place}PublishRole`);
  const deployment = roleOf(templates, `${place}DeploymentRole`);
  const bootstrap = (role: string): string =>
    `arn:aws:iam::${ACCOUNT}:role/cdk-hnb659fds-${role}-role-${ACCOUNT}-eu-west-1`;
  const version = here('ssm', 'parameter/cdk-bootstrap/hnb659fds/version');
  const asset = `arn:aws:s3:::cdk-hnb659fds-assets-${ACCOUNT}-eu-west-1/0123.zip`;
  const toCloudFormation = { 'iam:PassedToService': 'cloudformation.amazonaws.com' };

  test('the build that publishes may take the publishing role for files, and no other role', async () => {
    await expectAllowed(publishing, [
      ['sts:AssumeRole', bootstrap('file-publishing')],
      ['ssm:GetParameter', version],
    ]);
    await expectDenied(publishing, [
      ...['image-publishing', 'deploy', 'lookup', 'cfn-exec'].map((role): [string, string] => [
        'sts:AssumeRole',
        bootstrap(role),
      ]),
      ['sts:AssumeRole', deployment.arn],
      ['iam:PassRole', deployment.arn, toCloudFormation],
      ['ssm:GetParameter', here('ssm', 'parameter/other')],
      ['s3:PutObject', asset],
      ['cloudformation:ExecuteChangeSet', here('cloudformation', 'stack/Shop-Orders/1')],
    ]);
  });

  test('CloudFormation may read assets and the version of the bootstrap, and do what the user said', async () => {
    await expectAllowed(deployment, [
      ['s3:GetObject', asset],
      ['ssm:GetParameters', version],
      ['sns:CreateTopic', here('sns', 'Shop-Topic')],
    ]);
    await expectDenied(deployment, [
      ['s3:PutObject', asset],
      ['s3:GetObject', 'arn:aws:s3:::neighbour/0123.zip'],
      ['sns:CreateTopic', here('sns', 'neighbour')],
      ['sts:AssumeRole', bootstrap('file-publishing')],
    ]);
  });

  test('the pipeline may change the stacks of the stage, start the build, and pass on the one role', async () => {
    const changeSet = { 'cloudformation:ChangeSetName': 'Delivery-Pipeline-Production' };
    await expectAllowed(pipeline, [
      ...['Shared', 'Orders', 'Alone'].map((name): [string, string, Record<string, string>] => [
        'cloudformation:ExecuteChangeSet',
        here('cloudformation', `stack/Shop-${name}/1`),
        changeSet,
      ]),
      ['codebuild:StartBuild', here('codebuild', 'project/Delivery-Pipeline--Production--Shop-Assets')],
      ['iam:PassRole', deployment.arn, toCloudFormation],
    ]);
    await expectDenied(pipeline, [
      ['sts:AssumeRole', bootstrap('file-publishing')],
      ['iam:PassRole', bootstrap('cfn-exec'), toCloudFormation],
      ['iam:PassRole', publishing.arn, toCloudFormation],
    ]);
  });

  test('no statement has a star that it does not need, and cdk-nag finds nothing on what publishes', async () => {
    await expectTightPolicies(templates);
    const { violations } = new AwsSolutionsChecks(app).validateScope(app);
    expect(violations.filter((violation) => JSON.stringify(violation).includes('Publish'))).toEqual([]);
  });
});

describe('a pipeline with a site', () => {
  const app = new App();
  const stack = new Stack(app, 'Delivery');
  const encryptionKey = new Key(stack, 'Key');
  const bucket = new Bucket(stack, 'Site', { bucketName: 'site', encryptionKey });
  const attributes = { distributionId: 'E123', domainName: 'd123.cloudfront.net' };
  const distribution = Distribution.fromDistributionAttributes(stack, 'Distribution', attributes);
  newPipeline(stack, {
    stages: [{ stageName: 'Production', targets: [DeployTarget.site(bucket, { folder: 'app', distribution })] }],
  });
  const templates = resolveTemplates(app.synth());
  const pipeline = roleOf(templates, 'PipelineRole');
  const invalidation = roleOf(templates, 'PipelineStagesProductionSiteInvalidationRole');
  const own = `arn:aws:cloudfront::${ACCOUNT}:distribution/E123`;
  const logs = here('logs', 'log-group:/aws/codepipeline/Delivery-Pipeline:log-stream:x');

  test('the pipeline may write into the folder with the key, and take the role that empties caches', async () => {
    await expectAllowed(pipeline, [
      ['s3:PutObject', 'arn:aws:s3:::site/app/index.html'],
      ['kms:GenerateDataKey', templates.arnOf(templates.resourcesOfType('AWS::KMS::Key')[0])],
      ['sts:AssumeRole', invalidation.arn],
    ]);
    await expectDenied(pipeline, [
      ['s3:PutObject', 'arn:aws:s3:::site/other/index.html'],
      ['s3:DeleteObject', 'arn:aws:s3:::site/app/index.html'],
      ['cloudfront:CreateInvalidation', own],
    ]);
  });

  test('the role that empties caches may do that for this distribution, read artifacts and log', async () => {
    await expectAllowed(invalidation, [
      ['cloudfront:CreateInvalidation', own],
      ['logs:PutLogEvents', logs],
    ]);
    await expectDenied(invalidation, [
      ['cloudfront:CreateInvalidation', `arn:aws:cloudfront::${ACCOUNT}:distribution/E999`],
      ['cloudfront:UpdateDistribution', own],
      ...all(['s3:PutObject', 's3:DeleteObject'], 'arn:aws:s3:::site/app/index.html'),
      ['sts:AssumeRole', pipeline.arn],
    ]);
  });

  test('no statement has a star that it does not need, and cdk-nag finds nothing on the role', async () => {
    await expectTightPolicies(templates);
    const { violations } = new AwsSolutionsChecks(app).validateScope(app);
    expect(violations.filter((violation) => JSON.stringify(violation).includes('Invalidation'))).toEqual([]);
  });
});
