import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import * as cd from 'cdk-delivery';

export const app = new App();
const plant = new Stack(app, 'Plant');

// Machines in the cloud and in the plants take one release. Each must have a tag of every group; within a group any of its values will do.
const tags: Record<string, string[]>[] = [
  { Application: ['press-control'] },
  { Stage: ['production'] },
  { Site: ['busan', 'ulsan'] },
];
const production = new cd.ServerDeployment(plant, 'Production', {
  ec2Tags: tags,
  onPremisesTags: tags,
  rollout: cd.Rollout.minimumHealthyPercentage(75),
  appSpec: cd.AppSpec.fromFile(join(__dirname, 'release', 'appspec.yml')),
});

// The roles of the machines: that of an instance profile, and that of servers which Systems Manager activates.
production.grantInstance(new Role(plant, 'InstanceRole', { assumedBy: new ServicePrincipal('ec2.amazonaws.com') }));
production.grantInstance(new cd.OnPremisesServers(plant, 'Servers', { roleName: 'press-control-servers' }));

const connection = new cd.SourceConnection(plant, 'GitHub', { provider: cd.ConnectionProvider.GITHUB });
const source = cd.Source.gitHub({
  connectionArn: connection.connectionArn,
  repository: 'acme/press-control',
  branch: 'main',
});
const stages = [{ stageName: 'Production', targets: [cd.DeployTarget.servers(production)] }];
new cd.DeliveryStack(app, 'PlantDelivery', { sources: [source], stages });
