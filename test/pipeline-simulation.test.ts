import { App, Stack } from 'aws-cdk-lib';
import { Alarm, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { BuildSpec, Project } from 'aws-cdk-lib/aws-codebuild';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { AwsSolutionsChecks } from 'cdk-nag';
import { Build, Gate, StageFailure, StageRule } from '../lib';
import { newPipeline, newTarget } from './support/fixtures';
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

describe('a pipeline with every gate, an approver and a rollback by an alarm', () => {
  const app = new App();
  const stack = new Stack(app, 'Delivery');
  const build = Build.project({ buildName: 'Package' });
  const input = build.artifact;
  const metric = new Metric({ namespace: 'Orders', metricName: 'Errors' });
  const alarm = (id: string): Alarm =>
    new Alarm(stack, id, { metric, threshold: 1, evaluationPeriods: 1, alarmName: id });
  const readParameter = new PolicyStatement({
    actions: ['ssm:GetParameter'],
    resources: [here('ssm', 'parameter/ready')],
  });
  const askRole = new Role(stack, 'AskRole', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  const asked = new Function(stack, 'Ask', {
    functionName: 'ask',
    role: askRole,
    code: Code.fromInline('0'),
    runtime: Runtime.NODEJS_24_X,
    handler: 'index.handler',
  });
  const pipeline = newPipeline(stack, {
    builds: [build],
    stages: [
      {
        stageName: 'Production',
        gates: [
          Gate.approval({ mails: ['leads@example.com'] }),
          Gate.waitForWindow({ fromHour: 9, toHour: 17 }),
          Gate.alarm(alarm('quiet')),
          Gate.lambdaFunction(asked),
          Gate.codeBuild(
            new Project(stack, 'Checks', {
              projectName: 'checks',
              buildSpec: BuildSpec.fromObject({ version: '0.2' }),
            }),
            { input },
          ),
          Gate.commands({ commands: ['./ready.sh'], input, statements: [readParameter] }),
        ],
        targets: [newTarget(stack, 'Orders')],
        onFailure: StageFailure.rollBackWhen(StageRule.alarm(alarm('on'))),
      },
    ],
  });
  const leadsRole = new Role(stack, 'Leads', { assumedBy: new ServicePrincipal('ec2.amazonaws.com') });
  pipeline.grantApprove('Production', leadsRole);
  const templates = resolveTemplates(app.synth());
  const [pipelineRole, commands, schedules, ask, checks, leads] = [
    'PipelineRole',
    'PipelineStagesProductionENTRYCommandsCommandRole',
    'PipelineStagesProductionWindowScheduleRole',
    'AskRole',
    'ChecksRole',
    'Leads',
  ].map((id) => roleOf(templates, id));
  const stage = here('codepipeline', 'Delivery-Pipeline/Production');
  const approval = here('codepipeline', 'Delivery-Pipeline/Production-gate/Approve');
  const own = here('codepipeline', 'Delivery-Pipeline');
  const TRANSITIONS = ['codepipeline:EnableStageTransition', 'codepipeline:DisableStageTransition'];
  const OTHERS = ['OverrideStageCondition', 'RetryStageExecution', 'RollbackStage'].map(
    (name) => `codepipeline:${name}`,
  );
  const bucket = templates
    .resourcesOfType('AWS::S3::Bucket')
    .map((found) => templates.arnOf(found))
    .find((found) => found.includes('artifacts'));
  const artifact = `${bucket ?? ''}/Delivery-Pipeline/Package/x`;
  const foreign = `${bucket ?? ''}/Other-Pipeline/Package/x`;
  const logs = here('logs', 'log-group:/aws/codepipeline/Delivery-Pipeline:log-stream:x');

  test('the pipeline may look at its alarms, ask its function, start its build, tell of its approval, and take the role of its commands', async () => {
    await expectAllowed(pipelineRole, [
      ['cloudwatch:DescribeAlarms', here('cloudwatch', 'alarm:quiet')],
      ['cloudwatch:DescribeAlarms', here('cloudwatch', 'alarm:on')],
      ['lambda:InvokeFunction', here('lambda', 'function:ask')],
      ...all(['codebuild:StartBuild', 'codebuild:BatchGetBuilds'], here('codebuild', 'project/checks')),
      ['sns:Publish', templates.refTo(templates.resourcesOfType('AWS::SNS::Topic')[0])],
      ['sts:AssumeRole', commands.arn],
    ]);
  });

  test('the pipeline may not look at other alarms, ask or start others, approve, or move transitions', async () => {
    await expectDenied(pipelineRole, [
      ['cloudwatch:DescribeAlarms', here('cloudwatch', 'alarm:other')],
      ['lambda:InvokeFunction', here('lambda', 'function:other')],
      ['codebuild:StartBuild', here('codebuild', 'project/other')],
      ['ssm:GetParameter', here('ssm', 'parameter/ready')],
      ['sts:AssumeRole', schedules.arn],
      ['codepipeline:PutApprovalResult', approval],
      ...all(TRANSITIONS, stage),
    ]);
  });

  test('the commands may log, read the artifacts of their pipeline, and what the user says', async () => {
    await expectAllowed(commands, [
      ['ssm:GetParameter', here('ssm', 'parameter/ready')],
      ['s3:GetObject', artifact],
      ['logs:PutLogEvents', logs],
    ]);
  });

  test('the commands may not release, approve, hand on a role, or reach what is of other pipelines', async () => {
    await expectDenied(commands, [
      ['ssm:GetParameter', here('ssm', 'parameter/other')],
      ['s3:GetObject', foreign],
      ['s3:PutObject', artifact],
      ['lambda:InvokeFunction', here('lambda', 'function:ask')],
      ['lambda:UpdateFunctionCode', here('lambda', 'function:ask')],
      ['codepipeline:PutApprovalResult', approval],
      ['codepipeline:StartPipelineExecution', own],
      ['iam:PassRole', pipelineRole.arn, { 'iam:PassedToService': 'codepipeline.amazonaws.com' }],
      ['sts:AssumeRole', pipelineRole.arn],
      ['logs:PutLogEvents', here('logs', 'log-group:/aws/codepipeline/Other:log-stream:x')],
      ...all([...TRANSITIONS, ...OTHERS], stage),
    ]);
  });

  test('the schedules may move the transition into their stage, and no other', async () => {
    await expectAllowed(schedules, all(TRANSITIONS, stage));
    await expectDenied(schedules, [
      ...all(TRANSITIONS, here('codepipeline', 'Delivery-Pipeline/Production-gate')),
      ...all(TRANSITIONS, here('codepipeline', 'Other/Production')),
      ...all(OTHERS, stage),
      ['codepipeline:PutApprovalResult', approval],
      ['codepipeline:StartPipelineExecution', own],
    ]);
  });

  test('the function may answer, and the build may read what it checks', async () => {
    await expectAllowed(ask, all(['codepipeline:PutJobSuccessResult', 'codepipeline:PutJobFailureResult'], '*'));
    await expectDenied(ask, [['s3:GetObject', artifact], ...all(TRANSITIONS, stage)]);
    await expectAllowed(checks, [['s3:GetObject', artifact]]);
    await expectDenied(checks, [
      ['s3:PutObject', artifact],
      ['s3:GetObject', foreign],
      ['codepipeline:PutApprovalResult', approval],
    ]);
  });

  test('the approver may approve just this action, and look at the pipeline', async () => {
    await expectAllowed(leads, [
      ['codepipeline:PutApprovalResult', approval],
      ...all(
        ['GetPipeline', 'GetPipelineState', 'GetPipelineExecution'].map((name) => `codepipeline:${name}`),
        own,
      ),
    ]);
    await expectDenied(leads, [
      ['codepipeline:PutApprovalResult', here('codepipeline', 'Delivery-Pipeline/Production/Approve')],
      ['codepipeline:PutApprovalResult', here('codepipeline', 'Other/Production-gate/Approve')],
      ['codepipeline:StartPipelineExecution', own],
      ['codepipeline:GetPipelineState', here('codepipeline', 'Other')],
      ...all([...TRANSITIONS, ...OTHERS], stage),
      ['s3:GetObject', artifact],
    ]);
  });

  test('every role that is made has been looked at, and none has a star that it does not need', async () => {
    expect(roleIdsOf(templates).filter((id) => !/^(Orders|CdkDelivery)/.test(id))).toEqual([
      'AskRole',
      'ChecksRole',
      'Leads',
      'PipelineCommandRole',
      'PipelineRole',
      'PipelineStagesProductionENTRYCommandsCommandRole',
      'PipelineStagesProductionWindowScheduleRole',
      'PipelineStartRole',
    ]);
    await expectTightPolicies(templates);
    expect(pipelineRole.arn).toContain(ACCOUNT);
  });

  test('cdk-nag finds nothing in what the gates make', () => {
    const { violations } = new AwsSolutionsChecks(app).validateScope(app);
    const paths = violations.map((violation) => JSON.stringify(violation)).filter((text) => text.includes('Pipeline/'));
    expect(paths).toEqual([]);
  });
});
