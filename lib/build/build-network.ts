import { Stack } from 'aws-cdk-lib';
import type { CfnProject } from 'aws-cdk-lib/aws-codebuild';
import { Peer, Port, SecurityGroup, Vpc } from 'aws-cdk-lib/aws-ec2';
import type { ISecurityGroup, IVpc, SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { checkRange } from '../core/checks';
import { forEachMember } from '../core/list-checks';
import { checkResource } from '../core/environments';
import { LIMITS } from '../core/limits';
import { allow, PERMISSIONS } from '../core/permissions';
import type { Problems } from '../core/problems';
import { deployAfter, weak } from '../core/references';
import { selectSubnets } from '../core/subnets';

/**
 * The network that a build runs in.
 *
 * @see https://docs.aws.amazon.com/codebuild/latest/userguide/vpc-support.html
 */
export interface BuildNetwork {
  /**
   * The VPC.
   */
  readonly vpc: IVpc;

  /**
   * The subnets, at most 16. They must lead to the source, the logs and what the build fetches: by a NAT gateway, or by endpoints.
   *
   * @default - the private subnets with a way out
   */
  readonly subnets?: SubnetSelection;

  /**
   * The security groups, at most 5.
   *
   * @default - a group of the project's own that lets the build out to port 443, and nobody in
   */
  readonly securityGroups?: ISecurityGroup[];
}

/** A network as a project takes it. */
export interface BoundNetwork {
  readonly vpcConfig: CfnProject.VpcConfigProperty;
  readonly securityGroups: ISecurityGroup[];

  /** What the build's role must have before CodeBuild makes the project. */
  readonly permissions: PolicyStatement[];
}

/** Binds a network. */
export function bindNetwork(scope: Construct, problems: Problems, network: BuildNetwork): BoundNetwork | undefined {
  const vpc = checkResource(problems, 'vpc', scope, network.vpc, 'a VPC', 'vpcId');
  if (vpc === undefined) return undefined;
  deployAfter(scope, vpc);
  const subnetIds = subnetsOf(problems, vpc, network.subnets).map((id) => weak(scope, id));
  const given = groupsOf(scope, problems, network.securityGroups);
  const securityGroups = network.securityGroups === undefined ? [ownGroup(scope, vpc)] : given;
  return {
    vpcConfig: {
      vpcId: weak(scope, vpc.vpcId),
      subnets: subnetIds,
      securityGroupIds: securityGroups.map((group) => weak(scope, group.securityGroupId)),
    },
    securityGroups,
    permissions: networkPermissions(scope, subnetIds),
  };
}

function subnetsOf(problems: Problems, vpc: IVpc, selection: SubnetSelection | undefined): string[] {
  const subnetIds = selectSubnets(problems, 'subnets', vpc, selection)?.subnetIds;
  checkRange(problems, 'subnets', subnetIds?.length, LIMITS.buildSubnets);
  return subnetIds ?? [];
}

function groupsOf(scope: Construct, problems: Problems, given: ISecurityGroup[] | undefined): ISecurityGroup[] {
  const groups: ISecurityGroup[] = [];
  if (given === undefined) return groups;
  forEachMember(problems, 'securityGroups', given, 1, (member, prop) => {
    const group = checkResource(problems, prop, scope, member, 'a security group', 'securityGroupId');
    if (group !== undefined) groups.push(group);
  });
  if (Array.isArray(given)) checkRange(problems, 'securityGroups', given.length, LIMITS.buildSecurityGroups);
  return groups;
}

function ownGroup(scope: Construct, vpc: IVpc): SecurityGroup {
  const isHere = Stack.of(vpc) === Stack.of(scope);
  const attributes = { vpcId: weak(scope, vpc.vpcId), availabilityZones: ['any'] };
  const group = new SecurityGroup(scope, 'SecurityGroup', {
    vpc: isHere ? vpc : Vpc.fromVpcAttributes(scope, 'VpcOfAnotherStack', attributes),
    description: 'Lets builds out to HTTPS, and nobody in',
    allowAllOutbound: false,
  });
  group.addEgressRule(Peer.anyIpv4(), Port.tcp(443), 'HTTPS');
  return group;
}

/** https://docs.aws.amazon.com/codebuild/latest/userguide/auth-and-access-control-iam-identity-based-access-control.html */
function networkPermissions(scope: Construct, subnetIds: string[]): PolicyStatement[] {
  const stack = Stack.of(scope);
  const subnetArns = subnetIds.map((id) => stack.formatArn({ service: 'ec2', resource: 'subnet', resourceName: id }));
  const interfaces = stack.formatArn({ service: 'ec2', resource: 'network-interface', resourceName: '*' });
  return [
    allow(PERMISSIONS.buildNetwork, ['*']),
    allow(PERMISSIONS.buildNetworkInterface, [interfaces], {
      StringEquals: { 'ec2:AuthorizedService': 'codebuild.amazonaws.com' },
      ArnEquals: { 'ec2:Subnet': subnetArns },
    }),
  ];
}
