import { CfnParameter, Duration } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import type { CfnService } from 'aws-cdk-lib/aws-ecs';
import { DeploymentLifecycleStage } from 'aws-cdk-lib/aws-ecs';
import { ApplicationListener, ListenerAction, ListenerCondition } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { EcsController, Rollback, Rollout } from '../../../lib';
import { newEcsDeployment, newService, surroundingsOf } from '../../support/container-fixtures';
import { logicalIdOf, newFunction, newStack, onlyResource, resourcesOf, statementsOf } from '../../support/fixtures';

const SERVICE = 'AWS::ECS::Service';

test('all traffic moves at once by default, and the old tasks stay for ten minutes', () => {
  const stack = newStack();
  newEcsDeployment(stack);
  const template = Template.fromStack(stack);
  expect(onlyResource(template, SERVICE).Properties.DeploymentConfiguration).toEqual({
    MaximumPercent: 200,
    MinimumHealthyPercent: 100,
    Strategy: 'BLUE_GREEN',
    BakeTimeInMinutes: 10,
    DeploymentCircuitBreaker: { Enable: true, Rollback: true },
    Alarms: { AlarmNames: [], Enable: false, Rollback: true },
  });
});

test('a canary and a linear rollout are those of ECS', () => {
  const stack = newStack();
  const shift = { percentage: 20, interval: Duration.minutes(7) };
  newEcsDeployment(stack, 'Canary', { rollout: Rollout.canary(shift) });
  newEcsDeployment(stack, 'Linear', {
    rollout: Rollout.linear(shift),
    trafficRule: { priority: 1, conditions: [ListenerCondition.pathPatterns(['/linear*'])] },
    controller: EcsController.ecs({ bakeTime: Duration.minutes(0) }),
  });
  const template = Template.fromStack(stack);
  template.hasResourceProperties(SERVICE, {
    DeploymentConfiguration: {
      Strategy: 'CANARY',
      CanaryConfiguration: { CanaryPercent: 20, CanaryBakeTimeInMinutes: 7 },
    },
  });
  template.hasResourceProperties(SERVICE, {
    DeploymentConfiguration: {
      Strategy: 'LINEAR',
      LinearConfiguration: { StepPercent: 20, StepBakeTimeInMinutes: 7 },
      BakeTimeInMinutes: 0,
    },
  });
});

test('ECS gets two target groups and a rule of each listener, and the role to move them', () => {
  const stack = newStack();
  const deployment = newEcsDeployment(stack, 'Production', { testListener: surroundingsOf(stack).testListener });
  const template = Template.fromStack(stack);
  const ruleOf = (part: string): unknown => ({
    Ref: logicalIdOf(template, 'AWS::ElasticLoadBalancingV2::ListenerRule', part),
  });
  const groupOf = (part: string): unknown => ({
    Ref: logicalIdOf(template, 'AWS::ElasticLoadBalancingV2::TargetGroup', part),
  });
  expect(onlyResource(template, SERVICE).Properties.LoadBalancers).toEqual([
    {
      ContainerName: 'app',
      ContainerPort: 80,
      TargetGroupArn: groupOf('Blue'),
      AdvancedConfiguration: {
        AlternateTargetGroupArn: groupOf('Green'),
        ProductionListenerRule: ruleOf('ProductionRule'),
        TestListenerRule: ruleOf('TestRule'),
        RoleArn: { 'Fn::GetAtt': [logicalIdOf(template, 'AWS::IAM::Role', 'ProductionServiceRole'), 'Arn'] },
      },
    },
  ]);
  for (const { Properties } of Object.values(resourcesOf(template, 'AWS::ElasticLoadBalancingV2::ListenerRule'))) {
    expect(Properties).toMatchObject({
      Priority: 50000,
      Actions: [
        {
          Type: 'forward',
          ForwardConfig: {
            TargetGroups: [
              { TargetGroupArn: groupOf('Blue'), Weight: 100 },
              { TargetGroupArn: groupOf('Green'), Weight: 0 },
            ],
          },
        },
      ],
    });
  }
  expect(deployment.files).toEqual({});
  expect(deployment.deploymentGroup).toBeUndefined();
});

test('a listener that leads nowhere answers 503 to what no rule takes, and one of the user stays as it is', () => {
  const stack = newStack();
  const { listener, testListener } = surroundingsOf(stack);
  testListener.addAction('Else', { action: ListenerAction.fixedResponse(404) });
  newEcsDeployment(stack, 'Production', { listener, testListener });
  const actions = Object.values(resourcesOf(Template.fromStack(stack), 'AWS::ElasticLoadBalancingV2::Listener'));
  expect(actions.map(({ Properties }) => Properties.DefaultActions)).toEqual([
    [{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '503' } }],
    [{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '404' } }],
  ]);
});

