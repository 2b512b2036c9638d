import { App, Duration, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Alarm, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { EcsApplication } from 'aws-cdk-lib/aws-codedeploy';
import { Cluster, ContainerImage, DeploymentControllerType, Ec2Service, Ec2TaskDefinition } from 'aws-cdk-lib/aws-ecs';
import { ListenerAction, ListenerCondition } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Role } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { AppSpec, EcsController, EcsDeployment, Rollback, Rollout } from '../../../lib';
import { newCodeDeployDeployment, newCodeDeployService, surroundingsOf } from '../../support/container-fixtures';
import { logicalIdOf, newFunction, newStack, onlyResource, resourcesOf, statementsOf } from '../../support/fixtures';

const GROUP = 'AWS::CodeDeploy::DeploymentGroup';

test('a deployment group moves the service between two target groups, and keeps the old tasks for an hour', () => {
  const stack = newStack();
  newCodeDeployDeployment(stack);
  const template = Template.fromStack(stack);
  const blue = {
    'Fn::GetAtt': [logicalIdOf(template, 'AWS::ElasticLoadBalancingV2::TargetGroup', 'Blue'), 'TargetGroupName'],
  };
  const green = {
    'Fn::GetAtt': [logicalIdOf(template, 'AWS::ElasticLoadBalancingV2::TargetGroup', 'Green'), 'TargetGroupName'],
  };
  expect(onlyResource(template, GROUP).Properties).toEqual({
    ApplicationName: { Ref: logicalIdOf(template, 'AWS::CodeDeploy::Application') },
    DeploymentGroupName: 'Test-Production',
    DeploymentConfigName: 'CodeDeployDefault.ECSAllAtOnce',
    DeploymentStyle: { DeploymentType: 'BLUE_GREEN', DeploymentOption: 'WITH_TRAFFIC_CONTROL' },
    ServiceRoleArn: { 'Fn::GetAtt': [logicalIdOf(template, 'AWS::IAM::Role', 'ProductionServiceRole'), 'Arn'] },
    ECSServices: [
      {
        ClusterName: { Ref: logicalIdOf(template, 'AWS::ECS::Cluster') },
        ServiceName: { 'Fn::GetAtt': [logicalIdOf(template, 'AWS::ECS::Service'), 'Name'] },
      },
    ],
    LoadBalancerInfo: {
      TargetGroupPairInfoList: [
        {
          ProdTrafficRoute: {
            ListenerArns: [
              { Ref: logicalIdOf(template, 'AWS::ElasticLoadBalancingV2::Listener', 'LoadBalancerListener') },
            ],
          },
          TargetGroups: [{ Name: blue }, { Name: green }],
        },
      ],
    },
    BlueGreenDeploymentConfiguration: {
      DeploymentReadyOption: { ActionOnTimeout: 'CONTINUE_DEPLOYMENT', WaitTimeInMinutes: 0 },
      TerminateBlueInstancesOnDeploymentSuccess: { Action: 'TERMINATE', TerminationWaitTimeInMinutes: 60 },
    },
    AlarmConfiguration: { Enabled: false, Alarms: [] },
    AutoRollbackConfiguration: { Enabled: true, Events: ['DEPLOYMENT_FAILURE'] },
  });
});

test('the template locks what CloudFormation could not update: the service names its family, and revisions stay', () => {
  const stack = newStack();
  const deployment = newCodeDeployDeployment(stack);
  const template = Template.fromStack(stack);
  const service = onlyResource(template, 'AWS::ECS::Service') as unknown as {
    Properties: Record<string, unknown>;
    DependsOn: string[];
  };
  expect(service.Properties.TaskDefinition).toBe(deployment.taskFamily);
  expect(service.Properties.DeploymentController).toEqual({ Type: 'CODE_DEPLOY' });
  expect(Object.keys(service.Properties.DeploymentConfiguration as object).sort()).toEqual([
    'MaximumPercent',
    'MinimumHealthyPercent',
  ]);
  const [definition] = Object.values(resourcesOf(template, 'AWS::ECS::TaskDefinition'));
  expect(definition).toMatchObject({ UpdateReplacePolicy: 'Retain', DeletionPolicy: 'Retain' });
  expect(service.DependsOn).toEqual(
    expect.arrayContaining([
      logicalIdOf(template, 'AWS::ECS::TaskDefinition'),
      logicalIdOf(template, 'AWS::ElasticLoadBalancingV2::Listener', 'LoadBalancerListener'),
    ]),
  );
});

