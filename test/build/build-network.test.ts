import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Port, SecurityGroup, SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import { BuildProject } from '../../lib';
import type { BuildNetwork } from '../../lib';
import { lockedStacks, logicalIdOf, newStack, onlyResource } from '../support/fixtures';
import { accessPolicyOf, arn, errorsIn, projectOf, statementsIn, templateOf } from './support';

const networked = (make: (stack: Stack, vpc: Vpc) => Partial<BuildNetwork> = () => ({})): Template =>
  templateOf((stack) => {
    const vpc = new Vpc(stack, 'Vpc', { maxAzs: 2 });
    return { network: { vpc, ...make(stack, vpc) } };
  });
const says = (make: (stack: Stack, vpc: Vpc) => Partial<BuildNetwork>, maxAzs = 2): string[] =>
  errorsIn((stack) => {
    const vpc = new Vpc(stack, 'Vpc', { maxAzs });
    return { network: { vpc, ...make(stack, vpc) } };
  });
const subnet = (kind: string, number: number): unknown => ({
  Ref: expect.stringMatching(new RegExp(`^Vpc${kind}Subnet${number}Subnet[0-9A-F]{8}$`)) as unknown,
});

describe('a build in a VPC', () => {
  const given = networked();
  const group = logicalIdOf(given, 'AWS::EC2::SecurityGroup', 'BuildSecurityGroup');

  test('runs in the private subnets, with a security group of its own', () => {
    expect(projectOf(given).Properties.VpcConfig).toEqual({
      VpcId: { Ref: logicalIdOf(given, 'AWS::EC2::VPC') },
      Subnets: [subnet('Private', 1), subnet('Private', 2)],
      SecurityGroupIds: [{ 'Fn::GetAtt': [group, 'GroupId'] }],
    });
  });

  test('is let out to HTTPS, and nobody in', () => {
    expect(onlyResource(given, 'AWS::EC2::SecurityGroup').Properties).toEqual({
      GroupDescription: 'Lets builds out to HTTPS, and nobody in',
      VpcId: { Ref: logicalIdOf(given, 'AWS::EC2::VPC') },
      SecurityGroupEgress: [
        { CidrIp: '0.0.0.0/0', Description: 'HTTPS', FromPort: 443, IpProtocol: 'tcp', ToPort: 443 },
      ],
    });
    given.resourceCountIs('AWS::EC2::SecurityGroupIngress', 0);
    given.resourceCountIs('AWS::EC2::SecurityGroupEgress', 0);
  });

  test('may make its network interfaces before the project is there, and hand them to CodeBuild in these subnets only', () => {
    const policy = accessPolicyOf(given);
    expect(projectOf(given).DependsOn).toContain(policy.id);
    expect(JSON.stringify(policy)).not.toContain(logicalIdOf(given, 'AWS::CodeBuild::Project'));
    const [subnetOne, subnetTwo] = (projectOf(given).Properties.VpcConfig as { Subnets: unknown[] }).Subnets;
    expect(statementsIn(policy)).toEqual([
      {
        Effect: 'Allow',
        Action: [
          'ec2:CreateNetworkInterface',
          'ec2:DeleteNetworkInterface',
          'ec2:DescribeDhcpOptions',
          'ec2:DescribeNetworkInterfaces',
          'ec2:DescribeSecurityGroups',
          'ec2:DescribeSubnets',
          'ec2:DescribeVpcs',
        ],
        Resource: '*',
      },
      {
        Effect: 'Allow',
        Action: 'ec2:CreateNetworkInterfacePermission',
        Resource: arn('ec2', ':network-interface/*'),
        Condition: {
          StringEquals: { 'ec2:AuthorizedService': 'codebuild.amazonaws.com' },
          ArnEquals: { 'ec2:Subnet': [arn('ec2', ':subnet/', subnetOne), arn('ec2', ':subnet/', subnetTwo)] },
        },
      },
    ]);
  });
});

describe('the user decides on', () => {
  test('the subnets', () => {
    const given = networked(() => ({ subnets: { subnetType: SubnetType.PUBLIC } }));
    const { Subnets } = projectOf(given).Properties.VpcConfig as { Subnets: unknown[] };
    expect(Subnets).toEqual([subnet('Public', 1), subnet('Public', 2)]);
  });

  test('the security groups, instead of one of its own', () => {
    const given = networked((stack, vpc) => ({
      securityGroups: ['One', 'Two'].map((id) => new SecurityGroup(stack, id, { vpc })),
    }));
    given.resourceCountIs('AWS::EC2::SecurityGroup', 2);
    const { SecurityGroupIds } = projectOf(given).Properties.VpcConfig as { SecurityGroupIds: unknown[] };
    expect(SecurityGroupIds).toEqual(
      ['One', 'Two'].map((id) => ({
        'Fn::GetAtt': [logicalIdOf(given, 'AWS::EC2::SecurityGroup', id), 'GroupId'],
      })),
    );
  });
});

