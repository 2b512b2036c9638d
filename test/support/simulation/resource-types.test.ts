import { dirname, join } from 'node:path';
import { resolved } from './fixture';
import { RESOURCE_TYPES } from './resource-types';

interface L1Class {
  readonly CFN_RESOURCE_TYPE_NAME?: string;
  readonly prototype: object;
}

const library = dirname(require.resolve('aws-cdk-lib/package.json'));

/** The attributes of a CloudFormation type, in lower case, as its L1 class has them; undefined without such a class. */
function attributesOf(type: string): ReadonlySet<string> | undefined {
  const [, service = '', name = ''] = type.split('::');
  const module = jest.requireActual<Readonly<Partial<Record<string, L1Class>>>>(
    join(library, `aws-${service.toLowerCase()}`),
  );
  const l1 = module[`Cfn${name}`];
  if (l1?.CFN_RESOURCE_TYPE_NAME !== type) return undefined;
  const getters = Object.getOwnPropertyNames(l1.prototype).filter((it) => it.startsWith('attr'));
  return new Set(getters.map((it) => it.slice('attr'.length).toLowerCase()));
}

test.each(Object.entries(RESOURCE_TYPES))('%s and its attributes exist in CloudFormation', (type, shape) => {
  const known = attributesOf(type);
  const unknown = Object.keys(shape?.attributes ?? {}).filter((it) => known?.has(it.toLowerCase()) !== true);

  expect(known).toBeDefined();
  expect(unknown).toEqual([]);
});

const HEX = '[0-9a-f]';
const UUID = `${HEX}{8}(-${HEX}{4}){3}-${HEX}{12}`;
const HERE = 'eu-west-1:111122223333';

