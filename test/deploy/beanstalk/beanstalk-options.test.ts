import { Duration, Size } from 'aws-cdk-lib';
import type { Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { InstanceType, SecurityGroup, SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import { SslPolicy } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Key } from 'aws-cdk-lib/aws-kms';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import * as fc from 'fast-check';
import {
  BeanstalkCapacity,
  BeanstalkPlatform,
  BeanstalkRollout,
  BeanstalkTier,
  BeanstalkUpdateLevel,
  BeanstalkUpdates,
} from '../../../lib';
import { allowedActionsOf, errorsOf, newStack, statementsOf } from '../../support/fixtures';
import { BRANCH, environmentOf, newEnvironment, optionsIn, optionsOf, templateOf } from './support';

const COMMAND = 'aws:elasticbeanstalk:command';
const UPDATE = 'aws:autoscaling:updatepolicy:rollingupdate';
const INSTANCES = 'aws:ec2:instances';
const LAUNCH = 'aws:autoscaling:launchconfiguration';

describe('a rollout', () => {
  const rows: [string, BeanstalkRollout, Record<string, string>, Record<string, string>][] = [
    ['all at once', BeanstalkRollout.allAtOnce(), { DeploymentPolicy: 'AllAtOnce' }, { RollingUpdateType: 'Health' }],
    [
      'rolling by share',
      BeanstalkRollout.rolling({ percentage: 25 }),
      { DeploymentPolicy: 'Rolling', BatchSizeType: 'Percentage', BatchSize: '25' },
      { RollingUpdateType: 'Health' },
    ],
    [
      'rolling by number with an additional batch',
      BeanstalkRollout.rollingWithAdditionalBatch({ instances: 4 }),
      { DeploymentPolicy: 'RollingWithAdditionalBatch', BatchSizeType: 'Fixed', BatchSize: '4' },
      { RollingUpdateType: 'Health' },
    ],
    ['immutable', BeanstalkRollout.immutable(), { DeploymentPolicy: 'Immutable' }, { RollingUpdateType: 'Immutable' }],
    [
      'splitting traffic',
      BeanstalkRollout.trafficSplitting({ percentage: 15, evaluation: Duration.hours(1) }),
      { DeploymentPolicy: 'TrafficSplitting' },
      { RollingUpdateType: 'Immutable' },
    ],
  ];

  test.each(rows)(
    '%s is what releases follow, and changes of the configuration as gently',
    (_, rollout, command, update) => {
      const template = templateOf(() => ({ rollout }));
      expect(optionsIn(template, COMMAND)).toEqual({ ...command, Timeout: '600' });
      expect(optionsIn(template, UPDATE)).toEqual({ RollingUpdateEnabled: 'true', ...update });
    },
  );

  test('splits traffic for as long as it is told', () => {
    const rollout = BeanstalkRollout.trafficSplitting({ percentage: 15, evaluation: Duration.hours(1) });
    expect(
      optionsIn(
        templateOf(() => ({ rollout })),
        'aws:elasticbeanstalk:trafficsplitting',
      ),
    ).toEqual({
      NewVersionPercent: '15',
      EvaluationTime: '60',
    });
  });

  test('of a single instance may be at once', () => {
    const capacity = BeanstalkCapacity.singleInstance();
    const template = templateOf(() => ({ capacity, rollout: BeanstalkRollout.allAtOnce() }));
    expect(optionsIn(template, UPDATE)).toEqual({});
  });

  test('waits as long as it is told', () => {
    const template = templateOf(() => ({ deployTimeout: Duration.minutes(30) }));
    expect(optionsIn(template, COMMAND)).toMatchObject({ Timeout: '1800' });
  });

  test('passes exactly where its batch is within the capacity', () => {
    fc.assert(
      fc.property(fc.integer({ min: -2, max: 9 }), fc.integer({ min: 1, max: 6 }), (instances, maximum) => {
        const stack = newStack();
        const capacity = BeanstalkCapacity.scaling({ minimum: 1, maximum });
        newEnvironment(stack, 'Production', { capacity, rollout: BeanstalkRollout.rolling({ instances }) });
        const errors = errorsOf(stack);
        expect(errors.length === 0).toBe(instances >= 1 && instances <= maximum);
        for (const error of errors) expect(error).toMatch(/rollout\.instances: must be 1 to \d instances/);
      }),
      { numRuns: 12 },
    );
  });
});

describe('instances', () => {
  const types = (...names: string[]): { instanceTypes: InstanceType[] } => ({
    instanceTypes: names.map((name) => new InstanceType(name)),
  });

  test('are of the types that are given, and their architecture is said', () => {
    const template = templateOf(() => ({ instances: types('m7g.large') }));
    expect(optionsIn(template, INSTANCES)).toEqual({
      EnableSpot: 'false',
      InstanceTypes: 'm7g.large',
      SupportedArchitectures: 'arm64',
    });
  });

  test('may be Spot Instances of several types', () => {
    const instances = { ...types('m7i.large', 'm6i.large'), spot: { onDemandBase: 1, onDemandPercentage: 50 } };
    expect(
      optionsIn(
        templateOf(() => ({ instances })),
        INSTANCES,
      ),
    ).toEqual({
      EnableSpot: 'true',
      InstanceTypes: 'm7i.large,m6i.large',
      SupportedArchitectures: 'x86_64',
      SpotAllocationStrategy: 'price-capacity-optimized',
      SpotFleetOnDemandBase: '1',
      SpotFleetOnDemandAboveBasePercentage: '50',
    });
  });

  test('of several types without Spot Instances are warned of', () => {
    const stack = newStack();
    newEnvironment(stack, 'Production', { instances: types('m7i.large', 'm6i.large') });
    Annotations.fromStack(stack).hasWarning('/Test/Production', Match.stringLikeRegexp('only the first'));
  });

  test('may have a larger and faster volume', () => {
    const instances = { rootVolume: { size: Size.gibibytes(40), iops: 4000, throughput: 250 } };
    expect(
      optionsIn(
        templateOf(() => ({ instances })),
        LAUNCH,
      ),
    ).toMatchObject({
      RootVolumeType: 'gp3',
      RootVolumeSize: '40',
      RootVolumeIOPS: '4000',
      RootVolumeThroughput: '250',
    });
  });

  test('may answer version 1 of the metadata service, where the user wants that', () => {
    const template = templateOf(() => ({ instances: { allowImdsV1: true } }));
    expect(optionsIn(template, LAUNCH)).toMatchObject({ DisableIMDSv1: 'false' });
  });
});

describe('the network', () => {
  const VPC = 'aws:ec2:vpc';

  test('has private instances and a public load balancer, unless it is said', () => {
    const { Subnets, ELBSubnets, ELBScheme, AssociatePublicIpAddress } = optionsIn(templateOf(), VPC);
    expect(JSON.stringify(Subnets)).toMatch(/PrivateSubnet1.*PrivateSubnet2/);
    expect(JSON.stringify(ELBSubnets)).toMatch(/PublicSubnet1.*PublicSubnet2/);
    expect([ELBScheme, AssociatePublicIpAddress]).toEqual(['public', 'false']);
  });

  test('may have a load balancer for the VPC only, beside the instances', () => {
    const template = templateOf((stack) => ({
      network: { vpc: new Vpc(stack, 'Own', { maxAzs: 2 }), internalLoadBalancer: true },
    }));
    const { Subnets, ELBSubnets, ELBScheme } = optionsIn(template, VPC);
    expect(ELBSubnets).toEqual(Subnets);
    expect(ELBScheme).toBe('internal');
  });

  test('may have subnets and security groups of the user’s', () => {
    const template = templateOf((stack) => {
      const vpc = new Vpc(stack, 'Own', { maxAzs: 2 });
      const selection = { subnetType: SubnetType.PUBLIC };
      const securityGroups = ['A', 'B'].map((id) => new SecurityGroup(stack, id, { vpc }));
      return { network: { vpc, subnets: selection, loadBalancerSubnets: selection, securityGroups } };
    });
    expect(JSON.stringify(optionsIn(template, VPC).Subnets)).toMatch(/OwnPublicSubnet1/);
    expect(optionsIn(template, VPC).AssociatePublicIpAddress).toBe('true');
    expect(optionsIn(template, LAUNCH).SecurityGroups).toEqual({
      'Fn::Join': [
        '',
        [
          { 'Fn::GetAtt': [expect.stringMatching(/^A/), 'GroupId'] },
          ',',
          { 'Fn::GetAtt': [expect.stringMatching(/^B/), 'GroupId'] },
        ],
      ],
    });
  });
});

describe('the load balancer', () => {
  const certificate = (stack: Stack): Certificate =>
    new Certificate(stack, 'Certificate', { domainName: 'shop.example.com' });

  test('answers HTTP where there is no certificate', () => {
    expect(optionsIn(templateOf(), 'aws:elbv2:listener:default')).toEqual({ ListenerEnabled: 'true' });
    expect(optionsIn(templateOf(), 'aws:elbv2:listener:443')).toEqual({});
  });

  test('answers HTTPS only, of TLS 1.2 and newer, where there is one', () => {
    const template = templateOf((stack) => ({ loadBalancer: { certificate: certificate(stack) } }));
    expect(optionsIn(template, 'aws:elbv2:listener:default')).toEqual({ ListenerEnabled: 'false' });
    expect(optionsIn(template, 'aws:elbv2:listener:443')).toEqual({
      ListenerEnabled: 'true',
      Protocol: 'HTTPS',
      SSLCertificateArns: { Ref: expect.stringMatching(/^Certificate/) as string },
      SSLPolicy: SslPolicy.RECOMMENDED_TLS,
    });
  });

  test('may answer both, with a security group, access logs and a timeout of the user’s', () => {
    const template = templateOf((stack) => ({
      loadBalancer: {
        certificate: certificate(stack),
        sslPolicy: SslPolicy.TLS13_RES,
        http: true,
        securityGroup: SecurityGroup.fromSecurityGroupId(stack, 'Group', 'sg-1'),
        accessLogBucket: Bucket.fromBucketName(stack, 'Logs', 'logs'),
        idleTimeout: Duration.minutes(2),
      },
    }));
    expect(optionsIn(template, 'aws:elbv2:loadbalancer')).toEqual({
      SecurityGroups: 'sg-1',
      ManagedSecurityGroup: 'sg-1',
      AccessLogsS3Enabled: 'true',
      AccessLogsS3Bucket: 'logs',
      IdleTimeout: '120',
    });
    expect(optionsIn(template, 'aws:elbv2:listener:default')).toEqual({ ListenerEnabled: 'true' });
    expect(optionsIn(template, 'aws:elbv2:listener:443').SSLPolicy).toBe(SslPolicy.TLS13_RES);
  });
});

describe('updates and logs', () => {
  test('are managed once a week, with the role that AWS keeps for that', () => {
    expect(optionsIn(templateOf(), 'aws:elasticbeanstalk:managedactions')).toEqual({
      ManagedActionsEnabled: 'true',
      PreferredStartTime: 'Sun:03:00',
      ServiceRoleForManagedUpdates: 'AWSServiceRoleForElasticBeanstalkManagedUpdates',
    });
    expect(optionsIn(templateOf(), 'aws:elasticbeanstalk:managedactions:platformupdate')).toEqual({
      UpdateLevel: 'minor',
      InstanceRefreshEnabled: 'false',
    });
  });

  test('may be made at another time, of patches only, with new instances', () => {
    const updates = BeanstalkUpdates.weekly({
      start: 'Tue:21:30',
      level: BeanstalkUpdateLevel.PATCH,
      replaceInstances: true,
    });
    const template = templateOf(() => ({ updates }));
    expect(optionsIn(template, 'aws:elasticbeanstalk:managedactions').PreferredStartTime).toBe('Tue:21:30');
    expect(optionsIn(template, 'aws:elasticbeanstalk:managedactions:platformupdate')).toEqual({
      UpdateLevel: 'patch',
      InstanceRefreshEnabled: 'true',
    });
  });

  test('may be left to the user, who may then say a version without a warning', () => {
    const stack = newStack();
    const platform = BeanstalkPlatform.branch(BRANCH, { version: '6.7.3' });
    newEnvironment(stack, 'Production', { platform, updates: BeanstalkUpdates.never() });
    const template = Template.fromStack(stack);
    expect(optionsIn(template, 'aws:elasticbeanstalk:managedactions')).toEqual({ ManagedActionsEnabled: 'false' });
    expect(Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('version'))).toEqual([]);
  });

  test('are streamed and kept for three months, beside what is copied to the bucket', () => {
    const options = optionsOf(templateOf());
    expect(options).toMatchObject({
      'aws:elasticbeanstalk:hostmanager LogPublicationControl': 'true',
      'aws:elasticbeanstalk:cloudwatch:logs StreamLogs': 'true',
      'aws:elasticbeanstalk:cloudwatch:logs RetentionInDays': '90',
      'aws:elasticbeanstalk:cloudwatch:logs DeleteOnTerminate': 'false',
      'aws:elasticbeanstalk:cloudwatch:logs:health HealthStreamingEnabled': 'true',
    });
  });

  test('may be kept for another time, or not streamed', () => {
    const kept = templateOf(() => ({ logs: { retention: RetentionDays.ONE_YEAR, removeWithEnvironment: true } }));
    expect(optionsIn(kept, 'aws:elasticbeanstalk:cloudwatch:logs')).toEqual({
      StreamLogs: 'true',
      RetentionInDays: '365',
      DeleteOnTerminate: 'true',
    });
    const none = templateOf(() => ({ logs: { stream: false } }));
    expect(optionsIn(none, 'aws:elasticbeanstalk:cloudwatch:logs')).toEqual({ StreamLogs: 'false' });
  });
});