test('a listener that is imported gets a rule', () => {
  const stack = newStack();
  const listener = ApplicationListener.fromApplicationListenerAttributes(stack, 'Imported', {
    listenerArn: 'arn:aws:elasticloadbalancing:eu-west-1:111122223333:listener/app/shop/50dc6c49/f2f7dc8e',
    securityGroup: SecurityGroup.fromSecurityGroupId(stack, 'Group', 'sg-1'),
  });
  newEcsDeployment(stack, 'Production', {
    listener,
    trafficRule: { priority: 12, conditions: [ListenerCondition.hostHeaders(['orders.example.com'])] },
    rollback: Rollback.onPlatformAlarms(),
  });
  const template = Template.fromStack(stack);
  template.hasResourceProperties('AWS::ElasticLoadBalancingV2::ListenerRule', { Priority: 12 });
  template.hasResourceProperties('AWS::CloudWatch::Alarm', {
    Metrics: Match.arrayWith([
      Match.objectLike({
        MetricStat: {
          Metric: { Dimensions: Match.arrayWith([{ Name: 'LoadBalancer', Value: 'app/shop/50dc6c49' }]) },
        },
      }),
    ]),
  });
});

test('a hook is invoked at its stages by the role of the deployment', () => {
  const stack = newStack();
  const hook = newFunction(stack, 'Check');
  newEcsDeployment(stack, 'Production', {
    testListener: surroundingsOf(stack).testListener,
    controller: EcsController.ecs({
      hooks: [{ function: hook, stages: [DeploymentLifecycleStage.POST_TEST_TRAFFIC_SHIFT] }],
    }),
  });
  const template = Template.fromStack(stack);
  const arn = { 'Fn::GetAtt': [logicalIdOf(template, 'AWS::Lambda::Function', 'Check'), 'Arn'] };
  template.hasResourceProperties(SERVICE, {
    DeploymentConfiguration: {
      LifecycleHooks: [{ HookTargetArn: arn, RoleArn: Match.anyValue(), LifecycleStages: ['POST_TEST_TRAFFIC_SHIFT'] }],
    },
  });
  expect(statementsOf(template, 'ProductionServiceRole')).toContainEqual({
    Action: 'lambda:InvokeFunction',
    Effect: 'Allow',
    Resource: arn,
  });
});

test('alarms are those of the user and of the platform, by names that close no circle', () => {
  const stack = newStack();
  const service = newService(stack);
  const cpu = service.metricCpuUtilization().createAlarm(stack, 'Hot', {
    alarmName: 'orders-hot',
    threshold: 95,
    evaluationPeriods: 1,
  });
  newEcsDeployment(stack, 'Production', { service, rollback: Rollback.onPlatformAlarms().alsoOnAlarms(cpu) });
  const template = Template.fromStack(stack);
  const { Alarms } = onlyResource(template, SERVICE).Properties.DeploymentConfiguration as { Alarms: unknown };
  expect(Alarms).toEqual({
    AlarmNames: [
      'orders-hot',
      { Ref: logicalIdOf(template, 'AWS::CloudWatch::Alarm', 'ServerErrors') },
      { Ref: logicalIdOf(template, 'AWS::CloudWatch::Alarm', 'UnhealthyHosts') },
      'Test-Production-Cpu',
      'Test-Production-Memory',
    ],
    Enable: true,
    Rollback: true,
  });
});

test('a release that is never taken back fails all the same', () => {
  const stack = newStack();
  newEcsDeployment(stack, 'Production', { rollback: Rollback.never() });
  Template.fromStack(stack).hasResourceProperties(SERVICE, {
    DeploymentConfiguration: { DeploymentCircuitBreaker: { Enable: true, Rollback: false } },
  });
});

test('the service waits for the policy of the role, and names its family', () => {
  const stack = newStack();
  const deployment = newEcsDeployment(stack);
  const template = Template.fromStack(stack);
  const [{ DependsOn = [], Properties }] = Object.values(resourcesOf(template, SERVICE));
  expect(DependsOn).toContain(logicalIdOf(template, 'AWS::IAM::Policy', 'ProductionServiceRole'));
  expect(Properties.TaskDefinition).toBe(deployment.taskFamily);
});

test('a service without a listener gets its tasks replaced, with alarms of its own', () => {
  const stack = newStack();
  const service = newService(stack);
  const deployment = newEcsDeployment(stack, 'Production', {
    service,
    listener: undefined,
    rollback: Rollback.onPlatformAlarms(),
  });
  const template = Template.fromStack(stack);
  template.hasResourceProperties(SERVICE, {
    LoadBalancers: Match.absent(),
    DeploymentConfiguration: {
      Strategy: 'ROLLING',
      BakeTimeInMinutes: Match.absent(),
      Alarms: { AlarmNames: ['Test-Production-Cpu', 'Test-Production-Memory'], Enable: true },
    },
  });
  expect(deployment.role).toBeUndefined();
  expect((service.node.defaultChild as CfnService).taskDefinition).toBe(deployment.taskFamily);
});

test('minutes that are known at deployment only are passed on', () => {
  const stack = newStack();
  const minutes = new CfnParameter(stack, 'Minutes', { type: 'Number' }).valueAsNumber;
  newEcsDeployment(stack, 'Production', { controller: EcsController.ecs({ bakeTime: Duration.minutes(minutes) }) });
  Template.fromStack(stack).hasResourceProperties(SERVICE, {
    DeploymentConfiguration: { BakeTimeInMinutes: { Ref: 'Minutes' } },
  });
});
