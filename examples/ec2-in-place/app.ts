import { App, Stack } from 'aws-cdk-lib';
import { AutoScalingGroup } from 'aws-cdk-lib/aws-autoscaling';
import { InstanceType, LaunchTemplate, MachineImage, SecurityGroup, Vpc } from 'aws-cdk-lib/aws-ec2';
import { ApplicationLoadBalancer, ApplicationTargetGroup } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
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
const servers = new AutoScalingGroup(shop, 'Servers', { vpc, launchTemplate, minCapacity: 4, maxCapacity: 4 });
const balancer = new ApplicationLoadBalancer(shop, 'Balancer', { vpc, internetFacing: true });
const web = new ApplicationTargetGroup(shop, 'Web', { vpc, port: 80, targets: [servers] });
balancer.addListener('Http', { port: 80, defaultTargetGroups: [web] });

const appSpec = cd.AppSpec.forServer({
  files: [{ source: '/', destination: '/srv/shop' }],
  fileExistsBehavior: cd.FileExistsBehavior.OVERWRITE,
  hooks: { applicationStart: [{ location: 'scripts/start.sh' }], validateService: [{ location: 'scripts/check.sh' }] },
});
const rollout = cd.Rollout.halfAtATime();
const rollback = cd.Rollback.onPlatformAlarms({ latency: { threshold: 1 } });
const group = { autoScalingGroups: [servers], targetGroups: [web], rollout, rollback, appSpec };
const production = new cd.ServerDeployment(shop, 'Production', group);

const source = cd.Source.codeCommit(new cd.SourceRepository(shop, 'Repository', { repositoryName: 'shop' }));
const additionalFiles = { [appSpec.fileName]: appSpec.content };
const output = { baseDirectory: 'dist' };
const build = cd.Build.project({ buildName: 'Package', commands: ['make'], output, additionalFiles });
const stages = [{ stageName: 'Production', targets: [cd.DeployTarget.servers(production)] }];
new cd.DeliveryStack(app, 'ShopDelivery', { sources: [source], builds: [build], stages });
