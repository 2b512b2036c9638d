import { App, Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Build, DeliveryAccess, DeliveryFoundation, DeliveryPipeline, DeployTarget } from '../lib';
import type { IDeliveryFoundation } from '../lib';
import { newSource } from './support/fixtures';
import {
  all,
  expectAllowed,
  expectDenied,
  resolveTemplates,
  roleIdsOf,
  roleOf,
  statementsWithNeedlessStar,
  unknownActions,
} from './support/simulation';

const HOME = { account: '111111111111', region: 'eu-west-1' };
const AWAY = { account: '222222222222', region: 'us-east-1' };

/** The artifacts of the pipelines in a region, in the account of the pipelines. */
function foundationIn(app: App, region: string): IDeliveryFoundation {
  const stack = new Stack(app, `Store-${region}`, { env: { ...HOME, region } });
  return new DeliveryFoundation(stack, 'Foundation', {
    artifactBucketName: `artifacts-${region}`,
    encryptionKey: new Key(stack, 'Key'),
    trustedAccounts: [AWAY.account],
  });
}

/** A pipeline that deploys a stack of its name in the other account and region. */
function pipelineOf(app: App, away: Stack, pipelineName: string, stores: IDeliveryFoundation[]): void {
  const [foundation, ...otherFoundations] = stores;
  const access = new DeliveryAccess(away, pipelineName, {
    pipelineAccount: HOME.account,
    pipelineName,
    artifactBucketName: `artifacts-${AWAY.region}`,
    stackNames: [pipelineName],
    deploymentStatements: [
      new PolicyStatement({
        actions: ['sqs:CreateQueue'],
        resources: [`arn:aws:sqs:${AWAY.region}:${AWAY.account}:${pipelineName}`],
      }),
    ],
  });
  const stack = new Stack(app, `Pipeline-${pipelineName}`, { env: HOME });
  new DeliveryPipeline(stack, 'Pipeline', {
    pipelineName,
    sources: [newSource(stack)],
    builds: [Build.project({ buildName: 'Package' })],
    foundation,
    otherFoundations,
    stages: [{ stageName: 'Production', access, targets: [DeployTarget.stack({ stackName: pipelineName })] }],
  });
}

