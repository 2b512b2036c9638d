import { App, Duration, Stack } from 'aws-cdk-lib';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import { ApplicationLoadBalancer } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as cd from 'cdk-delivery';
import { newCheck } from './check';

export const app = new App();
const shop = new Stack(app, 'CanaryShop');
const vpc = new Vpc(shop, 'Vpc', { maxAzs: 2, natGateways: 1 });
const cluster = new ecs.Cluster(shop, 'Cluster', { vpc, containerInsightsV2: ecs.ContainerInsights.ENABLED });
const taskDefinition = new ecs.FargateTaskDefinition(shop, 'Task', { family: 'orders' });
const placeholder = ecs.ContainerImage.fromRegistry('public.ecr.aws/nginx/nginx:1.29');
const logging = ecs.LogDrivers.awsLogs({ streamPrefix: 'orders' });
taskDefinition.addContainer('app', { image: placeholder, logging, portMappings: [{ containerPort: 80 }] });
const deploymentController = { type: ecs.DeploymentControllerType.CODE_DEPLOY };
const settings = { cluster, taskDefinition, deploymentController, desiredCount: 2, minHealthyPercent: 100 };
const service = new ecs.FargateService(shop, 'Service', settings);

// Users come by port 80; the check comes by port 8080, to the new tasks alone.
const loadBalancer = new ApplicationLoadBalancer(shop, 'LoadBalancer', { vpc });
const listener = loadBalancer.addListener('Users', { port: 80, open: true });
const testListener = loadBalancer.addListener('Test', { port: 8080, open: false });
const check = newCheck(shop, vpc, `http://${loadBalancer.loadBalancerDnsName}:8080/`);
testListener.connections.allowDefaultPortFrom(check);

const repository = new cd.ImageRepository(shop, 'Images', { repositoryName: 'orders' });
const afterTest = { hooks: { afterAllowTestTraffic: check }, terminateBlueAfter: Duration.minutes(10) };
const traffic = { listener, testListener, rollback: cd.Rollback.onPlatformAlarms() };
const controller = cd.EcsController.codeDeploy(afterTest);
const rollout = cd.Rollout.canary({ percentage: 10, interval: Duration.minutes(5) });
const release = { service, imageRepositories: [repository], controller, rollout };
const production = new cd.EcsDeployment(shop, 'Production', { ...release, ...traffic });

const additionalFiles = production.files;
const output = { baseDirectory: 'release' };
const build = cd.Build.project({ buildName: 'Image', image: { repository }, additionalFiles, output });
const source = cd.Source.codeCommit(new cd.SourceRepository(shop, 'Code', { repositoryName: 'orders' }));
const stages = [{ stageName: 'Production', targets: [cd.DeployTarget.ecsService(production)] }];
new cd.DeliveryStack(app, 'CanaryDelivery', { sources: [source], builds: [build], stages });
