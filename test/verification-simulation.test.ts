import { App, Stack } from 'aws-cdk-lib';
import { LinuxBuildImage } from 'aws-cdk-lib/aws-codebuild';
import { Pipeline } from 'aws-cdk-lib/aws-codepipeline';
import { Repository } from 'aws-cdk-lib/aws-ecr';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { DefinitionBody, Pass, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { AwsSolutionsChecks } from 'cdk-nag';
import { BuildVariable, DeliveryFoundation, DeployTarget, Verification } from '../lib';
import { newFunction, newPipeline } from './support/fixtures';
import {
  all,
  expectAllowed,
  expectDenied,
  expectTightPolicies,
  here,
  resolveTemplates,
  roleIdsOf,
  roleOf,
} from './support/simulation';

const app = new App();
const stack = new Stack(app, 'Delivery');
const encryptionKey = new Key(stack, 'Key');
const secret = new Secret(stack, 'Secret', { encryptionKey });
const machine = new StateMachine(stack, 'Machine', {
  stateMachineName: 'orders',
  definitionBody: DefinitionBody.fromChainable(new Pass(stack, 'Pass')),
});
const images = Repository.fromRepositoryName(stack, 'Images', 'orders');
const publishing = new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [here('sqs', 'orders')] });

newPipeline(stack, {
  foundation: new DeliveryFoundation(stack, 'Foundation', { artifactBucketName: 'store', encryptionKey }),
  stages: [
    {
      stageName: 'Staging',
      targets: [
        DeployTarget.image(images),
        DeployTarget.archive(new Bucket(stack, 'Downloads', { bucketName: 'downloads', encryptionKey }), {
          objectKey: 'orders/#{codepipeline.PipelineExecutionId}.zip',
        }),
      ],
      verifications: [
        Verification.test({ verificationName: 'Test', commands: ['make'] }),
        Verification.loadTest({
          verificationName: 'Load',
          image: LinuxBuildImage.STANDARD_7_0,
          commands: ['make'],
          targetUrl: 'https://orders.test',
        }),
        Verification.commands({
          verificationName: 'Commands',
          commands: ['make'],
          variables: { KEY: BuildVariable.secret(secret) },
          statements: [publishing],
        }),
        Verification.lambdaFunction(newFunction(stack, 'Judge', 'judge'), { verificationName: 'Lambda' }),
        Verification.stateMachine(machine, { verificationName: 'State' }),
        Verification.sourceScan({ verificationName: 'Source' }),
        Verification.imageScan({ verificationName: 'Image', repository: images }),
        Verification.pipeline(Pipeline.fromPipelineArn(stack, 'Other', here('codepipeline', 'nightly')), {
          verificationName: 'Nightly',
        }),
        Verification.syntheticCheck({ verificationName: 'Check', url: 'https://orders.test' }),
      ],
    },
  ],
});

const templates = resolveTemplates(app.synth());
const STAGE = 'PipelineStagesStaging';
const pipeline = roleOf(templates, 'PipelineRole');
const commands = roleOf(templates, `${STAGE}CommandsCommandRole`);
const test_ = roleOf(templates, 'PipelineCommandRole');
const image = roleOf(templates, `${STAGE}ImagesImageRole`);
const nightly = roleOf(templates, `${STAGE}NightlyCommandRole`);
const key = templates.arnOf(templates.resourcesOfType('AWS::KMS::Key')[0]);
const secretArn = templates.refTo(templates.resourcesOfType('AWS::SecretsManager::Secret')[0]);
const execution = here('states', 'execution:orders:1234').replace('/', ':');
const own = 'arn:aws:s3:::store/Delivery-Pipeline/Package/1234.zip';
const log = here('logs', 'log-group:/aws/codepipeline/Delivery-Pipeline:log-stream:x');
const START = ['codepipeline:StartPipelineExecution', 'codepipeline:GetPipelineExecution'];

test('the pipeline may start what verifies, watch it, and take the roles of commands', async () => {
  await expectAllowed(pipeline, [
    ['codebuild:StartBuild', here('codebuild', 'project/Delivery-Pipeline--Staging--Test')],
    ['codebuild:StartBuild', here('codebuild', 'project/Delivery-Pipeline--Staging--Load')],
    ['lambda:InvokeFunction', here('lambda', 'function:judge')],
    ['states:StartExecution', here('states', 'stateMachine:orders')],
    ['states:DescribeExecution', execution],
    ['inspector-scan:ScanSbom', '*'],
    ...all(['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'], here('ecr', 'repository/orders')),
    ['s3:PutObject', 'arn:aws:s3:::downloads/orders/1234.zip'],
    ['kms:GenerateDataKey', key],
    ['logs:PutLogEvents', log],
    ...[commands, image, nightly].map(({ arn }) => ['sts:AssumeRole', arn] as const),
  ]);
});

