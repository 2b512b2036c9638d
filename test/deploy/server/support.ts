import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { AutoScalingGroup } from 'aws-cdk-lib/aws-autoscaling';
import { InstanceType, LaunchTemplate, MachineImage, SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import type { IVpc } from 'aws-cdk-lib/aws-ec2';
import {
  ApplicationLoadBalancer,
  ApplicationProtocol,
  ApplicationTargetGroup,
  NetworkLoadBalancer,
  NetworkTargetGroup,
  TargetType,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { ServerDeployment, ServerFleet } from '../../../lib';
import type { LaunchedFleetProps, ServerDeploymentProps } from '../../../lib';
import { errorsOf, newStack, onlyResource, resourcesOf } from '../../support/fixtures';

/** Tags by which servers are found. */
export const WEB = [{ Role: ['web'] }];

/** The props of a deployment, or what makes them in a stack. */
export type Props = ServerDeploymentProps | ((stack: Stack) => ServerDeploymentProps);

/** A deployment called Fleet, to servers with a tag where the test names no others. */
export function newServers(
  stack: Stack,
  props: ServerDeploymentProps = { ec2Tags: WEB },
  id = 'Fleet',
): ServerDeployment {
  return new ServerDeployment(stack, id, props);
}

/** A stack with a deployment of these props. */
export function stackWith(props: Props = { ec2Tags: WEB }): Stack {
  const stack = newStack();
  newServers(stack, typeof props === 'function' ? props(stack) : props);
  return stack;
}

/** The template of a stack with a deployment of these props. */
export function templateWith(props?: Props): Template {
  return Template.fromStack(stackWith(props));
}

/** What synthesis says of a deployment, without its name. */
export function errorsWith(props: Props): string[] {
  return errorsOf(stackWith(props)).map((error) => error.replace(/^Fleet \(ServerDeployment\) /, ''));
}

/** The properties of the only deployment group of a template. */
export function groupOf(template: Template): Record<string, unknown> {
  return onlyResource(template, 'AWS::CodeDeploy::DeploymentGroup').Properties;
}

/** The properties of the only blue/green group of a template, without the function that makes it. */
export function blueGreenOf(template: Template): Record<string, unknown> {
  const { ServiceToken, ServiceTimeout, ...properties } = onlyResource(
    template,
    'Custom::CodeDeployBlueGreenGroup',
  ).Properties;
  if (ServiceToken === undefined || ServiceTimeout === undefined) throw new Error('expected a function with a timeout');
  return properties;
}

/** What the associations of a template look for, each by its logical id. */
export function agentTargetsOf(template: Template): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(resourcesOf(template, 'AWS::SSM::Association')).map(([id, { Properties }]) => [
      id,
      Properties.Targets,
    ]),
  );
}

/** A network that exists already. */
export function newNetwork(stack: Stack, id = 'Network'): IVpc {
  return Vpc.fromVpcAttributes(stack, id, {
    vpcId: 'vpc-1',
    availabilityZones: ['eu-west-1a', 'eu-west-1b'],
    publicSubnetIds: ['subnet-p1', 'subnet-p2'],
    privateSubnetIds: ['subnet-1', 'subnet-2'],
  });
}

/** The role of servers. */
export function newServerRole(stack: Stack, id = 'ServerRole', path?: string): Role {
  return new Role(stack, id, { assumedBy: new ServicePrincipal('ec2.amazonaws.com'), path });
}

/** A launch template with a role of its own. */
export function newTemplate(stack: Stack, id = 'Servers'): LaunchTemplate {
  return new LaunchTemplate(stack, id, {
    instanceType: new InstanceType('t3.micro'),
    machineImage: MachineImage.genericLinux({ 'eu-west-1': 'ami-1' }, {}),
    role: newServerRole(stack, `${id}Role`),
  });
}

/** An Auto Scaling group with a role of its own. */
export function newScalingGroup(stack: Stack, id = 'Group'): AutoScalingGroup {
  return new AutoScalingGroup(stack, id, {
    vpc: newNetwork(stack, `${id}Network`),
    launchTemplate: newTemplate(stack, `${id}Template`),
    vpcSubnets: { subnetType: SubnetType.PRIVATE_WITH_EGRESS },
  });
}

/** A target group of instances behind an Application Load Balancer. */
export function newTargetGroup(stack: Stack, id = 'Targets'): ApplicationTargetGroup {
  const vpc = newNetwork(stack, `${id}Network`);
  const group = new ApplicationTargetGroup(stack, id, {
    vpc,
    port: 80,
    protocol: ApplicationProtocol.HTTP,
    targetType: TargetType.INSTANCE,
  });
  new ApplicationLoadBalancer(stack, `${id}Balancer`, { vpc }).addListener('Http', {
    port: 80,
    open: false,
    defaultTargetGroups: [group],
  });
  return group;
}

/** A target group of instances behind a Network Load Balancer. */
export function newNetworkTargetGroup(stack: Stack, id = 'NetworkTargets'): NetworkTargetGroup {
  const vpc = newNetwork(stack, `${id}Network`);
  const group = new NetworkTargetGroup(stack, id, { vpc, port: 80, targetType: TargetType.INSTANCE });
  new NetworkLoadBalancer(stack, `${id}Balancer`, { vpc }).addListener('Tcp', {
    port: 80,
    defaultTargetGroups: [group],
  });
  return group;
}

/** A fleet that is launched. */
export function newFleet(stack: Stack, props: Partial<LaunchedFleetProps> = {}): ServerFleet {
  return ServerFleet.launch({
    launchTemplate: props.launchTemplate ?? newTemplate(stack),
    vpc: props.vpc ?? newNetwork(stack),
    ...props,
  });
}
