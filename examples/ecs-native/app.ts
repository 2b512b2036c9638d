import { App, Duration, Stack } from 'aws-cdk-lib';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import { ApplicationLoadBalancer } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import * as cd from 'cdk-delivery';
import { CHECK } from './check';

export const app = new App();
const shop = new Stack(app, 'NativeShop');
const vpc = new Vpc(shop, 'Vpc', { maxAzs: 2, natGateways: 1 });
const cluster = new ecs.Cluster(shop, 'Cluster', { vpc, containerInsightsV2: ecs.ContainerInsights.ENABLED });
const taskDefinition = new ecs.FargateTaskDefinition(shop, 'Task', { family: 'orders' });
const placeholder = ecs.ContainerImage.fromRegistry('public.ecr.aws/nginx/nginx:1.29');
const logging = ecs.LogDrivers.awsLogs({ streamPrefix: 'orders' });
taskDefinition.addContainer('app', { image: placeholder, logging, portMappings: [{ containerPort: 80 }] });
const circuitBreaker = { rollback: true };
const settings = { cluster, taskDefinition, circuitBreaker, desiredCount: 2, minHealthyPercent: 100 };
const service = new ecs.FargateService(shop, 'Service', settings);

const loadBalancer = new ApplicationLoadBalancer(shop, 'LoadBalancer', { vpc });
const listener = loadBalancer.addListener('Users', { port: 80, open: true });
const code = { code: Code.fromInline(CHECK), runtime: Runtime.NODEJS_24_X, handler: 'index.handler' };
const check = new Function(shop, 'Check', { ...code, timeout: Duration.minutes(1) });

// ECS moves a fifth of the traffic every two minutes, and keeps the old tasks for another ten.
const stages = [ecs.DeploymentLifecycleStage.POST_SCALE_UP];
const repository = new cd.ImageRepository(shop, 'Images', { repositoryName: 'orders' });
const production = new cd.EcsDeployment(shop, 'Production', {
  ...{ service, listener, imageRepositories: [repository] },
  controller: cd.EcsController.ecs({ bakeTime: Duration.minutes(10), hooks: [{ function: check, stages }] }),
  rollout: cd.Rollout.linear({ percentage: 20, interval: Duration.minutes(2) }),
  rollback: cd.Rollback.onPlatformAlarms(),
});

const image = { repository, file: cd.ImageFile.DEFINITIONS, containerName: 'app' };
const build = cd.Build.project({ buildName: 'Image', image, output: { baseDirectory: 'release' } });
const source = new cd.SourceRepository(shop, 'Code', { repositoryName: 'orders' });
new cd.DeliveryStack(app, 'NativeDelivery', {
  sources: [cd.Source.codeCommit(source)],
  builds: [build],
  stages: [{ stageName: 'Production', targets: [cd.DeployTarget.ecsService(production)] }],
});
