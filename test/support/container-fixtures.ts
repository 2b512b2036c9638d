import { PhysicalName, Stack } from 'aws-cdk-lib';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import type { IVpc } from 'aws-cdk-lib/aws-ec2';
import {
  Cluster,
  ContainerImage,
  DeploymentControllerType,
  FargateService,
  FargateTaskDefinition,
} from 'aws-cdk-lib/aws-ecs';
import type { FargateServiceProps, FargateTaskDefinitionProps } from 'aws-cdk-lib/aws-ecs';
import { ApplicationListener, ApplicationLoadBalancer } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { Construct } from 'constructs';
import {
  Build,
  DeliveryPipeline,
  DeployTarget,
  EcsController,
  EcsDeployment,
  ImageFile,
  ImageRepository,
} from '../../lib';
import type { CodeDeployControllerOptions, EcsDeploymentProps, EcsTargetOptions } from '../../lib';
import { newSource } from './fixtures';

/** What an ECS service needs around it, once a stack. Listeners are made when a test asks for them. */
export class Surroundings {
  /** Those of a stack. */
  public static of(stack: Stack): Surroundings {
    const made = known.get(stack) ?? new Surroundings(stack);
    known.set(stack, made);
    return made;
  }

  public readonly vpc: IVpc;
  public readonly cluster: Cluster;
  private readonly loadBalancer: ApplicationLoadBalancer;

  private constructor(stack: Stack) {
    this.vpc = Vpc.fromVpcAttributes(stack, 'Vpc', {
      vpcId: 'vpc-0a1b2c3d',
      availabilityZones: ['eu-west-1a', 'eu-west-1b'],
      privateSubnetIds: ['subnet-0a1b2c3d', 'subnet-0a1b2c3e'],
      isolatedSubnetIds: ['subnet-0a1b2c3f', 'subnet-0a1b2c40'],
    });
    this.cluster = new Cluster(stack, 'Cluster', { vpc: this.vpc, clusterName: PhysicalName.GENERATE_IF_NEEDED });
    this.loadBalancer = new ApplicationLoadBalancer(stack, 'LoadBalancer', { vpc: this.vpc });
  }

  /** A listener that leads nowhere yet. */
  public get listener(): ApplicationListener {
    return this.listenerAt('Listener', 80);
  }

  /** Another one. */
  public get testListener(): ApplicationListener {
    return this.listenerAt('TestListener', 8080);
  }

  private listenerAt(id: string, port: number): ApplicationListener {
    const found = this.loadBalancer.node.tryFindChild(id) as ApplicationListener | undefined;
    return found ?? this.loadBalancer.addListener(id, { port, open: false });
  }
}

const known = new WeakMap<Stack, Surroundings>();

/** A network, a cluster, and a load balancer. */
export function surroundingsOf(scope: Construct): Surroundings {
  return Surroundings.of(Stack.of(scope));
}

/** A task definition with one container `app` at port 80. */
export function newTaskDefinition(
  scope: Construct,
  id = 'Task',
  props: FargateTaskDefinitionProps = {},
): FargateTaskDefinition {
  const taskDefinition = new FargateTaskDefinition(scope, id, props);
  taskDefinition.addContainer('app', {
    image: ContainerImage.fromRegistry('public.ecr.aws/nginx/nginx:1.29'),
    portMappings: [{ containerPort: 80 }],
  });
  return taskDefinition;
}

/** A service that ECS itself releases. */
export function newService(scope: Construct, id = 'Service', props: Partial<FargateServiceProps> = {}): FargateService {
  return new FargateService(scope, id, {
    cluster: surroundingsOf(scope).cluster,
    taskDefinition: props.taskDefinition ?? newTaskDefinition(scope, `${id}Task`),
    minHealthyPercent: 100,
    serviceName: PhysicalName.GENERATE_IF_NEEDED,
    ...props,
  });
}

/** A service that CodeDeploy releases. */
export function newCodeDeployService(
  scope: Construct,
  id = 'Service',
  props: Partial<FargateServiceProps> = {},
): FargateService {
  return newService(scope, id, { deploymentController: { type: DeploymentControllerType.CODE_DEPLOY }, ...props });
}

/** A release by ECS. */
export function newEcsDeployment(
  scope: Construct,
  id = 'Production',
  props: Partial<EcsDeploymentProps> = {},
): EcsDeployment {
  return new EcsDeployment(scope, id, {
    service: props.service ?? newService(scope, `${id}Service`),
    ...('listener' in props ? {} : { listener: surroundingsOf(scope).listener }),
    ...props,
  });
}

/** A release by CodeDeploy. */
export function newCodeDeployDeployment(
  scope: Construct,
  id = 'Production',
  options: CodeDeployControllerOptions = {},
  props: Partial<EcsDeploymentProps> = {},
): EcsDeployment {
  return new EcsDeployment(scope, id, {
    service: props.service ?? newCodeDeployService(scope, `${id}Service`),
    ...('listener' in props ? {} : { listener: surroundingsOf(scope).listener }),
    controller: EcsController.codeDeploy(options),
    ...props,
  });
}

/** A pipeline that builds the image and releases it. */
export function newContainerPipeline(
  scope: Stack,
  deployments: EcsDeployment[],
  options: EcsTargetOptions = {},
  file = ImageFile.DETAIL,
): DeliveryPipeline {
  const build = Build.project({
    buildName: 'Image',
    commands: ['npm ci', 'npm test'],
    image: {
      repository: new ImageRepository(scope, 'Images', { repositoryName: 'orders' }),
      file,
      containerName: 'app',
    },
    additionalFiles: Object.assign({}, ...deployments.map(({ files }) => files)) as Record<string, string>,
    output: { baseDirectory: 'release' },
  });
  return new DeliveryPipeline(scope, 'Pipeline', {
    sources: [newSource(scope)],
    builds: [build],
    stages: deployments.map((deployment) => ({
      stageName: deployment.node.id,
      targets: [DeployTarget.ecsService(deployment, options)],
    })),
  });
}
