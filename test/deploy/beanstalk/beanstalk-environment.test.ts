import { App, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import {
  BeanstalkApplication,
  BeanstalkCapacity,
  BeanstalkEnvironment,
  BeanstalkPlatform,
  BeanstalkTier,
} from '../../../lib';
import {
  allowedActionsOf,
  lockedStacks,
  logicalIdOf,
  newStack,
  onlyResource,
  resourcesOf,
  statementsOf,
} from '../../support/fixtures';
import { BRANCH, environmentOf, newEnvironment, optionsIn, optionsOf, templateOf } from './support';

const LAUNCH = 'aws:autoscaling:launchconfiguration';

describe('the name', () => {
  test('is made of the stack and the path, and known at synthesis', () => {
    const stack = newStack();
    const environment = newEnvironment(stack);
    expect(environment.environmentName).toBe('Test-Production');
    expect(environmentOf(Template.fromStack(stack)).Properties.EnvironmentName).toBe('Test-Production');
  });

  test('has only what Elastic Beanstalk takes, also where ids have more, and no two ids give one name', () => {
    const names = ['a_b', 'a-b', 'a.b', 'A'.repeat(90), 'x'].map((id) => {
      const { environmentName } = newEnvironment(newStack({ stackName: 'T' }), id);
      expect(environmentName).toMatch(/^(?!-)[A-Za-z0-9-]{4,40}(?<!-)$/);
      return environmentName;
    });
    expect(new Set(names).size).toBe(names.length);
  });

  test('may be the user’s', () => {
    expect(environmentOf(templateOf(() => ({ environmentName: 'shop-live' }))).Properties.EnvironmentName).toBe(
      'shop-live',
    );
  });
});

describe('the instances', () => {
  test('get a role by an instance profile that is made for it, never the role itself', () => {
    const template = templateOf();
    const profile = logicalIdOf(template, 'AWS::IAM::InstanceProfile');
    expect(optionsOf(template)[`${LAUNCH} IamInstanceProfile`]).toEqual({ Ref: profile });
    expect(onlyResource(template, 'AWS::IAM::InstanceProfile').Properties.Roles).toEqual([
      { Ref: logicalIdOf(template, 'AWS::IAM::Role', 'InstanceRole') },
    ]);
  });

  test('have version 2 of the metadata service and a gp3 volume, so that they come of a launch template', () => {
    expect(optionsIn(templateOf(), LAUNCH)).toMatchObject({ DisableIMDSv1: 'true', RootVolumeType: 'gp3' });
  });

  test('may do what AWS’s policy for web servers has, of this environment', () => {
    expect(allowedActionsOf(templateOf(), 'InstanceRole')).toEqual([
      'elasticbeanstalk:PutInstanceStatistics',
      'logs:CreateLogStream',
      'logs:DescribeLogStreams',
      'logs:PutLogEvents',
      's3:GetBucketLocation',
      's3:GetObject',
      's3:GetObjectVersion',
      's3:ListBucket',
      's3:PutObject',
    ]);
  });

  test('get what the user grants the environment', () => {
    const stack = newStack();
    const environment = newEnvironment(stack);
    new Bucket(stack, 'Images').grantRead(environment);
    expect(allowedActionsOf(Template.fromStack(stack), 'InstanceRole')).toContain('s3:GetObject*');
  });

  test('may have a role of the user’s', () => {
    const template = templateOf((stack) => ({
      role: new Role(stack, 'Given', { assumedBy: new ServicePrincipal('ec2.amazonaws.com') }),
    }));
    expect(onlyResource(template, 'AWS::IAM::InstanceProfile').Properties.Roles).toEqual([
      { Ref: logicalIdOf(template, 'AWS::IAM::Role', 'Given') },
    ]);
    expect(statementsOf(template, 'Given').length).toBeGreaterThan(3);
  });

  test('are there after the ways out of their subnets', () => {
    const { DependsOn } = environmentOf(templateOf());
    expect(DependsOn?.filter((id) => /PrivateSubnet\dDefaultRoute/.test(id))).toHaveLength(2);
    expect(DependsOn).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/InstanceRoleDefaultPolicy/),
        expect.stringMatching(/ServiceRoleDefaultPolicy/),
        expect.stringMatching(/^Shop/),
      ]),
    );
  });
});