test('target groups take the addresses of tasks, at the port of the container', () => {
  const stack = newStack();
  newCodeDeployDeployment(
    stack,
    'Production',
    {},
    { healthCheck: { path: '/health', interval: Duration.seconds(10) } },
  );
  const groups = Object.values(resourcesOf(Template.fromStack(stack), 'AWS::ElasticLoadBalancingV2::TargetGroup'));
  expect(groups).toHaveLength(2);
  for (const { Properties } of groups) {
    expect(Properties).toMatchObject({
      TargetType: 'ip',
      Port: 80,
      Protocol: 'HTTP',
      HealthCheckPath: '/health',
      HealthCheckIntervalSeconds: 10,
    });
  }
});

test('tasks with the network of their instance get target groups of instances', () => {
  const stack = newStack();
  const { vpc } = surroundingsOf(stack);
  const cluster = Cluster.fromClusterAttributes(stack, 'Known', { clusterName: 'orders', vpc, hasEc2Capacity: true });
  const taskDefinition = new Ec2TaskDefinition(stack, 'Task');
  taskDefinition.addContainer('app', {
    image: ContainerImage.fromRegistry('nginx'),
    memoryLimitMiB: 64,
    portMappings: [{ containerPort: 80 }],
  });
  const service = new Ec2Service(stack, 'Service', {
    cluster,
    taskDefinition,
    deploymentController: { type: DeploymentControllerType.CODE_DEPLOY },
  });
  newCodeDeployDeployment(stack, 'Production', {}, { service });
  const groups = resourcesOf(Template.fromStack(stack), 'AWS::ElasticLoadBalancingV2::TargetGroup');
  expect(Object.values(groups).map(({ Properties }) => Properties.TargetType)).toEqual(['instance', 'instance']);
});

test('both listeners lead to the blue target group by themselves', () => {
  const stack = newStack();
  const { testListener } = surroundingsOf(stack);
  newCodeDeployDeployment(stack, 'Production', {}, { testListener });
  const template = Template.fromStack(stack);
  const blue = logicalIdOf(template, 'AWS::ElasticLoadBalancingV2::TargetGroup', 'Blue');
  for (const { Properties } of Object.values(resourcesOf(template, 'AWS::ElasticLoadBalancingV2::Listener'))) {
    expect(Properties.DefaultActions).toEqual([{ Type: 'forward', TargetGroupArn: { Ref: blue } }]);
  }
  template.hasResourceProperties(GROUP, {
    LoadBalancerInfo: { TargetGroupPairInfoList: [{ TestTrafficRoute: { ListenerArns: [Match.anyValue()] } }] },
  });
});

test('a rule leads those requests to the blue target group that are for the service', () => {
  const stack = newStack();
  surroundingsOf(stack).listener.addAction('Else', { action: ListenerAction.fixedResponse(404) });
  newCodeDeployDeployment(
    stack,
    'Production',
    {},
    { trafficRule: { priority: 7, conditions: [ListenerCondition.pathPatterns(['/orders*'])] } },
  );
  Template.fromStack(stack).hasResourceProperties('AWS::ElasticLoadBalancingV2::ListenerRule', {
    Priority: 7,
    Conditions: [{ Field: 'path-pattern', PathPatternConfig: { Values: ['/orders*'] } }],
    Actions: [{ Type: 'forward', TargetGroupArn: { Ref: Match.stringLikeRegexp('Blue') } }],
  });
});

test('target groups of the user are used, also where a listener leads to them already', () => {
  const stack = newStack();
  const { listener } = surroundingsOf(stack);
  const first = newCodeDeployDeployment(
    stack,
    'Other',
    {},
    { trafficRule: { priority: 1, conditions: [ListenerCondition.pathPatterns(['/'])] } },
  );
  const [blue, green] = [first.blueTargetGroup, first.greenTargetGroup];
  if (blue === undefined) throw new Error('no target group');
  listener.addAction('Blue', { action: ListenerAction.forward([blue]) });
  const deployment = newCodeDeployDeployment(
    stack,
    'Production',
    {},
    { blueTargetGroup: blue, greenTargetGroup: green },
  );
  expect(deployment.blueTargetGroup).toBe(blue);
  Template.fromStack(stack).resourceCountIs('AWS::ElasticLoadBalancingV2::TargetGroup', 2);
});

