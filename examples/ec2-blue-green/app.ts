import { App, Duration, Stack } from 'aws-cdk-lib';
import { InstanceType, LaunchTemplate, MachineImage, Port, SecurityGroup, Vpc } from 'aws-cdk-lib/aws-ec2';
import { ApplicationLoadBalancer, ApplicationTargetGroup, TargetType } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import * as cd from 'cdk-delivery';

export const app = new App();
const shop = new Stack(app, 'Shop');
const vpc = new Vpc(shop, 'Vpc', { maxAzs: 2, natGateways: 1 });
const launchTemplate = new LaunchTemplate(shop, 'Template', {
  machineImage: MachineImage.latestAmazonLinux2023(),
  instanceType: new InstanceType('t3.small'),
  role: new Role(shop, 'Role', { assumedBy: new ServicePrincipal('ec2.amazonaws.com') }),
  securityGroup: new SecurityGroup(shop, 'SecurityGroup', { vpc }),
  requireImdsv2: true,
});
const balancer = new ApplicationLoadBalancer(shop, 'Balancer', { vpc, internetFacing: true });
const web = new ApplicationTargetGroup(shop, 'Web', { vpc, port: 80, targetType: TargetType.INSTANCE });
launchTemplate.connections.allowFrom(balancer, Port.HTTP);
balancer.addListener('Http', { port: 80, defaultTargetGroups: [web] });
const team = new Topic(shop, 'Team', { enforceSSL: true });

// The first fleet; every release copies it, and moves the traffic once somebody has looked at the copy.
const production = new cd.ServerDeployment(shop, 'Production', {
  fleet: cd.ServerFleet.launch({ launchTemplate, vpc, minCapacity: 2, maxCapacity: 6 }),
  targetGroups: [web],
  rollout: cd.Rollout.blueGreen({
    speed: cd.Rollout.halfAtATime(),
    confirmWithin: Duration.hours(8),
    blue: cd.BlueFleet.terminateAfter(Duration.hours(2)),
  }),
  rollback: cd.Rollback.onPlatformAlarms().alsoOnStop(),
  notifications: [
    { topic: team, events: [cd.DeploymentEvent.DEPLOYMENT_READY, cd.DeploymentEvent.DEPLOYMENT_FAILURE] },
  ],
});

const source = new cd.SourceRepository(shop, 'Repository', { repositoryName: 'shop' });
const stages = [{ stageName: 'Production', targets: [cd.DeployTarget.servers(production)] }];
new cd.DeliveryStack(app, 'ShopDelivery', { sources: [cd.Source.codeCommit(source)], stages });