describe('Elastic Beanstalk', () => {
  test('watches with a role of its own, in detail', () => {
    const template = templateOf();
    const options = optionsOf(template);
    expect(options['aws:elasticbeanstalk:healthreporting:system SystemType']).toBe('enhanced');
    expect(options['aws:elasticbeanstalk:environment ServiceRole']).toEqual({
      'Fn::GetAtt': [logicalIdOf(template, 'AWS::IAM::Role', 'ProductionServiceRole'), 'Arn'],
    });
    const writing = allowedActionsOf(template, 'ProductionServiceRole').filter(
      (action) => !/:(Describe|Get)/.test(action),
    );
    expect(writing).toEqual(['logs:CreateLogStream', 'logs:PutLogEvents', 'sns:Publish']);
  });

  test('reads no managed policy anywhere', () => {
    const text = JSON.stringify(templateOf().toJSON());
    expect(text).not.toMatch(/ManagedPolicyArns|iam::aws:policy/);
  });

  test('may watch with a role of the user’s', () => {
    const template = templateOf((stack) => ({
      serviceRole: Role.fromRoleArn(stack, 'Given', 'arn:aws:iam::111122223333:role/beanstalk', { mutable: false }),
    }));
    expect(optionsOf(template)['aws:elasticbeanstalk:environment ServiceRole']).toBe(
      'arn:aws:iam::111122223333:role/beanstalk',
    );
    expect(
      Object.keys(resourcesOf(template, 'AWS::IAM::Role')).filter((id) => id.startsWith('Production')),
    ).toHaveLength(1);
  });
});

describe('the environment', () => {
  test('is a web server with a load balancer, two to four instances and immutable releases, unless it is said', () => {
    const template = templateOf();
    expect(environmentOf(template).Properties).toMatchObject({
      ApplicationName: 'shop',
      Tier: { Name: 'WebServer', Type: 'Standard' },
    });
    expect(environmentOf(template).Properties).not.toHaveProperty('VersionLabel');
    expect(optionsOf(template)).toMatchObject({
      'aws:autoscaling:asg MinSize': '2',
      'aws:autoscaling:asg MaxSize': '4',
      'aws:elasticbeanstalk:environment EnvironmentType': 'LoadBalanced',
      'aws:elasticbeanstalk:environment LoadBalancerType': 'application',
      'aws:elasticbeanstalk:command DeploymentPolicy': 'Immutable',
      'aws:elasticbeanstalk:command Timeout': '600',
    });
  });

  test('goes with its stack, unless it is said', () => {
    expect(environmentOf(templateOf())).toMatchObject({ DeletionPolicy: 'Delete' });
    expect(environmentOf(templateOf(() => ({ removalPolicy: RemovalPolicy.RETAIN })))).toMatchObject({
      DeletionPolicy: 'Retain',
    });
  });

  test('says its address where it has one', () => {
    const stack = newStack();
    expect(stack.resolve(newEnvironment(stack).endpointUrl)).toEqual({
      'Fn::GetAtt': [expect.stringMatching(/^Production/), 'EndpointURL'],
    });
    expect(newEnvironment(newStack(), 'Worker', { tier: BeanstalkTier.worker() }).endpointUrl).toBeUndefined();
  });

  test('has the options that the user writes out, in an order that does not come from theirs', () => {
    const options = [
      { optionNamespace: 'aws:autoscaling:trigger', optionName: 'MeasureName', value: 'CPUUtilization' },
      { optionNamespace: 'aws:autoscaling:scheduledaction', resourceName: 'Night', optionName: 'MinSize', value: '1' },
      { optionNamespace: 'aws:autoscaling:asg', optionName: 'MinSize', value: '2' },
    ];
    const template = templateOf(() => ({ optionSettings: options }));
    expect(optionsOf(template)).toMatchObject({
      'aws:autoscaling:trigger MeasureName': 'CPUUtilization',
      'aws:autoscaling:scheduledaction MinSize': '1',
    });
    expect(templateOf(() => ({ optionSettings: [...options].reverse() })).toJSON()).toEqual(template.toJSON());
  });

  test('may be of another stack’s application, network and roles, without a lock between the two', () => {
    const app = new App();
    const [ground, shop] = [new Stack(app, 'Ground'), new Stack(app, 'Shop')];
    const role = new Role(ground, 'Role', { assumedBy: new ServicePrincipal('ec2.amazonaws.com') });
    new BeanstalkEnvironment(shop, 'Production', {
      application: new BeanstalkApplication(ground, 'Application'),
      platform: BeanstalkPlatform.branch(BRANCH),
      network: { vpc: new Vpc(ground, 'Vpc', { maxAzs: 2 }) },
      role,
      serviceRole: new Role(ground, 'Service', { assumedBy: new ServicePrincipal('elasticbeanstalk.amazonaws.com') }),
    });
    expect(lockedStacks(app)).toEqual([]);
    expect(shop.dependencies).toContain(ground);
    const template = Template.fromStack(shop);
    expect(environmentOf(template).Properties.ApplicationName).toBe('Ground-Application');
    expect(JSON.stringify(onlyResource(template, 'AWS::IAM::InstanceProfile'))).toContain('Fn::GetStackOutput');
  });

  test('of names that exist has their ARN, account and region', () => {
    const stack = newStack();
    const environment = BeanstalkEnvironment.fromBeanstalkEnvironmentAttributes(stack, 'Existing', {
      applicationName: 'shop',
      environmentName: 'shop-live',
      account: '111122223333',
      region: 'eu-west-1',
      instanceRoleArn: 'arn:aws:iam::111122223333:role/instances',
    });
    expect(environment.env).toEqual({ account: '111122223333', region: 'eu-west-1' });
    expect(JSON.stringify(stack.resolve(environment.environmentArn))).toContain(':environment/shop/shop-live');
    expect(environment.instanceRoleArn).toBe('arn:aws:iam::111122223333:role/instances');
  });

  test('keeps its logical ids when another comes before it', () => {
    const ids = (before: string[]): string[] => {
      const stack = newStack();
      for (const id of before) newEnvironment(stack, id);
      newEnvironment(new Construct(stack, 'Live'), 'Production');
      return Object.keys((Template.fromStack(stack).toJSON() as { Resources: object }).Resources).filter((id) =>
        id.startsWith('LiveProduction'),
      );
    };
    expect(ids(['Staging'])).toEqual(ids([]));
  });

  test('of one instance is public, with an address that its role may bind, and needs no load balancer', () => {
    const template = templateOf(() => ({ capacity: BeanstalkCapacity.singleInstance() }));
    const options = optionsOf(template);
    expect(Object.keys(options).filter((key) => /elbv2|ELB|LoadBalancerType|asg|process/.test(key))).toEqual([]);
    expect(options).toMatchObject({
      'aws:elasticbeanstalk:environment EnvironmentType': 'SingleInstance',
      'aws:elasticbeanstalk:application Application Healthcheck URL': '/',
      'aws:ec2:vpc AssociatePublicIpAddress': 'true',
    });
    expect(JSON.stringify(options['aws:ec2:vpc Subnets'])).toContain('PublicSubnet1');
    expect(allowedActionsOf(template, 'ProductionServiceRole')).toContain('ec2:AssociateAddress');
    expect(allowedActionsOf(templateOf(), 'ProductionServiceRole')).not.toContain('ec2:AssociateAddress');
  });
});