test('a person may have to confirm, and the old tasks may go at once', () => {
  const stack = newStack();
  newCodeDeployDeployment(stack, 'Production', {
    confirmWithin: Duration.hours(2),
    terminateBlueAfter: Duration.minutes(0),
  });
  Template.fromStack(stack).hasResourceProperties(GROUP, {
    BlueGreenDeploymentConfiguration: {
      DeploymentReadyOption: { ActionOnTimeout: 'STOP_DEPLOYMENT', WaitTimeInMinutes: 120 },
      TerminateBlueInstancesOnDeploymentSuccess: { Action: 'TERMINATE', TerminationWaitTimeInMinutes: 0 },
    },
  });
});

test('each hook is invoked by its ARN, and may tell CodeDeploy how it went', () => {
  const stack = newStack();
  const hook = newFunction(stack, 'Check');
  const deployment = newCodeDeployDeployment(
    stack,
    'Production',
    { hooks: { afterAllowTestTraffic: hook, beforeAllowTraffic: hook } },
    { testListener: surroundingsOf(stack).testListener },
  );
  const template = Template.fromStack(stack);
  const arn = { 'Fn::GetAtt': [logicalIdOf(template, 'AWS::Lambda::Function', 'Check'), 'Arn'] };
  expect(statementsOf(template, 'CheckServiceRole')).toEqual([
    { Action: 'codedeploy:PutLifecycleEventHookExecutionStatus', Effect: 'Allow', Resource: '*' },
  ]);
  expect(statementsOf(template, 'ProductionServiceRole')).toContainEqual({
    Action: 'lambda:InvokeFunction',
    Effect: 'Allow',
    Resource: arn,
  });
  const text = stack.resolve(deployment.files['appspec-Production.yaml']) as { 'Fn::Join': [string, unknown[]] };
  const written = text['Fn::Join'][1].map((part) => (typeof part === 'string' ? part : 'ARN')).join('');
  expect(written).toBe(
    [
      'version: 0.0',
      'Resources:',
      '  - TargetService:',
      '      Type: AWS::ECS::Service',
      '      Properties:',
      '        TaskDefinition: "<TASK_DEFINITION>"',
      '        LoadBalancerInfo:',
      '          ContainerName: app',
      '          ContainerPort: 80',
      'Hooks:',
      '  - AfterAllowTestTraffic: "ARN"',
      '  - BeforeAllowTraffic: "ARN"',
      '',
    ].join('\n'),
  );
});

test('an AppSpec of the user takes the place of the one that is written', () => {
  const stack = newStack();
  const appSpec = AppSpec.forEcs({ containerName: 'app', containerPort: 80, platformVersion: '1.4.0' });
  const deployment = newCodeDeployDeployment(stack, 'Production', { appSpec });
  expect(stack.resolve(deployment.files['appspec-Production.yaml'])).toBe(appSpec.content);
});