describe('two pipelines that work in another account and region', () => {
  const app = new App();
  const away = new Stack(app, 'Away', { env: AWAY });
  const stores = [HOME.region, AWAY.region].map((region) => foundationIn(app, region));
  for (const name of ['orders', 'billing']) pipelineOf(app, away, name, stores);
  // What a careless administrator of the other account might make.
  new Role(away, 'Stranger', {
    roleName: 'stranger',
    assumedBy: new ServicePrincipal('ec2.amazonaws.com'),
  }).addToPolicy(new PolicyStatement({ actions: ['s3:GetObject', 'kms:Decrypt', 'sts:AssumeRole'], resources: ['*'] }));

  const templates = resolveTemplates(app.synth());
  const action = roleOf(templates, 'ordersActionRole');
  const deployment = roleOf(templates, 'ordersDeploymentRole');
  const billing = {
    action: roleOf(templates, 'billingActionRole'),
    deployment: roleOf(templates, 'billingDeploymentRole'),
  };
  const pipeline = roleOf(templates, 'PipelineRole', 'Pipeline-orders');
  const object = (pipelineName: string, region = AWAY.region): string =>
    `arn:aws:s3:::artifacts-${region}/${pipelineName}/Package/template.json`;
  const keyIn = (region: string): string => {
    const [key] = templates
      .resourcesOfType('AWS::KMS::Key')
      .filter(({ environment, stackName }) => environment.region === region && stackName.startsWith('Store'));
    return templates.arnOf(key);
  };
  const viaS3 = { 'kms:ViaService': `s3.${AWAY.region}.amazonaws.com` };
  const stackOf = (name: string): string => `arn:aws:cloudformation:${AWAY.region}:${AWAY.account}:stack/${name}/1`;
  const toCloudFormation = { 'iam:PassedToService': 'cloudformation.amazonaws.com' };
  const changes = ['cloudformation:CreateChangeSet', 'cloudformation:ExecuteChangeSet'];
  const queue = (name: string): string => `arn:aws:sqs:${AWAY.region}:${AWAY.account}:${name}`;

  test('the role of actions may read and write the artifacts of its pipeline, by the policies of bucket and key', async () => {
    await expectAllowed(action, [
      ...all(['s3:GetObject', 's3:PutObject'], object('orders')),
      ...all(['kms:Decrypt', 'kms:GenerateDataKey'], keyIn(AWAY.region), viaS3),
    ]);
  });

  test('the role of actions may change its stack, and pass its role to CloudFormation', async () => {
    await expectAllowed(action, [
      ...all(changes, stackOf('orders')),
      ['iam:PassRole', deployment.arn, toCloudFormation],
    ]);
  });

  test('the role of actions reaches nothing of another pipeline, of another region, or beside S3', async () => {
    await expectDenied(action, [
      ...all(['s3:GetObject', 's3:PutObject'], object('billing')),
      ...all(['s3:GetObject', 's3:PutObject'], object('orders', HOME.region)),
      ['s3:DeleteObject', object('orders')],
      ['kms:Decrypt', keyIn(AWAY.region), { 'kms:ViaService': `sqs.${AWAY.region}.amazonaws.com` }],
      ['kms:Decrypt', keyIn(HOME.region), { 'kms:ViaService': `s3.${HOME.region}.amazonaws.com` }],
      ...all(changes, stackOf('billing')),
      ['iam:PassRole', billing.deployment.arn, toCloudFormation],
      ['iam:PassRole', deployment.arn, { 'iam:PassedToService': 'ec2.amazonaws.com' }],
      ['sts:AssumeRole', billing.action.arn],
      ['sqs:CreateQueue', queue('orders')],
    ]);
  });

  test('the role of CloudFormation may read artifacts and make what the user said, and no more', async () => {
    await expectAllowed(deployment, [
      ['s3:GetObject', object('orders')],
      ['kms:Decrypt', keyIn(AWAY.region), viaS3],
      ['sqs:CreateQueue', queue('orders')],
    ]);
    await expectDenied(deployment, [
      ['s3:GetObject', object('billing')],
      ['s3:PutObject', object('orders')],
      ['sqs:CreateQueue', queue('billing')],
      ['kms:GenerateDataKey', keyIn(AWAY.region), viaS3],
      ...all(changes, stackOf('orders')),
      ['iam:PassRole', deployment.arn, toCloudFormation],
    ]);
  });

  test('the role of the pipeline may take the role of its actions, and does nothing over there itself', async () => {
    await expectAllowed(pipeline, [['sts:AssumeRole', action.arn]]);
    await expectDenied(pipeline, [
      ['sts:AssumeRole', billing.action.arn],
      ['sts:AssumeRole', deployment.arn],
      ...all(changes, stackOf('orders')),
      ['iam:PassRole', deployment.arn, toCloudFormation],
    ]);
  });

  test('the role of the pipeline may read and write its artifacts in every region, whose copies it makes', async () => {
    for (const region of [HOME.region, AWAY.region]) {
      await expectAllowed(pipeline, [
        ...all(['s3:GetObject', 's3:PutObject'], object('orders', region)),
        ...all(['kms:Decrypt', 'kms:GenerateDataKey'], keyIn(region), {
          'kms:ViaService': `s3.${region}.amazonaws.com`,
        }),
      ]);
      await expectDenied(pipeline, all(['s3:GetObject', 's3:PutObject'], object('billing', region)));
    }
  });

  test('the commands of a build take no role over there', async () => {
    await expectDenied(roleOf(templates, 'PipelineCommandRole', 'Pipeline-orders'), [
      ['sts:AssumeRole', action.arn],
      ['sts:AssumeRole', deployment.arn],
    ]);
  });

  test('no other role of that account is let in by bucket, key or the roles themselves, whatever it may do', async () => {
    await expectDenied(roleOf(templates, 'Stranger'), [
      ['s3:GetObject', object('orders')],
      ['kms:Decrypt', keyIn(AWAY.region), viaS3],
      ['sts:AssumeRole', action.arn],
      ['sts:AssumeRole', deployment.arn],
    ]);
  });

  test('every role that is made has been looked at, and none of ours has a star that it does not need', async () => {
    expect(roleIdsOf(templates).filter((id) => !id.startsWith('Pipeline'))).toEqual([
      'Stranger',
      'billingActionRole',
      'billingDeploymentRole',
      'ordersActionRole',
      'ordersDeploymentRole',
    ]);
    const needless = await statementsWithNeedlessStar(templates, []);
    expect(needless.filter((finding) => !JSON.stringify(finding).includes('Stranger'))).toEqual([]);
    expect(await unknownActions(templates)).toEqual([]);
  });
});
