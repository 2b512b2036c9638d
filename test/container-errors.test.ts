import { CfnParameter, Duration, Stack, Stage } from 'aws-cdk-lib';
import { Alarm, CompositeAlarm, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { IAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { Repository } from 'aws-cdk-lib/aws-codecommit';
import {
  CfnService,
  Cluster,
  ContainerImage,
  DeploymentControllerType,
  DeploymentLifecycleStage,
  DeploymentStrategy,
  Ec2Service,
  Ec2TaskDefinition,
  FargateService,
  FargateTaskDefinition,
  NetworkMode,
} from 'aws-cdk-lib/aws-ecs';
import {
  ApplicationListener,
  ApplicationLoadBalancer,
  ApplicationTargetGroup,
  ListenerAction,
  ListenerCondition,
  NetworkListener,
  TargetType,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Topic } from 'aws-cdk-lib/aws-sns';
import {
  AppSpec,
  Build,
  DeliveryArtifact,
  DeliveryPipeline,
  DeployTarget,
  EcsController,
  EcsDeployment,
  ImageFile,
  Rollback,
  Rollout,
  Source,
} from '../lib';
import type {
  CodeDeployControllerOptions,
  EcsAppSpecProps,
  EcsDeploymentAttributes,
  EcsDeploymentProps,
  EcsTargetOptions,
  PlatformAlarms,
  TrafficShift,
} from '../lib';
import {
  newCodeDeployDeployment,
  newCodeDeployService,
  newContainerPipeline,
  newEcsDeployment,
  newService,
  newTaskDefinition,
  surroundingsOf,
} from './support/container-fixtures';
import { errorsOf, newFunction, newSource, newStack } from './support/fixtures';
import { expectReport, untyped } from './support/mistakes';
import type { Mistake } from './support/mistakes';

const D = 'Production (EcsDeployment)';
const T = 'Production (DeployTarget.ecsService)';
const ARN = 'arn:aws:elasticloadbalancing:eu-west-1:111122223333:listener/app/lb/1/2';

type Make = (stack: Stack) => unknown;

const ecs =
  (props: (stack: Stack) => Partial<EcsDeploymentProps>): Make =>
  (stack) =>
    newEcsDeployment(stack, 'Production', props(stack));
const codeDeploy =
  (options: (stack: Stack) => unknown, props: (stack: Stack) => Partial<EcsDeploymentProps> = () => ({})): Make =>
  (stack) =>
    newCodeDeployDeployment(stack, 'Production', untyped<CodeDeployControllerOptions>(options(stack)), props(stack));
const shifted = (kind: 'canary' | 'linear', shift: unknown): Partial<EcsDeploymentProps> => ({
  rollout: Rollout[kind](untyped<TrafficShift>(shift)),
});
const minutes = (count: number): Duration => Duration.minutes(count);
const alarm = (stack: Stack, id = 'Errors'): IAlarm =>
  new Alarm(stack, id, { metric: new Metric({ namespace: 'N', metricName: 'M' }), threshold: 1, evaluationPeriods: 1 });
const otherStack = (stack: Stack): Stack => new Stack(Stage.of(stack), 'Other');
const group = (stack: Stack, id: string, targetType = TargetType.IP): ApplicationTargetGroup =>
  new ApplicationTargetGroup(stack, id, { vpc: surroundingsOf(stack).vpc, port: 80, targetType });
const testListener = (stack: Stack): { testListener: ApplicationListener } => ({
  testListener: surroundingsOf(stack).testListener,
});
const imported = (stack: Stack): ReturnType<typeof ApplicationListener.fromApplicationListenerAttributes> =>
  ApplicationListener.fromApplicationListenerAttributes(stack, 'Imported', {
    listenerArn: ARN,
    securityGroup: surroundingsOf(stack).cluster.connections.securityGroups[0] ?? untyped({ connections: {} }),
  });
const specOf = (props: unknown): Make =>
  codeDeploy(() => ({ appSpec: AppSpec.forEcs(untyped<EcsAppSpecProps>(props)) }));
const target =
  (options: unknown, make: (stack: Stack) => EcsDeployment = (stack) => newCodeDeployDeployment(stack)): Make =>
  (stack) =>
    newContainerPipeline(stack, [make(stack)], untyped<EcsTargetOptions>(options));
/** A target that gets a full clone in a place of its own, beside the artifact of a build. */
const cloned =
  (options: (clone: DeliveryArtifact) => EcsTargetOptions): Make =>
  (stack) => {
    const repository = Repository.fromRepositoryName(stack, 'Repository', 'orders');
    const source = Source.codeCommit(repository, { fullClone: true });
    return new DeliveryPipeline(stack, 'Pipeline', {
      sources: [source],
      builds: [Build.project({ buildName: 'Image' })],
      stages: [
        {
          stageName: 'Live',
          targets: [DeployTarget.ecsService(newCodeDeployDeployment(stack), options(source.artifact))],
        },
      ],
    });
  };
const attributes = (given: unknown) => (stack: Stack) =>
  EcsDeployment.fromEcsDeploymentAttributes(stack, 'Orders', untyped<EcsDeploymentAttributes>(given));

const SERVICE: Mistake[] = [
  {
    what: 'no props at all',
    make: (stack) => new EcsDeployment(stack, 'Production', untyped(undefined)),
    says: `${D} service: must be an ECS service, got nothing`,
  },
  {
    what: 'a service that is a text',
    make: ecs(() => ({ service: untyped('orders') })),
    says: `${D} service: must be an ECS service, got 'orders'`,
  },
  {
    what: 'a service that is imported',
    make: ecs((stack) => ({
      service: FargateService.fromFargateServiceAttributes(stack, 'Known', {
        serviceName: 'orders',
        cluster: surroundingsOf(stack).cluster,
      }),
    })),
    says: `${D} service: must be made in this app, got 'Known'; for a service that exists, use EcsDeployment.fromEcsDeploymentAttributes`,
  },
  {
    what: 'a service of another stack',
    make: ecs((stack) => ({ service: newService(otherStack(stack)) })),
    says: `${D} service: must be in the stack of its deployment, which changes it, got 'Other/Service'`,
  },
  {
    what: 'two deployments of one service',
    make: (stack) => {
      const { service } = { service: newService(stack) };
      newEcsDeployment(stack, 'First', { service, trafficRule: rule(1) });
      return newEcsDeployment(stack, 'Production', { service, trafficRule: rule(2) });
    },
    says: `${D} service: must have one deployment only, and has Test/First; give that to both targets`,
  },
  {
    what: 'CodeDeploy on a service of ECS',
    make: codeDeploy(
      () => ({}),
      (stack) => ({ service: newService(stack) }),
    ),
    says: `${D} service: must have the deployment controller CODE_DEPLOY, got 'ECS'; set deploymentController of the service to { type: DeploymentControllerType.CODE_DEPLOY }`,
  },
  {
    what: 'ECS on a service of CodeDeploy',
    make: ecs((stack) => ({ service: newCodeDeployService(stack) })),
    says: `${D} service: must have the deployment controller ECS, got 'CODE_DEPLOY'; leave deploymentController out of the service, or set controller to EcsController.codeDeploy()`,
  },
  {
    what: 'a circuit breaker where CodeDeploy releases',
    make: codeDeploy(
      () => ({}),
      (stack) => {
        const service = newCodeDeployService(stack);
        (service.node.defaultChild as CfnService).deploymentConfiguration = {
          deploymentCircuitBreaker: { enable: true, rollback: true },
        };
        return { service };
      },
    ),
    says: `${D} service: must have no circuit breaker, which ECS refuses where CodeDeploy releases; leave it out of the service, and set rollback of the deployment`,
  },
  {
    what: 'deployment alarms where CodeDeploy releases',
    make: codeDeploy(
      () => ({}),
      (stack) => {
        const service = newCodeDeployService(stack);
        (service.node.defaultChild as CfnService).deploymentConfiguration = {
          alarms: { alarmNames: ['a'], enable: true, rollback: true },
        };
        return { service };
      },
    ),
    says: `${D} service: must have no deployment alarms, which ECS refuses where CodeDeploy releases; leave it out of the service, and set rollback of the deployment`,
  },
  {
    what: 'deployment alarms of the service where ECS releases',
    make: ecs((stack) => ({ service: newService(stack, 'Service', { deploymentAlarms: { alarmNames: ['a'] } }) })),
    says: `${D} service: must leave its deployment alarms to the rollback of its deployment; give them to Rollback.onAlarms`,
  },
  {
    what: 'a strategy of the service that is not that of the rollout',
    make: ecs((stack) => ({
      service: newService(stack, 'Service', { deploymentStrategy: DeploymentStrategy.CANARY }),
    })),
    says: `${D} service: must leave deploymentStrategy to the rollout of its deployment, got 'CANARY'`,
  },
  {
    what: 'a service behind a load balancer already',
    make: ecs((stack) => {
      const service = newService(stack);
      group(stack, 'Attached').addTarget(service);
      return { service };
    }),
    says: `${D} service: must not be attached to a load balancer: the deployment does that; leave out what attaches it, e.g. addTargets of the listener`,
  },
  {
    what: 'a daemon',
    make: ecs((stack) => {
      const taskDefinition = new Ec2TaskDefinition(stack, 'Daemon');
      taskDefinition.addContainer('app', {
        image: ContainerImage.fromRegistry('nginx'),
        memoryLimitMiB: 64,
        portMappings: [{ containerPort: 80 }],
      });
      const cluster = Cluster.fromClusterAttributes(stack, 'Known', {
        clusterName: 'orders',
        vpc: surroundingsOf(stack).vpc,
        hasEc2Capacity: true,
      });
      return { service: new Ec2Service(stack, 'Service', { cluster, taskDefinition, daemon: true }) };
    }),
    says: `${D} service: must not be a daemon, whose tasks are replaced on each instance where they are`,
  },
  {
    what: 'a family that is known at deployment only',
    make: ecs((stack) => ({
      service: newService(stack, 'Service', {
        taskDefinition: newTaskDefinition(stack, 'Task', { family: new CfnParameter(stack, 'P').valueAsString }),
      }),
    })),
    says: `${D} service: must have a task definition of this app whose family is known at synthesis, got 'Task'; give family a literal, or leave it out`,
  },
  {
    what: 'a container without a port',
    make: ecs((stack) => {
      const taskDefinition = new FargateTaskDefinition(stack, 'Task');
      taskDefinition.addContainer('app', { image: ContainerImage.fromRegistry('nginx') });
      return { service: newService(stack, 'Service', { taskDefinition }) };
    }),
    says: `${D} service: must have a port at the container that the listener leads to, got 'app'; give the container portMappings`,
  },
  {
    what: 'a container that there is not',
    make: ecs(() => ({ containerName: 'web' })),
    says: `${D} containerName: must be a container of the task definition, got 'web'`,
  },
  {
    what: 'a container that is a number',
    make: ecs(() => ({ containerName: untyped(7) })),
    says: `${D} containerName: must be a container of the task definition, got 7`,
  },
  {
    what: 'a port that the container has not',
    make: ecs(() => ({ containerPort: 81 })),
    says: `${D} containerPort: must be a port of the container app, got 81`,
  },
  {
    what: 'a port out of range',
    make: ecs(() => ({ containerPort: 70000 })),
    says: `${D} containerPort: must be 1 to 65535 as a port, got 70000`,
  },
  {
    what: 'five images',
    make: ecs(() => ({ releasedContainers: ['app', 'b', 'c', 'd', 'e'] })),
    says: `${D} releasedContainers: must be 1 to 4 images, got 5`,
  },
  {
    what: 'a container that is not there, after one that is missing',
    make: ecs(() => ({ releasedContainers: untyped([null, 'web']) })),
    says: `${D} releasedContainers[1]: must be a container of the task definition, got 'web'`,
  },
  {
    what: 'a container that is released twice',
    make: ecs(() => ({ releasedContainers: ['app', 'app'] })),
    says: `${D} releasedContainers[1]: must not be given twice, got 'app'`,
  },
  {
    what: 'a repository that is a text',
    make: ecs(() => ({ imageRepositories: untyped(['orders']) })),
    says: `${D} imageRepositories[0]: must be an ECR repository, got 'orders'`,
  },
  {
    what: 'a task definition without a container',
    make: ecs((stack) => ({
      service: newService(stack, 'Service', { taskDefinition: new FargateTaskDefinition(stack, 'Task') }),
    })),
    says: `${D} service: must have a task definition with an essential container; add the container before the deployment is made`,
  },
  {
    what: 'tasks without a network',
    make: ecs((stack) => {
      const taskDefinition = new Ec2TaskDefinition(stack, 'Task', { networkMode: NetworkMode.NONE });
      taskDefinition.addContainer('app', { image: ContainerImage.fromRegistry('nginx'), memoryLimitMiB: 64 });
      const { vpc } = surroundingsOf(stack);
      const cluster = Cluster.fromClusterAttributes(stack, 'Known', { clusterName: 'c', vpc, hasEc2Capacity: true });
      return { service: new Ec2Service(stack, 'Service', { cluster, taskDefinition }) };
    }),
    says: `${D} service: must have a network for its tasks, so that a listener can lead to them, got 'none'`,
  },
  {
    what: 'options of a controller that are a number',
    make: ecs(() => ({ controller: EcsController.ecs(untyped(5)) })),
    says: `${D} controller: must be an object, got 5`,
  },
  {
    what: 'options of CodeDeploy that are a text',
    make: codeDeploy(() => 'all'),
    says: `${D} controller: must be an object, got 'all'`,
  },
  {
    what: 'a controller that is a text',
    make: ecs(() => ({ controller: untyped('CODE_DEPLOY') })),
    says: `${D} controller: must be an EcsController, got 'CODE_DEPLOY'; use the functions of EcsController`,
  },
];

const rule = (priority: number): NonNullable<EcsDeploymentProps['trafficRule']> => ({
  priority,
  conditions: [ListenerCondition.pathPatterns(['/orders*'])],
});

const TRAFFIC: Mistake[] = [
  {
    what: 'CodeDeploy without a listener',
    make: codeDeploy(
      () => ({}),
      () => ({ listener: undefined }),
    ),
    says: `${D} listener: must be given where CodeDeploy releases, which moves the traffic of a load balancer`,
  },
  {
    what: 'a listener that is a text',
    make: ecs(() => ({ listener: untyped('arn') })),
    says: `${D} listener: must be a listener of an Application Load Balancer, got 'arn'`,
  },
  {
    what: 'a listener of a Network Load Balancer',
    make: ecs((stack) => ({
      listener: untyped(NetworkListener.fromNetworkListenerArn(stack, 'Network', ARN.replace('app', 'net'))),
    })),
    says: `${D} listener: must be a listener of an Application Load Balancer, got 'Network'`,
  },
  {
    what: 'a listener of another stack',
    make: ecs((stack) => ({ listener: surroundingsOf(otherStack(stack)).listener })),
    says: `${D} listener: must be in the stack of the deployment, which adds to it, got 'Other/LoadBalancer/Listener'; import it by its ARN, with ApplicationListener.fromApplicationListenerAttributes`,
  },
  {
    what: 'one listener for both',
    make: ecs((stack) => ({ testListener: surroundingsOf(stack).listener })),
    says: `${D} testListener: must be another one than listener, got 'Listener'`,
  },
  {
    what: 'a test listener of another load balancer',
    make: ecs((stack) => {
      const { vpc } = surroundingsOf(stack);
      const other = new ApplicationLoadBalancer(stack, 'Other', { vpc });
      return { testListener: other.addListener('Test', { port: 8080 }) };
    }),
    says: `${D} testListener: must be of the load balancer of listener, got 'Other'`,
  },
  {
    what: 'a priority that is known at deployment only',
    make: ecs((stack) => ({
      trafficRule: rule(new CfnParameter(stack, 'P', { type: 'Number' }).valueAsNumber),
    })),
    says: `${D} trafficRule.priority: must be known at synthesis, got a value known at deployment only; give a literal`,
  },
  {
    what: 'an imported listener without a rule',
    make: ecs((stack) => ({ listener: imported(stack) })),
    says: `${D} trafficRule: must be given where listener is imported, which may have other requests as well`,
  },
  {
    what: 'a condition of something else, after one that is missing',
    make: ecs(() => ({ trafficRule: untyped({ priority: 1, conditions: [null, '/orders'] }) })),
    says: `${D} trafficRule.conditions[1]: must be a ListenerCondition; use the functions of ListenerCondition`,
  },
  {
    what: 'a rule without conditions',
    make: ecs(() => ({ trafficRule: { priority: 1, conditions: [] } })),
    says: `${D} trafficRule.conditions: must have at least 1, got 0`,
  },
  {
    what: 'a rule without a priority',
    make: ecs(() => ({ trafficRule: untyped({ conditions: rule(1).conditions }) })),
    says: `${D} trafficRule.priority: must be given`,
  },
  {
    what: 'a priority out of range',
    make: ecs(() => ({ trafficRule: rule(50001) })),
    says: `${D} trafficRule.priority: must be 1 to 50000 as a priority, got 50001`,
  },
  {
    what: 'a condition that is a text',
    make: ecs(() => ({ trafficRule: untyped({ priority: 1, conditions: ['/orders'] }) })),
    says: `${D} trafficRule.conditions[0]: must be a ListenerCondition; use the functions of ListenerCondition`,
  },
  {
    what: 'a rule that is a list',
    make: ecs(() => ({ trafficRule: untyped([]) })),
    says: `${D} trafficRule: must be an object, got a list`,
  },
  {
    what: 'one priority for two services',
    make: (stack) => {
      newEcsDeployment(stack, 'First', { trafficRule: rule(7) });
      return newEcsDeployment(stack, 'Production', { trafficRule: rule(7) });
    },
    says: `${D} trafficRule.priority: must be another one than that of Test/First at the same listener, got 7`,
  },
  {
    what: 'a listener that leads elsewhere, where CodeDeploy releases',
    make: codeDeploy(
      () => ({}),
      (stack) => {
        surroundingsOf(stack).listener.addAction('Else', { action: ListenerAction.fixedResponse(404) });
        return {};
      },
    ),
    says: `${D} listener: must lead to blueTargetGroup by itself, or nowhere, got 'Listener'; leave its default action out, or give trafficRule`,
  },
  {
    what: 'target groups of instances for tasks with addresses of their own',
    make: ecs((stack) => ({
      blueTargetGroup: group(stack, 'B', TargetType.INSTANCE),
      greenTargetGroup: group(stack, 'G'),
    })),
    says: `${D} blueTargetGroup: must be a target group of the type ip, since the network mode of the tasks is awsvpc, got 'instance'; set targetType to TargetType.IP`,
  },
  {
    what: 'one target group alone',
    make: ecs((stack) => ({ blueTargetGroup: group(stack, 'B') })),
    says: `${D} greenTargetGroup: must be a target group of an Application Load Balancer, got nothing`,
  },
  {
    what: 'one target group twice',
    make: ecs((stack) => {
      const one = group(stack, 'B');
      return { blueTargetGroup: one, greenTargetGroup: one };
    }),
    says: `${D} greenTargetGroup: must be another one than blueTargetGroup, got 'B'`,
  },
  {
    what: 'a target group of another stack',
    make: ecs((stack) => ({
      blueTargetGroup: group(otherStack(stack), 'B'),
      greenTargetGroup: group(stack, 'G'),
    })),
    says: `${D} blueTargetGroup: must be in the stack of the deployment, or imported there, got 'Other/B'`,
  },
  {
    what: 'a target group that is a number',
    make: ecs(() => ({ blueTargetGroup: untyped(1), greenTargetGroup: untyped(2) })),
    says: `${D} blueTargetGroup: must be a target group of an Application Load Balancer, got 1`,
  },
  {
    what: 'a health check beside target groups',
    make: ecs((stack) => ({
      blueTargetGroup: group(stack, 'B'),
      greenTargetGroup: group(stack, 'G'),
      healthCheck: { path: '/health' },
    })),
    says: `${D} healthCheck: must not be given beside target groups of your own; set it at the target groups`,
  },
];

const ROLLOUT: Mistake[] = [
  {
    what: 'a canary of 150 percent by ECS',
    make: ecs(() => shifted('canary', { percentage: 150, interval: minutes(5) })),
    says: `${D} rollout.percentage: must be 1 to 99 percent, got 150`,
  },
  {
    what: 'a canary of 150 percent by CodeDeploy',
    make: codeDeploy(
      () => ({}),
      () => shifted('canary', { percentage: 150, interval: minutes(5) }),
    ),
    says: `${D} rollout.percentage: must be 1 to 99 percent, got 150`,
  },
  {
    what: 'a linear rollout of one percent by ECS',
    make: ecs(() => shifted('linear', { percentage: 1, interval: minutes(5) })),
    says: `${D} rollout.percentage: must be 3 to 99 percent, got 1`,
  },
  {
    what: 'an interval of two days by ECS',
    make: ecs(() => shifted('canary', { percentage: 10, interval: minutes(2880) })),
    says: `${D} rollout.interval: must be 1 to 1440 minutes, got 2880`,
  },
  {
    what: 'steps that take longer than two days by CodeDeploy',
    make: codeDeploy(
      () => ({}),
      () => shifted('linear', { percentage: 10, interval: minutes(300) }),
    ),
    says: `${D} rollout.interval: must be so short that all steps take at most 2880 minutes, got '3000 minutes for 10 steps'`,
  },
  {
    what: 'a release that CloudFormation would not wait for',
    make: ecs(() => ({
      ...shifted('canary', { percentage: 10, interval: minutes(1440) }),
      controller: EcsController.ecs({ bakeTime: minutes(600) }),
    })),
    says: `${D} controller.bakeTime: must be so short that a release takes at most 1980 minutes with the rollout, got 2040; CloudFormation refuses a service whose release takes longer`,
  },
  {
    what: 'a rollout without settings',
    make: ecs(() => shifted('canary', undefined)),
    says: `${D} rollout.percentage: must be given, got nothing`,
  },
  {
    what: 'an interval that is known at deployment only',
    make: ecs((stack) =>
      shifted('canary', {
        percentage: 10,
        interval: Duration.minutes(new CfnParameter(stack, 'P', { type: 'Number' }).valueAsNumber),
      }),
    ),
    says: `${D} rollout.interval: must be known at synthesis, got a value of class Duration; give a literal`,
  },
  {
    what: 'a rollout for servers',
    make: ecs(() => ({ rollout: Rollout.oneAtATime() })),
    says: `${D} rollout: must be one of Rollout.allAtOnce, Rollout.canary, Rollout.linear: an ECS service has no hosts to release to, and always moves from blue to green, got 'Rollout.oneAtATime'`,
  },
  {
    what: 'a canary without a listener',
    make: ecs(() => ({ ...shifted('canary', { percentage: 10, interval: minutes(5) }), listener: undefined })),
    says: `${D} rollout: needs a listener: without one there is no traffic to move`,
  },
  {
    what: 'a test listener without a listener',
    make: ecs((stack) => ({ ...testListener(stack), listener: undefined })),
    says: `${D} testListener: needs a listener: without one there is no traffic to move`,
  },
  {
    what: 'a bake time without a listener',
    make: ecs(() => ({ listener: undefined, controller: EcsController.ecs({ bakeTime: minutes(5) }) })),
    says: `${D} controller.bakeTime: needs a listener: without one there is no traffic to move`,
  },
  {
    what: 'a bake time of two days',
    make: ecs(() => ({ controller: EcsController.ecs({ bakeTime: Duration.days(2) }) })),
    says: `${D} controller.bakeTime: must be 0 to 1440 minutes, got 2880`,
  },
  {
    what: 'a bake time in hours that are known at deployment only',
    make: ecs((stack) => ({
      controller: EcsController.ecs({
        bakeTime: Duration.hours(new CfnParameter(stack, 'P', { type: 'Number' }).valueAsNumber),
      }),
    })),
    says: `${D} controller.bakeTime: must be in minutes where it is known at deployment only; use Duration.minutes`,
  },
  {
    what: 'a bake time that is a number',
    make: ecs(() => ({ controller: EcsController.ecs({ bakeTime: untyped(5) }) })),
    says: `${D} controller.bakeTime: must be a Duration, got 5`,
  },
  {
    what: 'a termination wait of three days',
    make: codeDeploy(() => ({ terminateBlueAfter: Duration.days(3) })),
    says: `${D} controller.terminateBlueAfter: must be 0 to 2880 minutes, got 4320`,
  },
  {
    what: 'a confirmation within no time',
    make: codeDeploy(() => ({ confirmWithin: minutes(0) })),
    says: `${D} controller.confirmWithin: must be 1 to 7200 minutes, got 0`,
  },
  {
    what: 'a test hook without a test listener, by CodeDeploy',
    make: codeDeploy((stack) => ({ hooks: { afterAllowTestTraffic: newFunction(stack) } })),
    says: `${D} controller.hooks.afterAllowTestTraffic: needs a test listener: without one there is no test traffic; give the deployment a testListener`,
  },
  {
    what: 'a hook that is a text',
    make: codeDeploy(() => ({ hooks: { beforeInstall: 'check' } })),
    says: `${D} controller.hooks.beforeInstall: must be a Lambda function, got 'check'`,
  },
  {
    what: 'a hook that there is not',
    make: codeDeploy((stack) => ({ hooks: { afterTraffic: newFunction(stack) } })),
    says: `${D} controller.hooks.afterTraffic: must be one of beforeInstall, afterInstall, afterAllowTestTraffic, beforeAllowTraffic, afterAllowTraffic`,
  },
  {
    what: 'hooks that are a list',
    make: codeDeploy(() => ({ hooks: [] })),
    says: `${D} controller.hooks: must be an object, got a list`,
  },
  {
    what: 'a test hook without a test listener, by ECS',
    make: ecs((stack) => ({
      controller: EcsController.ecs({
        hooks: [{ function: newFunction(stack), stages: [DeploymentLifecycleStage.POST_TEST_TRAFFIC_SHIFT] }],
      }),
    })),
    says: `${D} controller.hooks[0].stages[0]: needs a test listener: without one there is no test traffic, got 'POST_TEST_TRAFFIC_SHIFT'; give the deployment a testListener`,
  },
  {
    what: 'a stage that ECS does not have, after one that is missing',
    make: ecs((stack) => ({
      controller: EcsController.ecs({ hooks: [{ function: newFunction(stack), stages: untyped([null, 'AFTER']) }] }),
    })),
    says: `${D} controller.hooks[0].stages[1]: must be one of RECONCILE_SERVICE, PRE_SCALE_UP, POST_SCALE_UP, TEST_TRAFFIC_SHIFT, POST_TEST_TRAFFIC_SHIFT, PRODUCTION_TRAFFIC_SHIFT, POST_PRODUCTION_TRAFFIC_SHIFT, got 'AFTER'; use DeploymentLifecycleStage`,
  },
  {
    what: 'a hook without stages',
    make: ecs((stack) => ({
      controller: EcsController.ecs({ hooks: [{ function: newFunction(stack), stages: [] }] }),
    })),
    says: `${D} controller.hooks[0].stages: must have at least 1, got 0`,
  },
  {
    what: 'a stage that there is not',
    make: ecs((stack) => ({
      controller: EcsController.ecs({ hooks: [{ function: newFunction(stack), stages: untyped(['AFTER']) }] }),
    })),
    says: `${D} controller.hooks[0].stages[0]: must be one of RECONCILE_SERVICE, PRE_SCALE_UP, POST_SCALE_UP, TEST_TRAFFIC_SHIFT, POST_TEST_TRAFFIC_SHIFT, PRODUCTION_TRAFFIC_SHIFT, POST_PRODUCTION_TRAFFIC_SHIFT, got 'AFTER'; use DeploymentLifecycleStage`,
  },
  {
    what: 'a lifecycle hook without a function',
    make: ecs(() => ({
      controller: EcsController.ecs({ hooks: [untyped({ stages: [DeploymentLifecycleStage.PRE_SCALE_UP] })] }),
    })),
    says: `${D} controller.hooks[0].function: must be a Lambda function, got nothing`,
  },
];

const ROLLBACK: Mistake[] = [
  {
    what: 'a rollback on stop by ECS',
    make: ecs(() => ({ rollback: Rollback.onFailure().alsoOnStop() })),
    says: `${D} rollback: must not be alsoOnStop where ECS releases; whoever stops a deployment of ECS says whether it is rolled back`,
  },
  {
    what: 'a composite alarm by CodeDeploy',
    make: codeDeploy(
      () => ({}),
      (stack) => ({
        rollback: Rollback.onAlarms(new CompositeAlarm(stack, 'All', { alarmRule: alarm(stack) })),
      }),
    ),
    says: `${D} rollback.alarms[0]: must be an alarm on a metric: CodeDeploy does not watch composite alarms; give the alarms that it is made of`,
  },
  {
    what: 'an alarm twice',
    make: ecs((stack) => {
      const errors = alarm(stack);
      return { rollback: Rollback.onAlarms(errors, errors) };
    }),
    says: `${D} rollback.alarms[1]: must not be given twice, got 'Errors'`,
  },
  {
    what: 'an alarm that is a text',
    make: ecs(() => ({ rollback: Rollback.onAlarms(untyped('Errors')) })),
    says: `${D} rollback.alarms[0]: must be an alarm, got 'Errors'`,
  },
  {
    what: 'an alarm on the service that has no name',
    make: ecs((stack) => {
      const service = newService(stack);
      const cpu = service.metricCpuUtilization().createAlarm(stack, 'Cpu', { threshold: 90, evaluationPeriods: 1 });
      return { service, rollback: Rollback.onAlarms(cpu) };
    }),
    says: `${D} rollback.alarms[0]: must have an alarmName: the service refers to its alarms, and this one refers to the service, got 'Cpu'; give it a literal name`,
  },
  {
    what: 'a threshold of nothing',
    make: ecs(() => ({ rollback: Rollback.onPlatformAlarms({ cpu: { threshold: 0 } }) })),
    says: `${D} rollback.cpu.threshold: must be a number above 0, got 0`,
  },
  {
    what: 'errors of a service without a listener',
    make: ecs(() => ({ listener: undefined, rollback: Rollback.onPlatformAlarms({ serverErrors: {} }) })),
    says: `${D} rollback.serverErrors: must not be given for a service without a listener, which does not measure it`,
  },
  {
    what: 'a rollback that is a number',
    make: ecs(() => ({ rollback: untyped(3) })),
    says: `${D} rollback: must be a Rollback, got 3; use the functions of Rollback`,
  },
  {
    what: 'alarms that are a number',
    make: ecs(() => ({ rollback: Rollback.onPlatformAlarms(untyped<PlatformAlarms>({ memory: 3 })) })),
    says: `${D} rollback.memory: must be an object, got 3`,
  },
];

const CODE_DEPLOY: Mistake[] = [
  {
    what: 'a group with a space',
    make: codeDeploy(() => ({ deploymentGroupName: 'my group' })),
    says: `${D} controller.deploymentGroupName: must be 1 to 100 characters of letters, digits and + = , . @ _ -, got 'my group'`,
  },
  {
    what: 'an application and its name',
    make: codeDeploy((stack) => ({
      application: newCodeDeployDeployment(stack, 'Other', {}, { trafficRule: rule(1) }).deploymentGroup?.application,
      applicationName: 'orders',
    })),
    says: `${D} controller.applicationName: must not be given beside application; leave one of them out`,
  },
  {
    what: 'a topic twice',
    make: codeDeploy((stack) => {
      const topic = new Topic(stack, 'Topic');
      return { notifications: [{ topic }, { topic }] };
    }),
    says: `${D} controller.notifications[1].topic: must not be given twice: CodeDeploy tells a topic once, got 'Topic'; put the events together`,
  },
  {
    what: 'a role that is a text',
    make: ecs(() => ({ role: untyped('role') })),
    says: `${D} role: must be a role, got 'role'`,
  },
  {
    what: 'an AppSpec of servers',
    make: codeDeploy(() => ({ appSpec: AppSpec.forServer({}) })),
    says: `${D} controller.appSpec: must be an AppSpec of ECS services; this one is of servers`,
  },
  {
    what: 'an AppSpec that is a text',
    make: codeDeploy(() => ({ appSpec: 'version: 0.0' })),
    says: `${D} controller.appSpec: must be an AppSpec, got 'version: 0.0'; use the functions of AppSpec`,
  },
  {
    what: 'an AppSpec of nothing',
    make: specOf(undefined),
    says: `${D} controller.appSpec.containerName: must be given, got nothing`,
  },
  {
    what: 'an AppSpec of another container',
    make: specOf({ containerName: 'web', containerPort: 80 }),
    says: `${D} controller.appSpec.containerName: must be the container that the load balancer leads to, got 'web'; write app`,
  },
  {
    what: 'an AppSpec of another port',
    make: specOf({ containerName: 'app', containerPort: 81 }),
    says: `${D} controller.appSpec.containerPort: must be the port that the load balancer leads to, got 81; write 80`,
  },
  {
    what: 'an AppSpec with a port of text',
    make: specOf({ containerName: 'app', containerPort: '80' }),
    says: `${D} controller.appSpec.containerPort: must be a number, got '80'`,
  },
  {
    what: 'an AppSpec with a task definition of its own',
    make: specOf({ containerName: 'app', containerPort: 80, taskDefinition: 'orders:7' }),
    says: `${D} controller.appSpec.taskDefinition: must be <TASK_DEFINITION>, which each release replaces by its own revision, got 'orders:7'`,
  },
  {
    what: 'an AppSpec with half a network',
    make: specOf({ containerName: 'app', containerPort: 80, network: { subnets: ['subnet-1'] } }),
    says: `${D} controller.appSpec.network.securityGroups: must be a list of 1 to 5, got nothing`,
  },
  {
    what: 'an AppSpec with a hook for test traffic, without a test listener',
    make: specOf({ containerName: 'app', containerPort: 80, hooks: { afterAllowTestTraffic: 'check' } }),
    says: `${D} controller.appSpec.hooks.afterAllowTestTraffic: needs a test listener: without one there is no test traffic; give the deployment a testListener`,
  },
  {
    what: 'an AppSpec with a hook that is a number',
    make: specOf({ containerName: 'app', containerPort: 80, hooks: { beforeInstall: 7 } }),
    says: `${D} controller.appSpec.hooks.beforeInstall: must be a string, got 7`,
  },
  {
    what: 'an AppSpec with a strategy that is a text',
    make: specOf({ containerName: 'app', containerPort: 80, capacityProviderStrategy: ['FARGATE'] }),
    says: `${D} controller.appSpec.capacityProviderStrategy[0]: must be an object, got 'FARGATE'`,
  },
  {
    what: 'an AppSpec file that there is not',
    make: codeDeploy(() => ({ appSpec: AppSpec.fromEcsFile('/nowhere/appspec.yaml') })),
    says: `${D} controller.appSpec: must be a file that can be read, got '/nowhere/appspec.yaml'`,
  },
  {
    what: 'an AppSpec file that is a number',
    make: codeDeploy(() => ({ appSpec: AppSpec.fromEcsFile(untyped(7)) })),
    says: `${D} controller.appSpec: must be a file that can be read, got 7`,
  },
];

const TARGETS: Mistake[] = [
  {
    what: 'a target of nothing',
    make: (stack) => pipelineOf(stack, DeployTarget.ecsService(untyped(undefined), { targetName: 'Production' })),
    says: `${T} deployment: must be an EcsDeployment, got nothing`,
  },
  {
    what: 'a target of something else',
    make: (stack) => pipelineOf(stack, DeployTarget.ecsService(untyped(newService(stack, 'Production')))),
    says: `${T} deployment: must be an EcsDeployment, got the FargateService Test/Production; make one of the service`,
  },
  {
    what: 'an artifact without the files',
    make: (stack) => pipelineOf(stack, DeployTarget.ecsService(newCodeDeployDeployment(stack))),
    says: `${T} artifact: must have the taskdef-Production.json that the deployment writes, got 'the output of build Image'; give its build additionalFiles: deployment.files, or say taskDefinitionFile and appSpecFile`,
  },
  {
    what: 'imagedefinitions.json for CodeDeploy',
    make: (stack) => newContainerPipeline(stack, [newCodeDeployDeployment(stack)], {}, ImageFile.DEFINITIONS),
    says: `${T} images[0].artifact: must have the file imageDetail.json, got 'the output of build Image with imagedefinitions.json'; set image.file of the build to ImageFile.DETAIL`,
  },
  {
    what: 'a full clone with the files',
    make: cloned((files) => ({ files })),
    says: `${T} files: must not be a full clone, which only builds can take, got 'the output of source Source'; add a build that puts the files out, or leave fullClone out`,
  },
  {
    what: 'a full clone with an image',
    make: cloned((artifact) => ({ images: [{ artifact }] })),
    says: `${T} images[0].artifact: must not be a full clone, which only builds can take, got 'the output of source Source'; add a build that puts the files out, or leave fullClone out`,
  },
  {
    what: 'imageDetail.json for ECS',
    make: (stack) => newContainerPipeline(stack, [newEcsDeployment(stack)]),
    says: `${T} artifact: must have the file imagedefinitions.json, got 'the output of build Image with imageDetail.json'; set image.file of the build to ImageFile.DEFINITIONS`,
  },
  {
    what: 'files for ECS',
    make: target({ taskDefinitionFile: 'taskdef.json' }, (stack) => newEcsDeployment(stack)),
    says: `${T} taskDefinitionFile: must not be given where ECS itself releases, which takes imagedefinitions.json of artifact`,
  },
  {
    what: 'image definitions for CodeDeploy',
    make: target({ imageDefinitionsFile: 'images.json' }),
    says: `${T} imageDefinitionsFile: must not be given where CodeDeploy releases; give the build image.file: ImageFile.DETAIL, or leave it out`,
  },
  {
    what: 'fewer images than containers',
    make: target({}, (stack) => {
      const taskDefinition = newTaskDefinition(stack);
      taskDefinition.addContainer('log', { image: ContainerImage.fromRegistry('nginx') });
      return newCodeDeployDeployment(
        stack,
        'Production',
        {},
        {
          service: newCodeDeployService(stack, 'Service', { taskDefinition }),
          releasedContainers: ['app', 'log'],
        },
      );
    }),
    says: `${T} images: must be as many as the deployment has releasedContainers, 2, got 1`,
  },
  {
    what: 'five images in a release',
    make: target({ taskDefinitionFile: 'a.json', images: Array.from({ length: 5 }, () => ({ artifact: untyped(1) })) }),
    says: `${T} images: must be 1 to 4 images, got 5`,
  },
  {
    what: 'an image of no artifact',
    make: target({ images: [{ artifact: 'Image' }] }),
    says: `${T} images[0].artifact: must be a DeliveryArtifact, got 'Image'; use the artifact of a build or source`,
  },
  {
    what: 'an image that nothing puts out',
    make: target({ images: [{ artifact: DeliveryArtifact.named('Other', 'build Other') }] }),
    says: `${T} images[0].artifact: must be put out by a source or an earlier build of this pipeline, got 'the output of build Other'; add what puts it out`,
  },
  {
    what: 'a placeholder with brackets',
    make: (stack) => {
      const build = Build.project({ buildName: 'Image' });
      return pipelineOf(
        stack,
        DeployTarget.ecsService(newCodeDeployDeployment(stack), {
          images: [{ artifact: build.artifact, placeholder: '<IMAGE>' }],
        }),
        build,
      );
    },
    says: `${T} images[0].placeholder: must be 1 to 100 characters of letters, digits, - and _, got '<IMAGE>'`,
  },
  {
    what: 'a file outside of the artifact',
    make: target({ appSpecFile: '../appspec.yaml' }),
    says: `${T} appSpecFile: must be 1 to 255 characters of letters, digits and _ . @ + - /, below the root, not ending in / or ., got '../appspec.yaml'`,
  },
  {
    what: 'a release by ECS that takes an hour',
    make: target({}, (stack) =>
      newEcsDeployment(stack, 'Production', { controller: EcsController.ecs({ bakeTime: minutes(60) }) }),
    ),
    says: `${T} deployment: must be released in less than 60 minutes, after which the ECS action gives up, got 60; shorten its rollout or bakeTime, or release by EcsController.codeDeploy()`,
  },
  {
    what: 'a release by CodeDeploy that takes longer than five days',
    make: target({}, (stack) =>
      newCodeDeployDeployment(stack, 'Production', { confirmWithin: minutes(7200), terminateBlueAfter: minutes(60) }),
    ),
    says: `${T} deployment: must be released within 7200 minutes, after which CodePipeline gives up, got 7260; shorten its rollout, confirmWithin or terminateBlueAfter`,
  },
];

const IMPORTED: Mistake[] = [
  {
    what: 'nothing of a service',
    make: attributes(undefined),
    says: 'Orders (EcsDeployment.fromEcsDeploymentAttributes) clusterName: must be given, got nothing',
  },
  {
    what: 'a family with a revision',
    make: attributes({ clusterName: 'c', serviceName: 's', taskFamily: 'orders:7' }),
    says: "Orders (EcsDeployment.fromEcsDeploymentAttributes) taskFamily: must be 1 to 255 characters of letters, digits, - and _, got 'orders:7'",
  },
  {
    what: 'an application without a group',
    make: attributes({ clusterName: 'c', serviceName: 's', taskFamily: 'orders', applicationName: 'orders' }),
    says: 'Orders (EcsDeployment.fromEcsDeploymentAttributes) deploymentGroupName: must be given beside the other: both name the deployment group',
  },
  {
    what: 'roles that are a text',
    make: attributes({ clusterName: 'c', serviceName: 's', taskFamily: 'orders', taskRoleArns: 'arn' }),
    says: "Orders (EcsDeployment.fromEcsDeploymentAttributes) taskRoleArns: must be a list, got 'arn'",
  },
];

function pipelineOf(
  stack: Stack,
  deployTarget: ReturnType<typeof DeployTarget.ecsService>,
  build = Build.project({ buildName: 'Image' }),
): DeliveryPipeline {
  return new DeliveryPipeline(stack, 'Pipeline', {
    sources: [newSource(stack)],
    builds: [build],
    stages: [{ stageName: 'Live', targets: [deployTarget] }],
  });
}

test.each([...SERVICE, ...TRAFFIC, ...ROLLOUT, ...ROLLBACK, ...CODE_DEPLOY, ...TARGETS, ...IMPORTED])(
  '$what is reported',
  expectReport,
);

test('a controller of plain JavaScript that CodeDeploy does not have is no TypeError', () => {
  expectReport({
    what: '',
    make: codeDeploy(
      () => ({ notifications: 'topic' }),
      () => ({ service: untyped({ deploymentController: { type: DeploymentControllerType.CODE_DEPLOY } }) }),
    ),
    says: `${D} service: must be an ECS service, got a value of type object`,
  });
});

const JUNK: unknown[] = [null, 0, 'x', [], {}, [null]];
const PROPS = [
  ...['service', 'listener', 'testListener', 'trafficRule', 'containerName', 'containerPort', 'releasedContainers'],
  ...['imageRepositories', 'blueTargetGroup', 'healthCheck', 'rollout', 'rollback', 'controller', 'role'],
];
const OPTIONS = [
  ...['hooks', 'appSpec', 'confirmWithin', 'terminateBlueAfter', 'notifications', 'application', 'applicationName'],
  'deploymentGroupName',
];
const TARGET_OPTIONS = ['images', 'files', 'taskDefinitionFile', 'appSpecFile', 'imageDefinitionsFile', 'artifact'];

test.each(PROPS)('whatever plain JavaScript gives as %s is no TypeError', (prop) => {
  for (const junk of JUNK) expectNoThrow(ecs(() => ({ [prop]: junk })));
});

test.each(OPTIONS)('whatever plain JavaScript gives CodeDeploy as %s is no TypeError', (prop) => {
  for (const junk of JUNK) expectNoThrow(codeDeploy(() => ({ [prop]: junk })));
});

test.each(['bakeTime', 'hooks'])('whatever plain JavaScript gives ECS as %s is no TypeError', (prop) => {
  for (const junk of JUNK) expectNoThrow(ecs(() => ({ controller: EcsController.ecs({ [prop]: junk }) })));
});

test.each(TARGET_OPTIONS)('whatever plain JavaScript gives a target as %s is no TypeError', (prop) => {
  for (const junk of JUNK) expectNoThrow(target({ [prop]: junk }));
});

/** What is wrong may be reported, by us or by aws-cdk-lib, and never be thrown by us. */
function expectNoThrow(make: Make): void {
  const stack = newStack();
  make(stack);
  errorsOf(stack);
}
