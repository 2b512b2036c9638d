import { App, Stack } from 'aws-cdk-lib';
import { DeploymentLifecycleStage } from 'aws-cdk-lib/aws-ecs';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { EcsController, ImageFile, Rollback } from '../lib';
import {
  newCodeDeployDeployment,
  newCodeDeployService,
  newContainerPipeline,
  newEcsDeployment,
  newService,
  surroundingsOf,
} from './support/container-fixtures';
import {
  ACCOUNT,
  all,
  expectAllowed,
  expectDenied,
  expectTightPolicies,
  here,
  resolveTemplates,
  roleOf,
} from './support/simulation';
import type { Request, ResolvedTemplates } from './support/simulation';

const TO_TASKS = { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' };
const TO_INSTANCES = { 'iam:PassedToService': 'ec2.amazonaws.com' };
const REGISTERING = { 'ecs:CreateAction': 'RegisterTaskDefinition' };

interface Simulated {
  readonly templates: ResolvedTemplates;
  readonly family: string;
  readonly cluster: string;
  readonly service: string;
}

function simulated(byCodeDeploy: boolean): Simulated {
  const app = new App();
  const env = { account: ACCOUNT, region: 'eu-west-1' };
  const [application, delivery] = [new Stack(app, 'Orders', { env }), new Stack(app, 'Delivery', { env })];
  const { testListener } = surroundingsOf(application);
  const common = { testListener, rollback: Rollback.onPlatformAlarms() };
  const hook = new Function(application, 'Check', {
    code: Code.fromInline('exports.handler = async () => 1;'),
    runtime: Runtime.NODEJS_24_X,
    handler: 'index.handler',
    role: new Role(application, 'CheckRole', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') }),
  });
  const deployment = byCodeDeploy
    ? newCodeDeployDeployment(
        application,
        'Production',
        { hooks: { afterAllowTestTraffic: hook } },
        { ...common, service: newCodeDeployService(application, 'Service', { serviceName: 'orders' }) },
      )
    : newEcsDeployment(application, 'Production', {
        ...common,
        service: newService(application, 'Service', { serviceName: 'orders' }),
        controller: EcsController.ecs({
          hooks: [{ function: hook, stages: [DeploymentLifecycleStage.POST_TEST_TRAFFIC_SHIFT] }],
        }),
      });
  newContainerPipeline(delivery, [deployment], {}, byCodeDeploy ? ImageFile.DETAIL : ImageFile.DEFINITIONS);
  const templates = resolveTemplates(app.synth());
  const [cluster] = templates.resourcesOfType('AWS::ECS::Cluster');
  const name = templates.refTo(cluster);
  return { templates, family: deployment.taskFamily, cluster: name, service: here('ecs', `service/${name}/orders`) };
}

function arnOf({ templates }: Simulated, type: string, part: string): string {
  const found = templates.resourcesOfType(type).find(({ logicalId }) => logicalId.includes(part));
  if (found === undefined) throw new Error(`no ${type} with ${part}`);
  // The reference of a listener, a rule or a target group is its ARN.
  return type.startsWith('AWS::ElasticLoadBalancingV2') ? templates.refTo(found) : templates.arnOf(found);
}

const LISTENER = 'AWS::ElasticLoadBalancingV2::Listener';

/** Rules of a listener, by the ARN of the listener. */
const ruleOf = (listenerArn: string): string =>
  `${listenerArn.replace(':listener/', ':listener-rule/')}/0123456789abcdef`;

describe('where CodeDeploy releases', () => {
  const it = simulated(true);
  const { templates, family, cluster, service } = it;
  const taskRole = roleOf(templates, 'ServiceTaskTaskRole').arn;
  const executionRole = roleOf(templates, 'ServiceTaskExecutionRole').arn;
  const codeDeploy = roleOf(templates, 'ProductionServiceRole');
  const pipeline = roleOf(templates, 'PipelineRole');
  const [listener, test8080] = [arnOf(it, LISTENER, 'LoadBalancerListener'), arnOf(it, LISTENER, 'TestListener')];
  const hook = arnOf(it, 'AWS::Lambda::Function', 'Check');
  const group = here('codedeploy', 'deploymentgroup:Orders-Production/Orders-Production');

  test('CodeDeploy may replace the tasks of the service and move its traffic', async () => {
    await expectAllowed(codeDeploy, [
      ...all(['ecs:DescribeServices', 'ecs:UpdateServicePrimaryTaskSet'], service),
      ...all(['ecs:CreateTaskSet', 'ecs:DeleteTaskSet'], here('ecs', `task-set/${cluster}/orders/ecs-svc-1`)),
      ...all(['elasticloadbalancing:DescribeTargetGroups', 'elasticloadbalancing:DescribeListeners'], '*'),
      ['elasticloadbalancing:DescribeRules', '*'],
      ['elasticloadbalancing:ModifyListener', listener],
      ['elasticloadbalancing:ModifyListener', test8080],
      ['elasticloadbalancing:ModifyRule', ruleOf(listener)],
      ['lambda:InvokeFunction', hook],
      ['cloudwatch:DescribeAlarms', here('cloudwatch', 'alarm:Orders-Production-Cpu')],
      ['iam:PassRole', taskRole, TO_TASKS],
      ['iam:PassRole', executionRole, TO_TASKS],
      ...all(['s3:GetObject', 's3:GetObjectVersion'], `${storeOf(it)}/Delivery-Pipeline/Image/x`),
    ]);
  });

  test('CodeDeploy may do nothing to neighbours, nor change the service itself', async () => {
    await expectDenied(codeDeploy, [
      ['ecs:UpdateServicePrimaryTaskSet', here('ecs', `service/${cluster}/orders2`)],
      ['ecs:CreateTaskSet', here('ecs', `task-set/${cluster}/orders2/ecs-svc-1`)],
      ['ecs:UpdateService', service],
      ['ecs:DeleteService', service],
      ['elasticloadbalancing:ModifyListener', here('elasticloadbalancing', 'listener/app/other/1/2')],
      ['elasticloadbalancing:ModifyRule', here('elasticloadbalancing', 'listener-rule/app/other/1/2/3')],
      ['elasticloadbalancing:DeleteListener', listener],
      ['lambda:InvokeFunction', here('lambda', 'function:other')],
      ['cloudwatch:DescribeAlarms', here('cloudwatch', 'alarm:other')],
      ['iam:PassRole', taskRole, TO_INSTANCES],
      ['iam:PassRole', here('iam', 'role/admin').replace(':eu-west-1', ':'), TO_TASKS],
      ['s3:PutObject', `${storeOf(it)}/Delivery-Pipeline/Image/x`],
      ['s3:GetObject', `${storeOf(it)}/Other/Image/x`],
    ]);
  });

  test('the pipeline may register revisions of the family, and deploy them through the group', async () => {
    await expectAllowed(pipeline, [
      ['ecs:RegisterTaskDefinition', here('ecs', `task-definition/${family}:7`)],
      ['ecs:TagResource', here('ecs', `task-definition/${family}:7`), REGISTERING],
      ['iam:PassRole', taskRole, TO_TASKS],
      ['iam:PassRole', executionRole, TO_TASKS],
      ...all(['codedeploy:CreateDeployment', 'codedeploy:GetDeployment', 'codedeploy:GetDeploymentGroup'], group),
      ...all(
        ['codedeploy:RegisterApplicationRevision', 'codedeploy:GetApplicationRevision', 'codedeploy:GetApplication'],
        here('codedeploy', 'application:Orders-Production'),
      ),
      ['codedeploy:GetDeploymentConfig', here('codedeploy', 'deploymentconfig:CodeDeployDefault.ECSAllAtOnce')],
    ]);
  });

  test('the pipeline may register nothing else, and pass on no other role', async () => {
    await expectDenied(pipeline, [
      ['ecs:RegisterTaskDefinition', here('ecs', `task-definition/${family}2:7`)],
      ['ecs:TagResource', here('ecs', `task-definition/${family}:7`)],
      ['ecs:TagResource', service, REGISTERING],
      ['ecs:UpdateService', service],
      ['iam:PassRole', taskRole, TO_INSTANCES],
      ['iam:PassRole', codeDeploy.arn, TO_TASKS],
      ['codedeploy:CreateDeployment', here('codedeploy', 'deploymentgroup:Orders-Production/other')],
      ['codedeploy:StopDeployment', '*'],
      ['elasticloadbalancing:ModifyListener', listener],
    ]);
  });

  test('the hook may tell CodeDeploy how it went, and nothing more', async () => {
    const role = roleOf(templates, 'CheckRole');
    await expectAllowed(role, [['codedeploy:PutLifecycleEventHookExecutionStatus', '*']]);
    await expectDenied(role, [
      ['codedeploy:CreateDeployment', group],
      ['codedeploy:ContinueDeployment', '*'],
      ['ecs:UpdateService', service],
    ]);
  });

  test('the build that writes the files may not release', async () => {
    await expectDenied(roleOf(templates, 'PipelineCommandRole'), [
      ['ecs:RegisterTaskDefinition', here('ecs', `task-definition/${family}:7`)],
      ['codedeploy:CreateDeployment', group],
      ['iam:PassRole', taskRole, TO_TASKS],
    ]);
  });

  test('no statement has a star for an action that has a resource type', async () => {
    await expectTightPolicies(templates);
  });
});

describe('where ECS itself releases', () => {
  const it = simulated(false);
  const { templates, family, cluster, service } = it;
  const taskRole = roleOf(templates, 'ServiceTaskTaskRole').arn;
  const ecs = roleOf(templates, 'ProductionServiceRole');
  const pipeline = roleOf(templates, 'PipelineRole');
  const TARGETS = 'AWS::ElasticLoadBalancingV2::TargetGroup';

  test('ECS may move tasks and traffic between the two target groups, and invoke the hook', async () => {
    await expectAllowed(ecs, [
      ...all(['elasticloadbalancing:DescribeTargetHealth', 'elasticloadbalancing:DescribeRules'], '*'),
      ...['Blue', 'Green'].flatMap((part) =>
        all(
          ['elasticloadbalancing:RegisterTargets', 'elasticloadbalancing:DeregisterTargets'],
          arnOf(it, TARGETS, part),
        ),
      ),
      ...['ProductionRule', 'TestRule'].map((part): Request => [
        'elasticloadbalancing:ModifyRule',
        arnOf(it, 'AWS::ElasticLoadBalancingV2::ListenerRule', part),
      ]),
      ['lambda:InvokeFunction', arnOf(it, 'AWS::Lambda::Function', 'Check')],
    ]);
  });

  test('ECS may move nothing of neighbours', async () => {
    await expectDenied(ecs, [
      ['elasticloadbalancing:RegisterTargets', here('elasticloadbalancing', 'targetgroup/other/1')],
      ['elasticloadbalancing:ModifyRule', here('elasticloadbalancing', 'listener-rule/app/other/1/2/3')],
      ['elasticloadbalancing:ModifyListener', arnOf(it, LISTENER, 'LoadBalancerListener')],
      ['lambda:InvokeFunction', here('lambda', 'function:other')],
      ['iam:PassRole', taskRole, TO_TASKS],
    ]);
  });

  test('the pipeline may update the service with a revision of its family', async () => {
    await expectAllowed(pipeline, [
      ...all(['ecs:DescribeServices', 'ecs:UpdateService'], service),
      ['ecs:RegisterTaskDefinition', here('ecs', `task-definition/${family}:7`)],
      ['ecs:DescribeTaskDefinition', '*'],
      ['ecs:DescribeTasks', here('ecs', `task/${cluster}/abc`)],
      [
        'ecs:ListTasks',
        here('ecs', `container-instance/${cluster}/abc`),
        { 'ecs:cluster': here('ecs', `cluster/${cluster}`) },
      ],
      ['iam:PassRole', taskRole, TO_TASKS],
    ]);
  });

  test('the pipeline may update no other service, and run no tasks', async () => {
    await expectDenied(pipeline, [
      ['ecs:UpdateService', here('ecs', `service/${cluster}/orders2`)],
      ['ecs:RegisterTaskDefinition', here('ecs', 'task-definition/other:7')],
      ['ecs:RunTask', here('ecs', `task-definition/${family}:7`)],
      ['ecs:DescribeTasks', here('ecs', 'task/other/abc')],
      [
        'ecs:ListTasks',
        here('ecs', `container-instance/${cluster}/abc`),
        { 'ecs:cluster': here('ecs', 'cluster/other') },
      ],
      ['iam:PassRole', taskRole, TO_INSTANCES],
    ]);
  });

  test('the hook gets no rights, for it answers by what it returns', async () => {
    await expectDenied(roleOf(templates, 'CheckRole'), [
      ['codedeploy:PutLifecycleEventHookExecutionStatus', '*'],
      ['ecs:UpdateService', service],
    ]);
  });

  test('no statement has a star for an action that has a resource type', async () => {
    await expectTightPolicies(templates);
  });
});

function storeOf(it: Simulated): string {
  return arnOf(it, 'AWS::S3::Bucket', 'FoundationArtifacts');
}