describe('the connections of a build', () => {
  test('let it reach what it is let to, from its security group', () => {
    const stack = newStack();
    const vpc = new Vpc(stack, 'Vpc');
    const build = new BuildProject(stack, 'Build', { network: { vpc } });
    const database = new SecurityGroup(stack, 'Database', { vpc });
    database.connections.allowFrom(build, Port.tcp(5432));
    const given = Template.fromStack(stack);
    const own = logicalIdOf(given, 'AWS::EC2::SecurityGroup', 'Build');
    expect(onlyResource(given, 'AWS::EC2::SecurityGroupIngress').Properties).toMatchObject({
      FromPort: 5432,
      SourceSecurityGroupId: { 'Fn::GetAtt': [own, 'GroupId'] },
    });
    expect(onlyResource(given, 'AWS::EC2::SecurityGroupEgress').Properties).toMatchObject({
      FromPort: 5432,
      GroupId: { 'Fn::GetAtt': [own, 'GroupId'] },
    });
  });

  test('are those of the groups that were given, and none without a VPC', () => {
    const stack = newStack();
    const vpc = new Vpc(stack, 'Vpc');
    const group = new SecurityGroup(stack, 'Group', { vpc });
    const build = new BuildProject(stack, 'Build', { network: { vpc, securityGroups: [group] } });
    expect(build.connections.securityGroups).toEqual([group]);
    expect(new BuildProject(stack, 'Other').connections.securityGroups).toEqual([]);
  });
});

test('the VPC and the groups may be of another stack, without an export', () => {
  const app = new App();
  const [owner, stack] = [new Stack(app, 'Owner'), new Stack(app, 'Builds')];
  const vpc = new Vpc(owner, 'Vpc', { maxAzs: 2 });
  const group = new SecurityGroup(owner, 'Group', { vpc });
  new BuildProject(stack, 'Own', { network: { vpc } });
  new BuildProject(stack, 'Given', { network: { vpc, securityGroups: [group] } });
  expect(lockedStacks(app)).toEqual([]);
  const text = JSON.stringify(Template.fromStack(stack).toJSON());
  expect(text).toContain('"VpcId":{"Fn::GetStackOutput":{"StackName":"Owner"');
  expect(text).toMatch(/"SecurityGroupIds":\[\{"Fn::GetStackOutput"/);
  expect(
    app
      .synth()
      .getStackArtifact('Builds')
      .dependencies.map(({ id }) => id),
  ).toContain('Owner');
});

test('a VPC that exists already is as good', () => {
  const given = templateOf((stack) => ({
    network: {
      vpc: Vpc.fromVpcAttributes(stack, 'Vpc', {
        vpcId: 'vpc-1',
        availabilityZones: ['eu-west-1a'],
        privateSubnetIds: ['subnet-1'],
      }),
    },
  }));
  expect(projectOf(given).Properties.VpcConfig).toMatchObject({ VpcId: 'vpc-1', Subnets: ['subnet-1'] });
});

describe('what AWS refuses is reported:', () => {
  test('subnets that do not exist', () => {
    expect(says(() => ({ subnets: { subnetGroupName: 'Builds' } }))).toEqual([
      "network.subnets: must be subnets of the VPC; There are no subnet groups with name 'Builds' in this VPC. Available names: Public,Private",
    ]);
    expect(says(() => ({ subnets: { subnetType: SubnetType.PRIVATE_ISOLATED } }))[0]).toMatch(
      /^network\.subnets: must be subnets of the VPC; There are no 'Isolated' subnet groups in this VPC/,
    );
  });

  test('no subnets and too many', () => {
    const subnets = (count: number) => (_: Stack, vpc: Vpc) => ({
      subnets: { subnets: Array.from({ length: count }, () => vpc.privateSubnets[0]) },
    });
    expect(says(subnets(16))).toEqual([]);
    expect(says(subnets(17))).toEqual(['network.subnets: must be 1 to 16 subnets, got 17']);
  });

  test('no security groups and too many', () => {
    const groups = (count: number) => (stack: Stack, vpc: Vpc) => ({
      securityGroups: Array.from({ length: count }, (_, index) => new SecurityGroup(stack, `G${index}`, { vpc })),
    });
    expect(says(groups(5))).toEqual([]);
    expect(says(groups(6))).toEqual(['network.securityGroups: must be 1 to 5 security groups, got 6']);
    expect(says(groups(0))).toContain('network.securityGroups: must have at least 1, got 0');
  });
});
