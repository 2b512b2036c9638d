import { Stack, Token } from 'aws-cdk-lib';
import {
  GatewayVpcEndpoint,
  GatewayVpcEndpointAwsService,
  InterfaceVpcEndpoint,
  InterfaceVpcEndpointAwsService,
} from 'aws-cdk-lib/aws-ec2';
import type { IVpc, SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import { AnyPrincipal, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { PolicyDocument } from 'aws-cdk-lib/aws-iam';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { orEmpty } from '../core/checks';
import { forEachMember } from '../core/list-checks';
import { checkResource } from '../core/environments';
import { Problems } from '../core/problems';
import { weak } from '../core/references';
import { selectSubnets } from '../core/subnets';
import { ASSET_BUCKETS } from './asset-buckets';
import { checkOnlyWay } from './only-way';

/**
 * Properties of `PackageEndpoints`.
 */
export interface PackageEndpointsProps {
  /**
   * The network, of the same stack or imported into it.
   */
  readonly vpc: IVpc;

  /**
   * The subnets that use packages. Their route tables lead to S3.
   *
   * @default - the private subnets
   */
  readonly subnets?: SubnetSelection;

  /**
   * The way to S3 that the network has already. Where it has a policy, that lets the files of packages through as well. A route table leads to S3 one way, so that it
   * must be given where it is of the same stack and leads there from the same subnets.
   *
   * @default - one is made, which lets through the files of packages and `buckets`, and nothing else of S3
   */
  readonly s3Endpoint?: GatewayVpcEndpoint;

  /**
   * Other buckets that the subnets work with, such as the store of a pipeline, where a way to S3 is made here.
   *
   * @default - none: no other bucket is reached from the subnets
   */
  readonly buckets?: IBucket[];

  /**
   * The bucket of AWS that has the files of packages: `aws codeartifact describe-domain --query domain.s3BucketArn`.
   *
   * @default - the bucket of the region of the stack, where that region is known and AWS names its bucket
   */
  readonly assetBucketArn?: string;
}

/**
 * What a network without internet needs to use CodeArtifact: two interface endpoints, for its API and for its repositories, and a way to S3,
 * where the files of packages are.
 *
 * @see https://docs.aws.amazon.com/codeartifact/latest/ug/vpc-endpoints.html
 */
export class PackageEndpoints extends Construct {
  /**
   * The same as a list, for networks that are made elsewhere: the names of the three services, and the ARN of the objects in S3 that must
   * be let through, where AWS names the bucket of the region.
   */
  public static neededIn(region: string): string[] {
    const bucket = ASSET_BUCKETS[region];
    const services = ['codeartifact.api', 'codeartifact.repositories', 's3'];
    return [
      ...services.map((service) => `com.amazonaws.${region}.${service}`),
      ...(bucket === undefined ? [] : [`arn:aws:s3:::${bucket}/*`]),
    ];
  }

  /** For the API, by which builds log in. */
  public readonly apiEndpoint?: InterfaceVpcEndpoint;

  /** For the repositories, which the tools talk to. */
  public readonly repositoriesEndpoint?: InterfaceVpcEndpoint;

  /** For the files of packages. */
  public readonly s3Endpoint?: GatewayVpcEndpoint;

  constructor(scope: Construct, id: string, props: PackageEndpointsProps) {
    super(scope, id);
    const given = orEmpty(props);
    const problems = Problems.of(this, 'PackageEndpoints');
    const bucketArn = assetBucket(this, problems, given.assetBucketArn);
    const buckets = bucketsOf(this, problems, given);
    const vpc = checkResource(problems, 'vpc', this, given.vpc, 'a VPC', 'vpcId');
    if (vpc === undefined) return;
    if (Stack.of(vpc) !== Stack.of(this)) {
      problems.add('vpc', 'must be of the same stack', { cure: 'make the endpoints where the VPC is, or import it' });
      return;
    }
    const selected = selectSubnets(problems, 'subnets', vpc, given.subnets);
    if (selected === undefined) return;
    const { subnets } = selected;
    const endpoint = (name: string, service: InterfaceVpcEndpointAwsService): InterfaceVpcEndpoint =>
      new InterfaceVpcEndpoint(this, name, { vpc, service, subnets: { subnets }, privateDnsEnabled: true });
    this.apiEndpoint = endpoint('Api', InterfaceVpcEndpointAwsService.CODEARTIFACT_API);
    this.repositoriesEndpoint = endpoint('Repositories', InterfaceVpcEndpointAwsService.CODEARTIFACT_REPOSITORIES);
    if (given.s3Endpoint !== undefined) {
      this.s3Endpoint = widened(problems, given.s3Endpoint, bucketArn);
      return;
    }
    this.s3Endpoint = new GatewayVpcEndpoint(this, 'S3', {
      vpc,
      service: GatewayVpcEndpointAwsService.S3,
      subnets: [{ subnets }],
    });
    this.s3Endpoint.addToPolicy(readAssets(bucketArn));
    checkOnlyWay(problems, this.s3Endpoint);
    if (buckets.length > 0) this.s3Endpoint.addToPolicy(useBuckets(buckets));
  }
}

function assetBucket(scope: Construct, problems: Problems, given: string | undefined): string {
  if (typeof given === 'string' && (Token.isUnresolved(given) || /^arn:[\w-]+:s3:::[a-z0-9.-]+$/.test(given)))
    return given;
  const { region, partition } = Stack.of(scope);
  const found = Token.isUnresolved(region) ? undefined : ASSET_BUCKETS[region];
  if (given === undefined && found !== undefined) return `arn:${partition}:s3:::${found}`;
  const cure = 'ask for it by aws codeartifact describe-domain --query domain.s3BucketArn';
  if (given !== undefined) problems.add('assetBucketArn', 'must be the ARN of a bucket', { got: given, cure });
  else if (Token.isUnresolved(region)) {
    problems.add('assetBucketArn', 'must be given where the stack does not say its region', { cure });
  } else problems.add('assetBucketArn', `must be given for ${region}, of which AWS does not name the bucket`, { cure });
  return 'arn:aws:s3:::missing';
}

function bucketsOf(scope: Construct, problems: Problems, { buckets, s3Endpoint }: PackageEndpointsProps): string[] {
  const arns: string[] = [];
  if (buckets === undefined) return arns;
  if (s3Endpoint !== undefined) {
    problems.add('buckets', 'must not be given beside s3Endpoint', { cure: 'add to the policy of that endpoint' });
  }
  forEachMember(problems, 'buckets', buckets, 0, (member, prop) => {
    const bucket = checkResource(problems, prop, scope, member, 'a bucket', 'bucketArn');
    if (bucket !== undefined) arns.push(weak(scope, bucket.bucketArn));
  });
  return arns;
}

/** Without a policy an endpoint lets everything through; a first statement would close it for the rest. */
function widened(problems: Problems, given: GatewayVpcEndpoint, bucketArn: string): GatewayVpcEndpoint | undefined {
  if (!((given as unknown) instanceof GatewayVpcEndpoint)) {
    problems.add('s3Endpoint', 'must be a GatewayVpcEndpoint', { got: given });
    return undefined;
  }
  const { policyDocument } = given as unknown as { policyDocument?: PolicyDocument };
  if (policyDocument !== undefined) given.addToPolicy(readAssets(bucketArn));
  return given;
}

function readAssets(bucketArn: string): PolicyStatement {
  return new PolicyStatement({
    principals: [new AnyPrincipal()],
    actions: ['s3:GetObject'],
    resources: [`${bucketArn}/*`],
  });
}

/** Who may do what there is said by roles and buckets; the endpoint says where. */
function useBuckets(arns: string[]): PolicyStatement {
  return new PolicyStatement({
    principals: [new AnyPrincipal()],
    actions: ['s3:*'],
    resources: arns.flatMap((arn) => [arn, `${arn}/*`]),
  });
}
