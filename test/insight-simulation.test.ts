import { App, Stack } from 'aws-cdk-lib';
import { ContainerImage, FargateTaskDefinition } from 'aws-cdk-lib/aws-ecs';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { AwsSolutionsChecks } from 'cdk-nag';
import {
  AgentStart,
  ApplicationProfiler,
  CodeReview,
  ProfilerLanguage,
  ProfilerPlatform,
  ReviewerAssociation,
  Verification,
} from '../lib';
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
import { verify } from './support/verifications';

describe('profiled applications', () => {
  const app = new App();
  const stack = new Stack(app, 'Orders');
  const code = Code.fromBucket(Bucket.fromBucketName(stack, 'Code', 'code'), 'orders.zip');
  const [api, report] = [Runtime.JAVA_17, Runtime.PYTHON_3_13].map((runtime) => {
    const id = runtime === Runtime.JAVA_17 ? 'Api' : 'Report';
    const role = new Role(stack, `${id}Role`, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    return new Function(stack, id, { runtime, handler: 'orders.handle', code, role });
  });
  const task = new FargateTaskDefinition(stack, 'Task');
  task.addContainer('app', { image: ContainerImage.fromRegistry('orders') });
  const functions = new ApplicationProfiler(stack, 'Functions', {
    profilingGroupName: 'orders',
    profilingEnabled: true,
  });
  functions.profile(api);
  functions.profile(report, { start: AgentStart.CODE });
  const servers = { profilingGroupName: 'servers', platform: ProfilerPlatform.DEFAULT };
  new ApplicationProfiler(stack, 'Servers', servers).profileContainer(task, { language: ProfilerLanguage.PYTHON });
  const templates = resolveTemplates(app.synth());
  const group = here('codeguru-profiler', 'profilingGroup/orders');
  const other = here('codeguru-profiler', 'profilingGroup/servers');
  const parameter = here('ssm', 'parameter/codeguru-profiler/orders');
  const POST = ['codeguru-profiler:ConfigureAgent', 'codeguru-profiler:PostAgentProfile'];
  const REST = ['UpdateProfilingGroup', 'DeleteProfilingGroup', 'GetProfile', 'PutPermission'].map(
    (name) => `codeguru-profiler:${name}`,
  );

  test('each may post profiles to its own group, and nothing else', async () => {
    await expectAllowed(roleOf(templates, 'ApiRole'), all(POST, group));
    await expectDenied(roleOf(templates, 'ApiRole'), [
      ...all(REST, group),
      ['codeguru-profiler:CreateProfilingGroup', '*'],
      ...all(POST, other),
      ['ssm:GetParameter', parameter],
    ]);
    await expectAllowed(roleOf(templates, 'TaskTaskRole'), all(POST, other));
    await expectDenied(roleOf(templates, 'TaskTaskRole'), [...all(REST, other), ...all(POST, group)]);
  });

  test('one whose code starts the agent may read the parameter of its group, and no other', async () => {
    await expectAllowed(roleOf(templates, 'ReportRole'), [...all(POST, group), ['ssm:GetParameter', parameter]]);
    await expectDenied(roleOf(templates, 'ReportRole'), [
      ['ssm:GetParameter', here('ssm', 'parameter/codeguru-profiler/servers')],
      ['ssm:PutParameter', parameter],
      ...all(REST, group),
    ]);
  });

  test('the switch may turn the group whose agents it tells, and do nothing to others', async () => {
    const handler = roleOf(templates, 'CdkDeliveryprofilinggroupRole');
    await expectAllowed(handler, [['codeguru-profiler:UpdateProfilingGroup', group]]);
    await expectDenied(handler, [
      ['codeguru-profiler:UpdateProfilingGroup', other],
      ['codeguru-profiler:DeleteProfilingGroup', group],
      ...all(POST, group),
    ]);
  });

  test('no statement has a star that it does not need, and cdk-nag finds nothing on the profilers', async () => {
    expect(roleIdsOf(templates)).toEqual(['ApiRole', 'CdkDeliveryprofilinggroupRole', 'ReportRole', 'TaskTaskRole']);
    await expectTightPolicies(templates);
    const { violations } = new AwsSolutionsChecks(app).validateScope(app);
    const ofProfilers = /Functions|Servers|CdkDelivery/;
    expect(violations.filter((violation) => ofProfilers.test(JSON.stringify(violation)))).toEqual([]);
  });
});

describe('a review by CodeGuru Reviewer', () => {
  const app = new App();
  const stack = new Stack(app, 'Delivery', { env: { account: '111122223333', region: 'eu-west-1' } });
  const own = here('codeguru-reviewer', 'association:0f1e').replace('/', ':');
  const association = ReviewerAssociation.fromAssociationArn(stack, 'Association', own);
  verify(stack, () =>
    Verification.codeReview(CodeReview.reviewer(association, { reviewName: 'Review', branch: 'main' })),
  );
  const templates = resolveTemplates(app.synth());
  const role = roleOf(templates, 'PipelineStagesStagingReviewReviewRole');
  const READ = ['codeguru-reviewer:DescribeCodeReview', 'codeguru-reviewer:ListRecommendations'];

  test('may be made of its association, and read, and nothing else there', async () => {
    await expectAllowed(role, [['codeguru-reviewer:CreateCodeReview', own], ...all(READ, own)]);
    await expectDenied(role, [
      ['codeguru-reviewer:CreateCodeReview', `${own}2`],
      ...all(READ, `${own}2`),
      ['codeguru-reviewer:DisassociateRepository', own],
    ]);
    await expectDenied(roleOf(templates, 'PipelineRole'), [['codeguru-reviewer:CreateCodeReview', own]]);
  });

  test('has no statement with a star that it does not need', async () => {
    await expectTightPolicies(templates);
  });
});