test('the pipeline may do nothing of the kind elsewhere', async () => {
  await expectDenied(pipeline, [
    ['lambda:InvokeFunction', here('lambda', 'function:other')],
    ['states:StartExecution', here('states', 'stateMachine:other')],
    ['states:StopExecution', execution],
    ['states:DescribeExecution', execution.replace('orders', 'other')],
    ['ecr:PutImage', here('ecr', 'repository/orders')],
    ['s3:PutObject', 'arn:aws:s3:::downloads/other.zip'],
    ['secretsmanager:GetSecretValue', secretArn],
    ['sqs:SendMessage', here('sqs', 'orders')],
    ...all(START, here('codepipeline', 'nightly')),
  ]);
});

test('commands may read artifacts and their secret, log, and do what the user says', async () => {
  await expectAllowed(commands, [
    ['s3:GetObject', own],
    ['logs:PutLogEvents', log],
    ['secretsmanager:GetSecretValue', secretArn],
    ['kms:Decrypt', key],
    ['sqs:SendMessage', here('sqs', 'orders')],
  ]);
});

test.each([
  ['what commands have that are let do more', commands],
  ['what tests, load tests and all other commands have', test_],
  ['the build of an image', image],
])('%s may not release, take roles or read what is another pipeline’s', async (_what, role) => {
  await expectDenied(role, [
    ['s3:PutObject', 'arn:aws:s3:::store/Other/Package/1234.zip'],
    ['s3:GetObject', 'arn:aws:s3:::store/Other/Package/1234.zip'],
    ['codebuild:StartBuild', here('codebuild', 'project/Delivery-Pipeline--Staging--Test')],
    ['states:StartExecution', here('states', 'stateMachine:orders')],
    ['lambda:InvokeFunction', here('lambda', 'function:judge')],
    ['sts:AssumeRole', pipeline.arn],
    ['codepipeline:PutApprovalResult', here('codepipeline', 'Delivery-Pipeline/Staging/Approve')],
    ['iam:PassRole', pipeline.arn, { 'iam:PassedToService': 'codepipeline.amazonaws.com' }],
    ...all(START, here('codepipeline', 'nightly')),
  ]);
});

test('commands that are let do more, and the build of an image, write no artifacts', async () => {
  for (const role of [commands, image]) await expectDenied(role, [['s3:PutObject', own]]);
});

test('the wait for another pipeline may start and watch it, and no other', async () => {
  await expectAllowed(nightly, all(START, here('codepipeline', 'nightly')));
  await expectDenied(nightly, [
    ...all(START, here('codepipeline', 'Delivery-Pipeline')),
    ['codepipeline:StopPipelineExecution', here('codepipeline', 'nightly')],
    ['secretsmanager:GetSecretValue', secretArn],
  ]);
});

test('the build of an image may publish into its repository, and no other', async () => {
  await expectAllowed(image, [
    ...all(['ecr:PutImage', 'ecr:UploadLayerPart', 'ecr:DescribeRepositories'], here('ecr', 'repository/orders')),
    ['ecr:GetAuthorizationToken', '*'],
    ['s3:GetObject', own],
  ]);
  await expectDenied(image, [
    ['ecr:PutImage', here('ecr', 'repository/other')],
    ['ecr:DeleteRepository', here('ecr', 'repository/orders')],
  ]);
});

test('a function that verifies may report, and a test may report its results', async () => {
  await expectAllowed(roleOf(templates, 'JudgeServiceRole'), [
    ['codepipeline:PutJobSuccessResult', '*'],
    ['codepipeline:PutJobFailureResult', '*'],
  ]);
  await expectAllowed(test_, [
    ['codebuild:CreateReport', here('codebuild', 'report-group/Delivery-Pipeline--Staging--Test-smoke')],
    ['s3:GetObject', own],
  ]);
});

test('every role that is made has been looked at, and none has a star that it does not need', async () => {
  expect(roleIdsOf(templates).filter((id) => id.startsWith(STAGE))).toEqual([
    `${STAGE}CommandsCommandRole`,
    `${STAGE}ImagesImageRole`,
    `${STAGE}NightlyCommandRole`,
  ]);
  await expectTightPolicies(templates);
  const { violations } = new AwsSolutionsChecks(app).validateScope(app);
  expect(violations.filter((violation) => JSON.stringify(violation).includes('Stages/Staging'))).toEqual([]);
});
