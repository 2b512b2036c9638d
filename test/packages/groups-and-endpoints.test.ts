import { Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { CfnVPCEndpoint, GatewayVpcEndpointAwsService, InterfaceVpcEndpointAwsService, Vpc } from 'aws-cdk-lib/aws-ec2';
import { AnyPrincipal, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { OriginRestriction, PackageEndpoints, PackageGroup, PackageRepository } from '../../lib';
import type { PackageEndpointsProps, PackageGroupProps } from '../../lib';
import { ASSET_BUCKETS } from '../../lib/packages/asset-buckets';
import { errorsOf, newStack, onlyResource, resourcesOf } from '../support/fixtures';
import { untyped } from '../support/mistakes';
import { expectCollected, each } from '../support/wrong-javascript';
import { HOME, newDomain, newRepository, templateOf } from './support';

const GROUP = 'AWS::CodeArtifact::PackageGroup';

function newGroup(stack: Stack, props: Partial<PackageGroupProps> = {}): PackageGroup {
  return new PackageGroup(stack, 'Group', { domain: newDomain(stack), pattern: '/npm/acme/*', ...props });
}

function groupErrors(props: (stack: Stack) => Partial<PackageGroupProps>): string[] {
  const stack = newStack();
  newGroup(stack, props(stack));
  return errorsOf(stack).map((error) => error.replace('Group (PackageGroup) ', ''));
}

describe('a group of packages', () => {
  test('inherits what is not said, is made after its domain, and kept', () => {
    templateOf((stack) => newGroup(stack, { contactInfo: 'platform@acme.example' })).hasResource(GROUP, {
      DeletionPolicy: 'RetainExceptOnCreate',
      Properties: {
        DomainName: { 'Fn::GetAtt': [Match.stringLikeRegexp('^Domain'), 'Name'] },
        Pattern: '/npm/acme/*',
        ContactInfo: 'platform@acme.example',
        OriginConfiguration: {
          Restrictions: {
            Publish: { RestrictionMode: 'INHERIT' },
            ExternalUpstream: { RestrictionMode: 'INHERIT' },
            InternalUpstream: { RestrictionMode: 'INHERIT' },
          },
        },
      },
    });
  });

  test('says for each way whether versions come in, and where', () => {
    const template = templateOf((stack) => {
      const domain = newDomain(stack);
      new PackageGroup(stack, 'Group', {
        domain,
        pattern: '/npm/acme/*',
        publish: OriginRestriction.onlyIn(newRepository(stack, 'team', { domain })),
        externalUpstream: OriginRestriction.block(),
        internalUpstream: OriginRestriction.allow(),
      });
    });
    expect(onlyResource(template, GROUP).Properties.OriginConfiguration).toEqual({
      Restrictions: {
        Publish: {
          RestrictionMode: 'ALLOW_SPECIFIC_REPOSITORIES',
          Repositories: [{ 'Fn::GetAtt': [expect.stringMatching(/^team/), 'Name'] }],
        },
        ExternalUpstream: { RestrictionMode: 'BLOCK' },
        InternalUpstream: { RestrictionMode: 'ALLOW' },
      },
    });
  });

  test.each([
    ...[
      '/npm/*',
      '/maven/com.acme~',
      '/npm/acme/*',
      '/npm/acme/ui~',
      '/npm/acme/ui$',
      '/npm//ui$',
      '/pypi//acme-tools$',
    ],
    ...['/nuget//*', '/nuget//acme.~', '/pypi//acme-~', '/maven/org.Acme/Ui_x$', '/generic/acme/*', '/swift/acme/ui$'],
  ])('may have the pattern %s', (pattern) => {
    expect(groupErrors(() => ({ pattern }))).toEqual([]);
  });

  test.each([
    ['/npm', 'must be 2 to 520 characters of a path'],
    ['npm/*', 'must be 2 to 520 characters of a path'],
    ['/npm/acme/ui', 'must be 2 to 520 characters of a path'],
    ['/npm/ac*me/*', 'must be 2 to 520 characters of a path'],
    ['/npm/acme/ui/more$', 'must be 2 to 520 characters of a path'],
    ['/*', 'must not be /*, which every domain has already'],
    ['/docker/*', "must begin with a format, got '/docker/*'"],
    [
      '/pypi/acme/tools$',
      "must have nothing between // before the name: packages of the format pypi have no namespace, got '/pypi/acme/tools$'; write /pypi//tools$",
    ],
    [
      '/npm/@acme/*',
      "must have names as CodeArtifact stores those of the format npm, got '/npm/@acme/*'; write /npm/acme/*",
    ],
    [
      '/pypi//Acme_Tools$',
      "must have names as CodeArtifact stores those of the format pypi, got '/pypi//Acme_Tools$'; write /pypi//acme-tools$",
    ],
    [
      '/nuget//Acme.~',
      "must have names as CodeArtifact stores those of the format nuget, got '/nuget//Acme.~'; write /nuget//acme.~",
    ],
    [
      '/swift/Acme/*',
      "must have names as CodeArtifact stores those of the format swift, got '/swift/Acme/*'; write /swift/acme/*",
    ],
    ['/maven//ui$', "must have a namespace: packages of the format maven have one, got '/maven//ui$'"],
  ])('may not have the pattern %s', (pattern, says) => {
    expect(groupErrors(() => ({ pattern }))).toEqual([expect.stringMatching(/^pattern: /)]);
    expect(groupErrors(() => ({ pattern }))[0]).toContain(says);
  });

  test.each<[string, (stack: Stack) => Partial<PackageGroupProps>, string]>([
    ['no pattern', () => ({ pattern: undefined }), 'pattern: must be given, got nothing'],
    ['no domain', () => ({ domain: untyped(undefined) }), 'domain: must be a domain of packages, got nothing'],
    [
      'a contact that is too long',
      () => ({ contactInfo: 'x'.repeat(1001) }),
      'contactInfo: must be 0 to 1000 characters, got 1001',
    ],
    [
      'a restriction that is none',
      () => ({ publish: untyped('BLOCK') }),
      "publish: must be an OriginRestriction, got 'BLOCK'; use the functions of OriginRestriction",
    ],
    [
      'no repository',
      () => ({ publish: OriginRestriction.onlyIn() }),
      'publish.repositories: must have at least 1, got 0',
    ],
    [
      'a repository of another domain',
      (stack) => ({
        publish: OriginRestriction.onlyIn(PackageRepository.fromRepositoryName(stack, 'R', 'other', 'team')),
      }),
      "publish.repositories[0]: must be a repository of the same domain, acme, got 'other'",
    ],
  ])('with %s is reported', (_, props, says) => {
    expect(groupErrors(props)).toEqual([says]);
  });

  test.each(each('PackageGroup', ['domain', 'pattern', 'contactInfo', 'description', 'publish'], newGroup))(
    '%s takes whatever plain JavaScript gives',
    (_, give) => {
      expectCollected(give);
    },
  );
});

function newVpc(stack: Stack): Vpc {
  return new Vpc(stack, 'Vpc', { maxAzs: 2, natGateways: 0 });
}

function endpoints(props: (vpc: Vpc, stack: Stack) => Partial<PackageEndpointsProps> = () => ({})): Template {
  return templateOf((stack) => {
    const vpc = newVpc(stack);
    new PackageEndpoints(stack, 'Packages', { vpc, subnets: { subnets: vpc.isolatedSubnets }, ...props(vpc, stack) });
  });
}

const said = (template: Template, part: string): string =>
  JSON.stringify(
    Object.values(resourcesOf(template, 'AWS::EC2::VPCEndpoint')).find(({ Properties }) =>
      JSON.stringify(Properties.ServiceName).includes(part),
    )?.Properties,
  );

describe('a network without internet', () => {
  test('gets two interface endpoints that its names lead to, and a way to the files in S3', () => {
    const template = endpoints();
    template.resourceCountIs('AWS::EC2::VPCEndpoint', 3);
    for (const name of ['codeartifact.api', 'codeartifact.repositories']) {
      expect(said(template, name)).toContain('"PrivateDnsEnabled":true');
      expect(said(template, name)).toContain('"VpcEndpointType":"Interface"');
    }
    const s3 = said(template, '.s3');
    expect(s3).toContain('"VpcEndpointType":"Gateway"');
    expect(s3).toContain(':s3:::assets-438097961670-eu-west-1/*');
    expect(s3).not.toContain('s3:*"');
  });

  test('reaches other buckets where they are named', () => {
    const s3 = said(
      endpoints((_, stack) => ({ buckets: [Bucket.fromBucketName(stack, 'Store', 'store')] })),
      '.s3',
    );
    expect(s3).toContain(':s3:::store/*');
  });

  test('keeps its own way to S3, whose policy is widened where it has one', () => {
    const open = endpoints((vpc) => ({
      s3Endpoint: vpc.addGatewayEndpoint('Own', { service: GatewayVpcEndpointAwsService.S3 }),
    }));
    expect(said(open, '.s3')).not.toContain('PolicyDocument');
    const closed = endpoints((vpc) => {
      const s3Endpoint = vpc.addGatewayEndpoint('Own', { service: GatewayVpcEndpointAwsService.S3 });
      s3Endpoint.addToPolicy(
        new PolicyStatement({ principals: [new AnyPrincipal()], actions: ['s3:PutObject'], resources: ['*'] }),
      );
      return { s3Endpoint };
    });
    closed.resourceCountIs('AWS::EC2::VPCEndpoint', 3);
    expect(said(closed, '.s3')).toContain('assets-438097961670-eu-west-1');
  });

  test('can be told what it needs', () => {
    expect(PackageEndpoints.neededIn('eu-west-1')).toEqual([
      'com.amazonaws.eu-west-1.codeartifact.api',
      'com.amazonaws.eu-west-1.codeartifact.repositories',
      'com.amazonaws.eu-west-1.s3',
      'arn:aws:s3:::assets-438097961670-eu-west-1/*',
    ]);
    expect(PackageEndpoints.neededIn('eu-south-2')).toHaveLength(3);
  });

  test('has one bucket a region, as AWS names them', () => {
    for (const [region, bucket] of Object.entries(ASSET_BUCKETS)) {
      expect(bucket).toMatch(new RegExp(`^assets-\\d{12}-${region}$`));
    }
    expect(new Set(Object.values(ASSET_BUCKETS)).size).toBe(13);
  });

  const errorsWith = (
    props: (vpc: Vpc, stack: Stack) => Partial<PackageEndpointsProps>,
    region: string | undefined = 'eu-west-1',
  ): string[] => {
    const stack = newStack({ env: { region } });
    const vpc = newVpc(stack);
    new PackageEndpoints(stack, 'Packages', { vpc, subnets: { subnets: vpc.isolatedSubnets }, ...props(vpc, stack) });
    return errorsOf(stack).map((error) => error.replace('Packages (PackageEndpoints) ', ''));
  };
  const CURE = 'ask for it by aws codeartifact describe-domain --query domain.s3BucketArn';

  test.each<[string, (vpc: Vpc, stack: Stack) => Partial<PackageEndpointsProps>, string]>([
    ['a name for a VPC', () => ({ vpc: untyped('vpc-1') }), "vpc: must be a VPC, got 'vpc-1'"],
    [
      'subnets that it does not have',
      () => ({ subnets: { subnetGroupName: 'none' } }),
      "subnets: must be subnets of the VPC; There are no subnet groups with name 'none' in this VPC. Available names: Public,Isolated",
    ],
    [
      'a bucket that is none',
      () => ({ assetBucketArn: 'assets' }),
      `assetBucketArn: must be the ARN of a bucket, got 'assets'; ${CURE}`,
    ],
    [
      'an endpoint that is none',
      () => ({ s3Endpoint: untyped('vpce-1') }),
      "s3Endpoint: must be a GatewayVpcEndpoint, got 'vpce-1'",
    ],
    [
      'buckets beside an endpoint',
      (vpc, stack) => ({
        s3Endpoint: vpc.addGatewayEndpoint('Own', { service: GatewayVpcEndpointAwsService.S3 }),
        buckets: [Bucket.fromBucketName(stack, 'Store', 'store')],
      }),
      'buckets: must not be given beside s3Endpoint; add to the policy of that endpoint',
    ],
  ])('with %s is reported', (_, props, says) => {
    expect(errorsWith(props)).toEqual([says]);
  });

  describe('that reaches S3 already', () => {
    const s3 = { service: GatewayVpcEndpointAwsService.S3 };
    const ONLY =
      's3Endpoint: must be Test/Vpc/Own, by which these subnets reach S3 already; hand it in: a route table has one route to a service';

    test.each<[string, string[], (vpc: Vpc, stack: Stack) => Partial<PackageEndpointsProps>]>([
      ['by another endpoint is reported', [ONLY], (vpc) => (vpc.addGatewayEndpoint('Own', s3), {})],
      [
        'by an L1 is reported',
        [ONLY.replace('Vpc/Own', 'Own')],
        (vpc, stack) => {
          new CfnVPCEndpoint(stack, 'Own', {
            vpcId: vpc.vpcId,
            serviceName: 'com.amazonaws.eu-west-1.s3',
            routeTableIds: [vpc.isolatedSubnets[1].routeTable.routeTableId],
          });
          return {};
        },
      ],
      ['by the endpoint that is given is not', [], (vpc) => ({ s3Endpoint: vpc.addGatewayEndpoint('Own', s3) })],
      [
        'from other subnets is not',
        [],
        (vpc) => (vpc.addGatewayEndpoint('Own', { ...s3, subnets: [{ subnets: vpc.publicSubnets }] }), {}),
      ],
      [
        'by an interface is not',
        [],
        (vpc) => (vpc.addInterfaceEndpoint('Own', { service: InterfaceVpcEndpointAwsService.S3 }), {}),
      ],
      [
        'and DynamoDB by an endpoint is not',
        [],
        (vpc) => (vpc.addGatewayEndpoint('Own', { service: GatewayVpcEndpointAwsService.DYNAMODB }), {}),
      ],
    ])('%s', (_, says, props) => {
      expect(errorsWith(props)).toEqual(says);
    });

    test('by an endpoint that is made later is reported', () => {
      const stack = newStack(HOME);
      const vpc = newVpc(stack);
      new PackageEndpoints(stack, 'Packages', { vpc, subnets: { subnets: vpc.isolatedSubnets } });
      vpc.addGatewayEndpoint('Own', s3);
      expect(errorsOf(stack)).toEqual([`Packages (PackageEndpoints) ${ONLY}`]);
    });
  });

  test('in a region whose bucket AWS does not name must be told it', () => {
    expect(errorsWith(() => ({}), 'eu-south-2')).toEqual([
      `assetBucketArn: must be given for eu-south-2, of which AWS does not name the bucket; ${CURE}`,
    ]);
    expect(errorsWith(() => ({ assetBucketArn: 'arn:aws:s3:::assets-1-eu-south-2' }), 'eu-south-2')).toEqual([]);
    const stack = newStack();
    new PackageEndpoints(stack, 'Packages', { vpc: newVpc(stack), subnets: { subnetGroupName: 'Isolated' } });
    expect(errorsOf(stack)).toEqual([
      `Packages (PackageEndpoints) assetBucketArn: must be given where the stack does not say its region; ${CURE}`,
    ]);
  });

  test('of another stack is reported', () => {
    const stack = newStack(HOME);
    const other = new Stack(stack, 'Other', HOME);
    new PackageEndpoints(other, 'Packages', { vpc: newVpc(stack) });
    expect(errorsOf(stack)).toEqual([
      'Packages (PackageEndpoints) vpc: must be of the same stack; make the endpoints where the VPC is, or import it',
    ]);
  });
});
