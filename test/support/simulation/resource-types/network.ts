import { urlSuffixOf } from '../environment';
import type { PhysicalResource } from './physical-resource';
import { knownByArn, numbered, type ResourceType, type ResourceTypes, text } from './resource-type';

/** Ref gives the id, the attribute of that name too. */
function identified(prefix: string, idAttribute: string, more: ResourceType['attributes'] = {}): ResourceType {
  return { ref: numbered(prefix), attributes: { [idAttribute]: numbered(prefix), ...more } };
}

const firstZone = (resource: PhysicalResource): string =>
  resource.textOr('AvailabilityZone', `${resource.environment.region}a`);

const balancerName = (it: PhysicalResource): string => it.name('Name', { maxLength: 32 });

function balancerFullName(balancer: PhysicalResource): string {
  const kinds: Readonly<Partial<Record<string, string>>> = { application: 'app', network: 'net', gateway: 'gwy' };
  const type = balancer.textOr('Type', 'application');
  return `${kinds[type] ?? type}/${balancerName(balancer)}/${balancer.hex(16)}`;
}

const targetGroupFullName = (it: PhysicalResource): string => `targetgroup/${balancerName(it)}/${it.hex(16)}`;

/** The ARN of a part of a load balancer, which contains the ARN of what it belongs to. */
function partArn(part: PhysicalResource, ownerProperty: string, from: string, to: string): string {
  return `${part.text(ownerProperty).replace(`:${from}/`, `:${to}/`)}/${part.hex(16)}`;
}

const distributionId = (it: PhysicalResource): string => `E${it.hex(13).toUpperCase()}`;

export const NETWORK_TYPES: ResourceTypes = {
  'AWS::EC2::VPC': identified('vpc', 'VpcId', {
    CidrBlock: text('CidrBlock'),
    DefaultSecurityGroup: (vpc) => `sg-${vpc.hex(17, 'default')}`,
    DefaultNetworkAcl: (vpc) => `acl-${vpc.hex(17, 'default')}`,
  }),
  'AWS::EC2::Subnet': identified('subnet', 'SubnetId', { AvailabilityZone: firstZone, VpcId: text('VpcId') }),
  'AWS::EC2::SecurityGroup': identified('sg', 'GroupId', { VpcId: text('VpcId') }),
  'AWS::EC2::RouteTable': identified('rtb', 'RouteTableId'),
  'AWS::EC2::InternetGateway': identified('igw', 'InternetGatewayId'),
  'AWS::EC2::NatGateway': identified('nat', 'NatGatewayId'),
  'AWS::EC2::VPCEndpoint': identified('vpce', 'Id'),
  'AWS::EC2::Instance': identified('i', 'InstanceId', { AvailabilityZone: firstZone }),
  'AWS::EC2::LaunchTemplate': identified('lt', 'LaunchTemplateId', {
    LatestVersionNumber: () => '1',
    DefaultVersionNumber: () => '1',
  }),
  'AWS::EC2::EIP': {
    ref: () => '203.0.113.10',
    attributes: { AllocationId: numbered('eipalloc'), PublicIp: () => '203.0.113.10' },
  },
  'AWS::ElasticLoadBalancingV2::LoadBalancer': knownByArn(
    (it) => it.arn('elasticloadbalancing', `loadbalancer/${balancerFullName(it)}`),
    'LoadBalancerArn',
    {
      LoadBalancerName: balancerName,
      LoadBalancerFullName: balancerFullName,
      DNSName: (it) =>
        `${balancerName(it)}-1.${it.environment.region}.elb.${urlSuffixOf(it.environment.partition)}`.toLowerCase(),
    },
  ),
  'AWS::ElasticLoadBalancingV2::TargetGroup': knownByArn(
    (it) => it.arn('elasticloadbalancing', targetGroupFullName(it)),
    'TargetGroupArn',
    { TargetGroupName: balancerName, TargetGroupFullName: targetGroupFullName },
  ),
  'AWS::ElasticLoadBalancingV2::Listener': knownByArn(
    (it) => partArn(it, 'LoadBalancerArn', 'loadbalancer', 'listener'),
    'ListenerArn',
  ),
  'AWS::ElasticLoadBalancingV2::ListenerRule': knownByArn(
    (it) => partArn(it, 'ListenerArn', 'listener', 'listener-rule'),
    'RuleArn',
  ),
  'AWS::CloudFront::Distribution': {
    ref: distributionId,
    attributes: { Id: distributionId, DomainName: (it) => `d${it.hex(13)}.cloudfront.net` },
  },
  'AWS::CloudFront::OriginAccessControl': { ref: distributionId, attributes: { Id: distributionId } },
};