describe('a worker', () => {
  const SQSD = 'aws:elasticbeanstalk:sqsd';

  test('has a queue that Elastic Beanstalk makes, and no load balancer', () => {
    const template = templateOf(() => ({ tier: BeanstalkTier.worker() }));
    expect(environmentOf(template).Properties.Tier).toEqual({ Name: 'Worker', Type: 'SQS/HTTP' });
    expect(optionsIn(template, SQSD)).toEqual({ HttpPath: '/' });
    expect(Object.keys(optionsOf(template)).filter((key) => /elbv2|ELB|LoadBalancerType|process/.test(key))).toEqual(
      [],
    );
    const { Resource } =
      statementsOf(template, 'InstanceRole').find(({ Action }) => Action.includes('sqs:ReceiveMessage')) ?? {};
    expect(JSON.stringify(Resource)).toContain(':awseb-e-*');
  });

  test('may have a queue of the user’s, under a key, and say how it works on messages', () => {
    const template = templateOf((stack) => ({
      tier: BeanstalkTier.worker({
        queue: new Queue(stack, 'Orders', { encryptionMasterKey: new Key(stack, 'Key') }),
        httpPath: '/orders',
        mimeType: 'text/plain',
        connections: 10,
        inactivityTimeout: Duration.minutes(5),
        visibilityTimeout: Duration.minutes(6),
        errorVisibilityTimeout: Duration.seconds(30),
        retention: Duration.days(1),
        retries: 3,
      }),
    }));
    expect(optionsIn(template, SQSD)).toEqual({
      WorkerQueueURL: { Ref: expect.stringMatching(/^Orders/) as string },
      HttpPath: '/orders',
      MimeType: 'text/plain',
      HttpConnections: '10',
      InactivityTimeout: '300',
      VisibilityTimeout: '360',
      ErrorVisibilityTimeout: '30',
      RetentionPeriod: '86400',
      MaxRetries: '3',
    });
    expect(statementsOf(template, 'InstanceRole')).toContainEqual(
      expect.objectContaining({
        Action: expect.arrayContaining(['sqs:ReceiveMessage']) as unknown,
        Resource: { 'Fn::GetAtt': [expect.stringMatching(/^Orders/), 'Arn'] },
      }),
    );
    expect(allowedActionsOf(template, 'InstanceRole')).toContain('kms:Decrypt');
  });
});