/** Type, properties, and what Ref and the attributes look like. */
const SHAPES: readonly [string, Record<string, unknown>, Record<string, string>][] = [
  [
    'S3::Bucket',
    { BucketName: 'b' },
    {
      Ref: 'b',
      Arn: 'arn:aws:s3:::b',
      DomainName: 'b.s3.amazonaws.com',
      RegionalDomainName: 'b.s3.eu-west-1.amazonaws.com',
    },
  ],
  [
    'DynamoDB::Table',
    { TableName: 't' },
    { Ref: 't', Arn: `arn:aws:dynamodb:${HERE}:table/t`, StreamArn: `arn:aws:dynamodb:${HERE}:table/t/stream/.*` },
  ],
  [
    'SNS::Topic',
    { TopicName: 't' },
    { Ref: `arn:aws:sns:${HERE}:t`, TopicArn: `arn:aws:sns:${HERE}:t`, TopicName: 't' },
  ],
  ['SNS::Subscription', { TopicArn: 'arn:t' }, { Ref: `arn:t:${UUID}`, Arn: `arn:t:${UUID}` }],
  [
    'SQS::Queue',
    { QueueName: 'q' },
    {
      Ref: 'https://sqs.eu-west-1.amazonaws.com/111122223333/q',
      QueueUrl: 'https://.*',
      Arn: `arn:aws:sqs:${HERE}:q`,
      QueueName: 'q',
    },
  ],
  [
    'IAM::Role',
    { RoleName: 'r', Path: '/team/' },
    { Ref: 'r', Arn: 'arn:aws:iam::111122223333:role/team/r', RoleId: 'AROA[0-9A-F]{17}' },
  ],
  ['IAM::User', { UserName: 'u' }, { Ref: 'u', Arn: 'arn:aws:iam::111122223333:user/u' }],
  ['IAM::Group', { GroupName: 'g' }, { Ref: 'g', Arn: 'arn:aws:iam::111122223333:group/g' }],
  [
    'IAM::InstanceProfile',
    {},
    { Ref: `Stack-It-${HEX}{12}`, Arn: `arn:aws:iam::111122223333:instance-profile/Stack-It-${HEX}{12}` },
  ],
  ['IAM::Policy', { PolicyName: 'p' }, { Ref: 'p' }],
  [
    'IAM::ManagedPolicy',
    { ManagedPolicyName: 'p' },
    { Ref: 'arn:aws:iam::111122223333:policy/p', PolicyArn: 'arn:.*:policy/p' },
  ],
  ['KMS::Key', {}, { Ref: UUID, KeyId: UUID, Arn: `arn:aws:kms:${HERE}:key/${UUID}` }],
  ['KMS::Alias', { AliasName: 'alias/a' }, { Ref: 'alias/a' }],
  [
    'SecretsManager::Secret',
    { Name: 'team/s' },
    { Ref: `arn:aws:secretsmanager:${HERE}:secret:team/s-${HEX}{6}`, Id: `arn:.*:secret:team/s-${HEX}{6}` },
  ],
  ['SecretsManager::SecretTargetAttachment', { SecretId: 'arn:s' }, { Ref: 'arn:s', Id: 'arn:s' }],
  ['CertificateManager::Certificate', {}, { Ref: `arn:aws:acm:${HERE}:certificate/${UUID}`, CertificateArn: 'arn:.*' }],
  [
    'CodeCommit::Repository',
    { RepositoryName: 'r' },
    {
      Ref: UUID,
      RepositoryId: UUID,
      Name: 'r',
      Arn: `arn:aws:codecommit:${HERE}:r`,
      CloneUrlHttp: 'https://git-codecommit.eu-west-1.amazonaws.com/v1/repos/r',
      CloneUrlSsh: 'ssh://.*/r',
    },
  ],
  ['CodeBuild::Project', { Name: 'p' }, { Ref: 'p', Arn: `arn:aws:codebuild:${HERE}:project/p` }],
  [
    'CodeBuild::ReportGroup',
    { Name: 'g' },
    { Ref: `arn:aws:codebuild:${HERE}:report-group/g`, Arn: `arn:aws:codebuild:${HERE}:report-group/g` },
  ],
  ['CodeBuild::Fleet', { Name: 'f' }, { Ref: `arn:aws:codebuild:${HERE}:fleet/f:${UUID}`, Arn: 'arn:.*' }],
  ['CodePipeline::Pipeline', { Name: 'p' }, { Ref: 'p', Arn: `arn:aws:codepipeline:${HERE}:p`, Version: '1' }],
  ['CodePipeline::Webhook', { Name: 'w' }, { Ref: 'w' }],
  ['CodeDeploy::Application', { ApplicationName: 'a' }, { Ref: 'a' }],
  ['CodeDeploy::DeploymentGroup', { DeploymentGroupName: 'g' }, { Ref: 'g' }],
  ['CodeDeploy::DeploymentConfig', { DeploymentConfigName: 'c' }, { Ref: 'c' }],
  [
    'CodeArtifact::Domain',
    { DomainName: 'd', EncryptionKey: 'arn:k' },
    {
      Ref: `arn:aws:codeartifact:${HERE}:domain/d`,
      Arn: 'arn:.*:domain/d',
      Name: 'd',
      Owner: '111122223333',
      EncryptionKey: 'arn:k',
    },
  ],
  [
    'CodeArtifact::Repository',
    { DomainName: 'd', RepositoryName: 'r', DomainOwner: '9' },
    {
      Ref: 'arn:aws:codeartifact:eu-west-1:9:repository/d/r',
      Arn: 'arn:.*:repository/d/r',
      Name: 'r',
      DomainName: 'd',
      DomainOwner: '9',
    },
  ],
  [
    'CodeConnections::Connection',
    {},
    { Ref: `arn:aws:codeconnections:${HERE}:connection/${UUID}`, ConnectionArn: 'arn:.*' },
  ],
  [
    'CodeStarConnections::Connection',
    {},
    { Ref: `arn:aws:codestar-connections:${HERE}:connection/${UUID}`, ConnectionArn: 'arn:.*' },
  ],
  [
    'CodeStarNotifications::NotificationRule',
    {},
    { Ref: `arn:aws:codestar-notifications:${HERE}:notificationrule/${HEX}{40}`, Arn: 'arn:.*' },
  ],
  [
    'CodeGuruProfiler::ProfilingGroup',
    { ProfilingGroupName: 'g' },
    { Ref: 'g', Arn: `arn:aws:codeguru-profiler:${HERE}:profilingGroup/g` },
  ],
  [
    'CodeGuruReviewer::RepositoryAssociation',
    {},
    { Ref: `arn:aws:codeguru-reviewer:${HERE}:association:${UUID}`, AssociationArn: 'arn:.*' },
  ],
  [
    'Chatbot::SlackChannelConfiguration',
    { ConfigurationName: 'c' },
    { Ref: 'arn:aws:chatbot::111122223333:chat-configuration/slack-channel/c', Arn: 'arn:.*' },
  ],
  ['Lambda::Function', { FunctionName: 'f' }, { Ref: 'f', Arn: `arn:aws:lambda:${HERE}:function:f` }],
  [
    'Lambda::Version',
    { FunctionName: 'f' },
    { Ref: `arn:aws:lambda:${HERE}:function:f:1`, FunctionArn: 'arn:.*:1', Version: '1' },
  ],
  ['Lambda::Alias', { FunctionName: 'arn:f', Name: 'live' }, { Ref: 'arn:f:live', AliasArn: 'arn:f:live' }],
  ['Lambda::LayerVersion', { LayerName: 'l' }, { Ref: `arn:aws:lambda:${HERE}:layer:l:1`, LayerVersionArn: 'arn:.*' }],
  [
    'Lambda::EventSourceMapping',
    {},
    { Ref: UUID, Id: UUID, EventSourceMappingArn: `arn:aws:lambda:${HERE}:event-source-mapping:${UUID}` },
  ],
  [
    'Lambda::Url',
    { TargetFunctionArn: 'arn:f' },
    { Ref: 'arn:f', FunctionArn: 'arn:f', FunctionUrl: `https://${HEX}{32}.lambda-url.eu-west-1.on.aws/` },
  ],
  ['ECS::Cluster', { ClusterName: 'c' }, { Ref: 'c', Arn: `arn:aws:ecs:${HERE}:cluster/c` }],
  [
    'ECS::Service',
    { ServiceName: 's', Cluster: 'arn:x:cluster/c' },
    { Ref: `arn:aws:ecs:${HERE}:service/c/s`, ServiceArn: 'arn:.*', Name: 's' },
  ],
  [
    'ECS::TaskDefinition',
    { Family: 'f' },
    { Ref: `arn:aws:ecs:${HERE}:task-definition/f:1`, TaskDefinitionArn: 'arn:.*' },
  ],
  [
    'ECR::Repository',
    { RepositoryName: 'r' },
    {
      Ref: 'r',
      Arn: `arn:aws:ecr:${HERE}:repository/r`,
      RepositoryUri: '111122223333.dkr.ecr.eu-west-1.amazonaws.com/r',
    },
  ],
  [
    'AutoScaling::AutoScalingGroup',
    { AutoScalingGroupName: 'g' },
    { Ref: 'g', AutoScalingGroupARN: `arn:aws:autoscaling:${HERE}:autoScalingGroup:${UUID}:autoScalingGroupName/g` },
  ],
  ['AutoScaling::LaunchConfiguration', { LaunchConfigurationName: 'l' }, { Ref: 'l' }],
  ['ElasticBeanstalk::Application', { ApplicationName: 'a' }, { Ref: 'a' }],
  ['ElasticBeanstalk::Environment', { EnvironmentName: 'e' }, { Ref: 'e', EndpointURL: 'awseb-.*.elb.amazonaws.com' }],
  ['ElasticBeanstalk::ApplicationVersion', {}, { Ref: `Stack-It-${HEX}{12}` }],
  ['ElasticBeanstalk::ConfigurationTemplate', { TemplateName: 't' }, { Ref: 't', TemplateName: 't' }],
  ['Synthetics::Canary', { Name: 'c' }, { Ref: 'c', Id: UUID }],
  [
    'EC2::VPC',
    { CidrBlock: '10.0.0.0/16' },
    {
      Ref: `vpc-${HEX}{17}`,
      VpcId: 'vpc-.*',
      CidrBlock: '10.0.0.0/16',
      DefaultSecurityGroup: 'sg-.*',
      DefaultNetworkAcl: 'acl-.*',
    },
  ],
  [
    'EC2::Subnet',
    { VpcId: 'vpc-1' },
    { Ref: `subnet-${HEX}{17}`, SubnetId: 'subnet-.*', AvailabilityZone: 'eu-west-1a', VpcId: 'vpc-1' },
  ],
  ['EC2::SecurityGroup', { VpcId: 'vpc-1' }, { Ref: `sg-${HEX}{17}`, GroupId: 'sg-.*', VpcId: 'vpc-1' }],
  ['EC2::RouteTable', {}, { Ref: 'rtb-.*', RouteTableId: 'rtb-.*' }],
  ['EC2::InternetGateway', {}, { Ref: 'igw-.*', InternetGatewayId: 'igw-.*' }],
  ['EC2::NatGateway', {}, { Ref: 'nat-.*', NatGatewayId: 'nat-.*' }],
  ['EC2::VPCEndpoint', {}, { Ref: 'vpce-.*', Id: 'vpce-.*' }],
  ['EC2::Instance', {}, { Ref: `i-${HEX}{17}`, InstanceId: 'i-.*', AvailabilityZone: 'eu-west-1a' }],
  [
    'EC2::LaunchTemplate',
    {},
    { Ref: 'lt-.*', LaunchTemplateId: 'lt-.*', LatestVersionNumber: '1', DefaultVersionNumber: '1' },
  ],
  ['EC2::EIP', {}, { Ref: '203.0.113.10', PublicIp: '203.0.113.10', AllocationId: 'eipalloc-.*' }],
  [
    'ElasticLoadBalancingV2::LoadBalancer',
    { Name: 'L', Type: 'network' },
    {
      Ref: `arn:aws:elasticloadbalancing:${HERE}:loadbalancer/net/L/${HEX}{16}`,
      LoadBalancerArn: 'arn:.*',
      LoadBalancerName: 'L',
      LoadBalancerFullName: `net/L/${HEX}{16}`,
      DNSName: 'l-1.eu-west-1.elb.amazonaws.com',
    },
  ],
  [
    'ElasticLoadBalancingV2::TargetGroup',
    { Name: 'T' },
    {
      Ref: `arn:aws:elasticloadbalancing:${HERE}:targetgroup/T/${HEX}{16}`,
      TargetGroupArn: 'arn:.*',
      TargetGroupName: 'T',
      TargetGroupFullName: `targetgroup/T/${HEX}{16}`,
    },
  ],
  [
    'ElasticLoadBalancingV2::Listener',
    { LoadBalancerArn: 'arn:x:loadbalancer/app/L/1' },
    { Ref: `arn:x:listener/app/L/1/${HEX}{16}`, ListenerArn: 'arn:.*' },
  ],
  [
    'ElasticLoadBalancingV2::ListenerRule',
    { ListenerArn: 'arn:x:listener/app/L/1/2' },
    { Ref: `arn:x:listener-rule/app/L/1/2/${HEX}{16}`, RuleArn: 'arn:.*' },
  ],
  ['CloudFront::Distribution', {}, { Ref: 'E[0-9A-F]{13}', Id: 'E.*', DomainName: 'd.*.cloudfront.net' }],
  ['CloudFront::OriginAccessControl', {}, { Ref: 'E[0-9A-F]{13}', Id: 'E.*' }],
  ['Logs::LogGroup', { LogGroupName: '/g' }, { Ref: '/g', Arn: `arn:aws:logs:${HERE}:log-group:/g:\\*` }],
  ['Logs::LogStream', { LogStreamName: 's' }, { Ref: 's' }],
  ['CloudWatch::Alarm', { AlarmName: 'a' }, { Ref: 'a', Arn: `arn:aws:cloudwatch:${HERE}:alarm:a` }],
  ['CloudWatch::CompositeAlarm', { AlarmName: 'a' }, { Ref: 'a', Arn: `arn:aws:cloudwatch:${HERE}:alarm:a` }],
  ['CloudWatch::Dashboard', { DashboardName: 'd' }, { Ref: 'd' }],
  ['Events::Rule', { Name: 'r' }, { Ref: 'r', RuleName: 'r', Arn: `arn:aws:events:${HERE}:rule/r` }],
  [
    'Events::Rule',
    { Name: 'r', EventBusName: 'bus' },
    { Ref: 'bus\\|r', RuleName: 'r', Arn: `arn:aws:events:${HERE}:rule/bus/r` },
  ],
  ['Events::EventBus', { Name: 'bus' }, { Ref: 'bus', Name: 'bus', Arn: `arn:aws:events:${HERE}:event-bus/bus` }],
  ['Scheduler::Schedule', { Name: 's' }, { Ref: 's', Arn: `arn:aws:scheduler:${HERE}:schedule/default/s` }],
  ['Scheduler::ScheduleGroup', { Name: 'g' }, { Ref: 'g', Arn: `arn:aws:scheduler:${HERE}:schedule-group/g` }],
  [
    'SSM::Parameter',
    { Name: '/p', Type: 'String', Value: 'v' },
    { Ref: '/p', Arn: `arn:aws:ssm:${HERE}:parameter/p`, Type: 'String', Value: 'v' },
  ],
  ['SSM::Document', { Name: 'd' }, { Ref: 'd' }],
  [
    'StepFunctions::StateMachine',
    { StateMachineName: 'm' },
    { Ref: `arn:aws:states:${HERE}:stateMachine:m`, Arn: 'arn:.*', Name: 'm' },
  ],
];