describe('a platform', () => {
  const platformOf = (platform: BeanstalkPlatform): Record<string, unknown> => {
    const { PlatformArn, SolutionStackName } = environmentOf(templateOf(() => ({ platform }))).Properties;
    return { PlatformArn, SolutionStackName };
  };
  const arn = (name: string): unknown => ({
    'Fn::Join': [
      '',
      ['arn:', { Ref: 'AWS::Partition' }, ':elasticbeanstalk:', { Ref: 'AWS::Region' }, `::platform/${name}`],
    ],
  });

  test('is a branch without a version, which the template then never takes back', () => {
    expect(platformOf(BeanstalkPlatform.branch(BRANCH))).toEqual({ PlatformArn: arn(BRANCH) });
  });

  test('may have a version, in the ARN: CloudFormation updates that in place', () => {
    expect(platformOf(BeanstalkPlatform.branch(BRANCH, { version: '6.7.3' }))).toEqual({
      PlatformArn: arn(`${BRANCH}/6.7.3`),
    });
  });

  test('may be an ARN', () => {
    const own = 'arn:aws:elasticbeanstalk:eu-west-1:111122223333:platform/Ours/1.0.0';
    expect(platformOf(BeanstalkPlatform.arn(own))).toEqual({ PlatformArn: own });
  });

  test('may be a solution stack, with a warning of what its change does', () => {
    const stack = newStack();
    const name = '64bit Amazon Linux 2023 v6.7.3 running Node.js 22';
    newEnvironment(stack, 'Production', { platform: BeanstalkPlatform.solutionStack(name) });
    expect(environmentOf(Template.fromStack(stack)).Properties.SolutionStackName).toBe(name);
    Annotations.fromStack(stack).hasWarning('/Test/Production', Match.stringLikeRegexp('replace the environment'));
  });

  test('of a version beside managed updates is warned of', () => {
    const stack = newStack();
    newEnvironment(stack, 'Production', { platform: BeanstalkPlatform.branch(BRANCH, { version: '6.7.3' }) });
    Annotations.fromStack(stack).hasWarning('/Test/Production', Match.stringLikeRegexp('move the platform on from'));
  });
});
