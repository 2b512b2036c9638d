import { Stack } from 'aws-cdk-lib';
import { SubnetType } from 'aws-cdk-lib/aws-ec2';
import type { ISecurityGroup, IVpc, SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import type { Construct, IDependable } from 'constructs';
import { checkBoolean, checkRange, checkStruct } from '../../core/checks';
import { forEachMember } from '../../core/list-checks';
import { checkResource } from '../../core/environments';
import { LIMITS } from '../../core/limits';
import type { Problems } from '../../core/problems';
import { deployAfter, weak } from '../../core/references';
import { selectSubnets } from '../../core/subnets';
import type { OptionSettings } from './option-settings';

/**
 * The network of an environment.
 *
 * @see https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/vpc.html
 */
export interface BeanstalkNetwork {
  /**
   * The VPC.
   */
  readonly vpc: IVpc;

  /**
   * The subnets of the instances. They must lead to Elastic Beanstalk, CloudFormation, S3, CloudWatch Logs, SQS for a worker, and what the application
   * fetches: by a NAT gateway, or by endpoints. Instances in public subnets get public addresses.
   *
   * @default - the private subnets with a way out; for a single instance, which has an Elastic IP address, the public ones
   */
  readonly subnets?: SubnetSelection;

  /**
   * The subnets of the load balancer, at least 2 in different zones.
   *
   * @default - the public subnets; those of the instances when it is internal
   */
  readonly loadBalancerSubnets?: SubnetSelection;

  /**
   * Whether only the VPC reaches the load balancer.
   *
   * @default false
   */
  readonly internalLoadBalancer?: boolean;

  /**
   * Security groups of the instances, beside the one that Elastic Beanstalk makes for what comes from the load balancer.
   *
   * @default - that one only
   */
  readonly securityGroups?: ISecurityGroup[];
}

const NAMESPACE = 'aws:ec2:vpc';

/** Whether the instances are one with an address of its own, and whether there is a load balancer. */
export interface NetworkKind {
  readonly isSingle: boolean;
  readonly isBalanced: boolean;
}

/** Sets the options of the network, and gives what must be there first, so that instances reach what they fetch. */
export function bindNetwork(
  scope: Construct,
  problems: Problems,
  settings: OptionSettings,
  given: BeanstalkNetwork | undefined,
  { isSingle, isBalanced }: NetworkKind,
): IDependable[] {
  const network = checkStruct(problems, '', given);
  const vpc = checkResource(problems, 'vpc', scope, network?.vpc, 'a VPC', 'vpcId');
  if (network === undefined || vpc === undefined) return [];
  deployAfter(scope, vpc);
  const usual = { subnetType: isSingle ? SubnetType.PUBLIC : SubnetType.PRIVATE_WITH_EGRESS };
  const { subnetIds: subnets, routes, arePublic } = subnetsOf(problems, 'subnets', vpc, network.subnets ?? usual);
  settings.set('network', NAMESPACE, {
    VPCId: weak(scope, vpc.vpcId),
    Subnets: list(scope, subnets),
    AssociatePublicIpAddress: isSingle || arePublic,
  });
  bindGroups(scope, problems, settings, network.securityGroups);
  if (isBalanced) bindBalancer(scope, problems, settings, network, subnets);
  else refuseBalancer(problems, network);
  return Stack.of(vpc) === Stack.of(scope) ? routes : [];
}

function bindBalancer(
  scope: Construct,
  problems: Problems,
  settings: OptionSettings,
  network: BeanstalkNetwork,
  instanceSubnets: string[],
): void {
  const isInternal = checkBoolean(problems, 'internalLoadBalancer', network.internalLoadBalancer) ?? false;
  const isUsual = network.loadBalancerSubnets === undefined;
  const selection = network.loadBalancerSubnets ?? { subnetType: SubnetType.PUBLIC };
  const subnets =
    isUsual && isInternal
      ? instanceSubnets
      : subnetsOf(problems, 'loadBalancerSubnets', network.vpc, selection).subnetIds;
  if (subnets.length > 0) {
    const prop = isUsual && isInternal ? 'subnets' : 'loadBalancerSubnets';
    checkRange(problems, prop, subnets.length, LIMITS.beanstalkBalancerSubnets);
  }
  settings.set('network', NAMESPACE, {
    ELBSubnets: list(scope, subnets),
    ELBScheme: isInternal ? 'internal' : 'public',
  });
}

function refuseBalancer(problems: Problems, network: BeanstalkNetwork): void {
  for (const prop of ['loadBalancerSubnets', 'internalLoadBalancer'] as const) {
    if (network[prop] !== undefined) problems.add(prop, 'must not be given where there is no load balancer');
  }
}

function bindGroups(
  scope: Construct,
  problems: Problems,
  settings: OptionSettings,
  given: ISecurityGroup[] | undefined,
): void {
  if (given === undefined) return;
  const ids: string[] = [];
  forEachMember(problems, 'securityGroups', given, 1, (member, prop) => {
    const group = checkResource(problems, prop, scope, member, 'a security group', 'securityGroupId');
    if (group !== undefined) ids.push(group.securityGroupId);
  });
  settings.set('network.securityGroups', 'aws:autoscaling:launchconfiguration', { SecurityGroups: list(scope, ids) });
}

interface Subnets {
  readonly subnetIds: string[];
  readonly routes: IDependable[];
  readonly arePublic: boolean;
}

function subnetsOf(problems: Problems, prop: string, vpc: IVpc, selection: SubnetSelection): Subnets {
  const selected = selectSubnets(problems, prop, vpc, selection);
  if (selected === undefined) return { subnetIds: [], routes: [], arePublic: false };
  const { subnetIds, internetConnectivityEstablished, hasPublic } = selected;
  if (subnetIds.length === 0) problems.add(prop, 'must be subnets of the VPC', { got: 'none' });
  return { subnetIds, routes: [internetConnectivityEstablished], arePublic: hasPublic };
}

function list(scope: Construct, ids: string[]): string | undefined {
  return ids.length === 0 ? undefined : ids.map((id) => weak(scope, id)).join(',');
}