test.each(SHAPES)('AWS::%s with %j answers as CloudFormation does', (type, Properties, shapes) => {
  const resources = { It: { Type: `AWS::${type}`, Properties } };

  for (const [name, pattern] of Object.entries(shapes)) {
    const value = name === 'Ref' ? { Ref: 'It' } : { 'Fn::GetAtt': ['It', name] };
    expect([name, resolved(value, resources)]).toEqual([
      name,
      expect.stringMatching(new RegExp(`^${pattern.replaceAll('.amazonaws', '\\.amazonaws')}$`)),
    ]);
  }
});

test('every type and attribute of the table has its shape tested', () => {
  const tested = new Set(SHAPES.flatMap(([type, , shapes]) => Object.keys(shapes).map((it) => `AWS::${type}.${it}`)));
  const all = Object.entries(RESOURCE_TYPES).flatMap(([type, shape]) =>
    ['Ref', ...Object.keys(shape?.attributes ?? {})].map((it) => `${type}.${it}`),
  );

  expect(all.filter((it) => !tested.has(it))).toEqual([]);
});

test('a property that a name depends on must be there', () => {
  expect(() => resolved({ Ref: 'It' }, { It: { Type: 'AWS::KMS::Alias' } })).toThrow(
    'Stack/It AliasName must be a text, got undefined',
  );
});