test('platform alarms are four on metrics of both target groups and of the service, and roll back', () => {
  const stack = newStack();
  const deployment = newCodeDeployDeployment(stack, 'Production', {}, { rollback: Rollback.onPlatformAlarms() });
  expect(deployment.platformAlarms).toHaveLength(4);
  const template = Template.fromStack(stack);
  const alarms = Object.values(resourcesOf(template, 'AWS::CloudWatch::Alarm'));
  expect(
    alarms
      .map(({ Properties: { Threshold, EvaluationPeriods, TreatMissingData } }) =>
        [Threshold, EvaluationPeriods, TreatMissingData].join(),
      )
      .sort(),
  ).toEqual(['1,2,notBreaching', '5,2,notBreaching', '80,3,notBreaching', '80,3,notBreaching']);
  template.hasResourceProperties(GROUP, {
    AlarmConfiguration: {
      Enabled: true,
      Alarms: [Match.anyValue(), Match.anyValue(), Match.anyValue(), Match.anyValue()],
    },
    AutoRollbackConfiguration: { Enabled: true, Events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM'] },
  });
});

test('latency has an alarm on request, beside alarms of the user', () => {
  const stack = newStack();
  const metric = new Metric({ namespace: 'Orders', metricName: 'Lost' });
  const lost = new Alarm(stack, 'Lost', { metric, threshold: 1, evaluationPeriods: 1 });
  newCodeDeployDeployment(
    stack,
    'Production',
    {},
    {
      rollback: Rollback.onPlatformAlarms({ latency: { threshold: 0.5 } })
        .alsoOnAlarms(lost)
        .alsoOnStop(),
    },
  );
  const template = Template.fromStack(stack);
  template.resourceCountIs('AWS::CloudWatch::Alarm', 6);
  template.hasResourceProperties('AWS::CloudWatch::Alarm', { Threshold: 0.5 });
  template.hasResourceProperties(GROUP, {
    AutoRollbackConfiguration: {
      Events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM', 'DEPLOYMENT_STOP_ON_REQUEST'],
    },
  });
});

test('topics are told, with a name that does not depend on their position', () => {
  const stack = newStack();
  newCodeDeployDeployment(stack, 'Production', { notifications: [{ topic: new Topic(stack, 'Topic') }] });
  const template = Template.fromStack(stack);
  template.hasResourceProperties(GROUP, {
    TriggerConfigurations: [
      {
        TriggerName: Match.stringLikeRegexp('^notify-[0-9a-f]{8}$'),
        TriggerEvents: ['DeploymentFailure', 'DeploymentStop', 'DeploymentRollback'],
        TriggerTargetArn: { Ref: logicalIdOf(template, 'AWS::SNS::Topic') },
      },
    ],
  });
  expect(statementsOf(template, 'ProductionServiceRole').map(({ Action }) => Action)).toContain('sns:Publish');
});

test('application, names and role may be given', () => {
  const stack = newStack();
  const role = Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::111122223333:role/deploy', { mutable: false });
  const application = new EcsApplication(stack, 'Application', { applicationName: 'shop' });
  const deployment = newCodeDeployDeployment(
    stack,
    'Production',
    { application, deploymentGroupName: 'orders-live' },
    { role },
  );
  const template = Template.fromStack(stack);
  template.resourceCountIs('AWS::CodeDeploy::Application', 1);
  template.hasResourceProperties(GROUP, {
    DeploymentGroupName: 'orders-live',
    ServiceRoleArn: 'arn:aws:iam::111122223333:role/deploy',
  });
  expect(deployment.role).toBe(role);
});

test('an application of another stack is referred to weakly', () => {
  const app = new App();
  const application = new EcsApplication(new Stack(app, 'Shared'), 'Application');
  const stack = new Stack(app, 'Orders');
  newCodeDeployDeployment(stack, 'Production', { application });
  expect(JSON.stringify(Template.fromStack(stack).toJSON())).not.toContain('Fn::ImportValue');
  expect(onlyResource(Template.fromStack(stack), GROUP).Properties.ApplicationName).toMatchObject({
    'Fn::GetStackOutput': { StackName: 'Shared' },
  });
});

test('the group waits for its policy and for the service', () => {
  const stack = newStack();
  newCodeDeployDeployment(stack);
  const template = Template.fromStack(stack);
  const [{ DependsOn = [] }] = Object.values(resourcesOf(template, GROUP));
  expect(DependsOn).toEqual(
    expect.arrayContaining([
      logicalIdOf(template, 'AWS::IAM::Policy', 'ProductionServiceRole'),
      logicalIdOf(template, 'AWS::ECS::Service'),
    ]),
  );
});

test('a literal name of a service is said where it is needed', () => {
  const stack = newStack();
  const service = newCodeDeployService(stack, 'Service', { serviceName: 'orders' });
  const deployment = newCodeDeployDeployment(stack, 'Production', {}, { service });
  expect(deployment.serviceName).toBe('orders');
  Template.fromStack(stack).hasResourceProperties(GROUP, { ECSServices: [{ ServiceName: 'orders' }] });
});

test('nothing but the released container loses its image to the pipeline, and tasks may pull it', () => {
  const stack = newStack();
  const deployment = new EcsDeployment(stack, 'Production', {
    service: newCodeDeployService(stack),
    listener: surroundingsOf(stack).listener,
    controller: EcsController.codeDeploy(),
    rollout: Rollout.canary({ percentage: 10, interval: Duration.minutes(5) }),
  });
  expect(Object.keys(deployment.files)).toEqual(['taskdef-Production.json', 'appspec-Production.yaml']);
  expect(deployment.taskRoleArns).toHaveLength(2);
});
