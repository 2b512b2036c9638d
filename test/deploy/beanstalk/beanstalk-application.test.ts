import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { BeanstalkApplication, BeanstalkVersions } from '../../../lib';
import type { BeanstalkApplicationProps } from '../../../lib';
import { newStack, onlyResource, statementsOf } from '../../support/fixtures';
import type { TemplateResource } from '../../support/fixtures';

const TYPE = 'AWS::ElasticBeanstalk::Application';

function templateOf(props?: BeanstalkApplicationProps): Template {
  const stack = newStack();
  new BeanstalkApplication(stack, 'Shop', props);
  return Template.fromStack(stack);
}

const applicationOf = (template: Template): TemplateResource => onlyResource(template, TYPE) as TemplateResource;

test('an application is named after the stack and the path, or as the user says', () => {
  expect(applicationOf(templateOf()).Properties.ApplicationName).toBe('Test-Shop');
  expect(
    applicationOf(templateOf({ applicationName: 'Shop of Orders', description: 'Sells' })).Properties,
  ).toMatchObject({
    ApplicationName: 'Shop of Orders',
    Description: 'Sells',
  });
});

test('an application is kept with its versions, unless it is said', () => {
  expect(applicationOf(templateOf())).toMatchObject({
    DeletionPolicy: 'RetainExceptOnCreate',
    UpdateReplacePolicy: 'Retain',
  });
  expect(applicationOf(templateOf({ removalPolicy: RemovalPolicy.DESTROY }))).toMatchObject({
    DeletionPolicy: 'Delete',
  });
});

describe('versions', () => {
  const rulesOf = (versions?: BeanstalkVersions): unknown => {
    const config = applicationOf(templateOf({ versions })).Properties.ResourceLifecycleConfig;
    return (config as { VersionLifecycleConfig: unknown } | undefined)?.VersionLifecycleConfig;
  };

  test('are the newest 200, and what lies in S3 stays', () => {
    const rule = { Enabled: true, MaxCount: 200, DeleteSourceFromS3: false };
    expect(rulesOf()).toEqual({ MaxCountRule: rule });
    expect(rulesOf(BeanstalkVersions.newest(20))).toEqual({ MaxCountRule: { ...rule, MaxCount: 20 } });
  });

  test('may be those of a time', () => {
    expect(rulesOf(BeanstalkVersions.youngerThan(Duration.days(90)))).toEqual({
      MaxAgeRule: { Enabled: true, MaxAgeInDays: 90, DeleteSourceFromS3: false },
    });
  });

  test('may be all, which needs no role', () => {
    const template = templateOf({ versions: BeanstalkVersions.all() });
    expect(applicationOf(template).Properties).not.toHaveProperty('ResourceLifecycleConfig');
    template.resourceCountIs('AWS::IAM::Role', 0);
  });

  test('are deleted with a role that deletes versions of this application, and is there before', () => {
    const template = templateOf();
    const [expiry] = statementsOf(template, 'ShopServiceRole');
    expect(expiry.Action).toEqual([
      'elasticbeanstalk:DeleteApplicationVersion',
      'elasticbeanstalk:DescribeApplicationVersions',
    ]);
    expect(JSON.stringify(expiry.Resource)).toContain(':applicationversion/Test-Shop/*');
    expect(applicationOf(template).DependsOn).toEqual([expect.stringMatching(/^ShopServiceRoleDefaultPolicy/)]);
  });

  test('may be deleted with a role of the user’s', () => {
    const stack = newStack();
    const serviceRole = new Role(stack, 'Given', { assumedBy: new ServicePrincipal('elasticbeanstalk.amazonaws.com') });
    const application = new BeanstalkApplication(stack, 'Shop', { serviceRole });
    expect(application.serviceRole).toBe(serviceRole);
    expect(statementsOf(Template.fromStack(stack), 'Given')).toHaveLength(2);
  });
});

test('an application that exists is known by its name', () => {
  const stack = newStack();
  const application = BeanstalkApplication.fromBeanstalkApplicationName(stack, 'Existing', 'shop');
  expect(application.applicationName).toBe('shop');
  expect(JSON.stringify(stack.resolve(application.applicationArn))).toContain(':application/shop');
});
