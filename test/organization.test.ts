import { Template } from 'aws-cdk-lib/assertions';
import { Role } from 'aws-cdk-lib/aws-iam';
import { LIMITS } from '../lib/core/limits';
import { resourcesOf, templatesOf } from './support/delivery-app';
import { newPipeline, newStack, onlyResource } from './support/fixtures';
import { organizationApp } from './support/organization-app';
import { expectAllowed, expectDenied, resolveTemplates, roleOf } from './support/simulation';

const app = organizationApp();
const everything = Object.entries(resourcesOf(app));
const texts = Object.values(templatesOf(app)).map((template) => JSON.stringify(template.toJSON()));
/** The boundary of each account, which allows everything. */
const boundary = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };
const arns = ['111111111111', '222222222222'].map((account) => `arn:aws:iam::${account}:policy/acme-boundary`);
const templates = resolveTemplates(app.synth(), {
  outsidePolicies: Object.fromEntries(arns.map((arn) => [arn, boundary])),
});

/** The properties of all resources of a type, with values as AWS sees them. */
function propertiesOf(...types: string[]): Record<string, unknown>[] {
  return templates.resourcesOfType(...types).map(({ properties }) => properties);
}

describe('the conventions of an organization reach', () => {
  test('every role, those of handlers and of other accounts too', () => {
    const roles = templates.resourcesOfType('AWS::IAM::Role');
    expect(roles.length).toBeGreaterThan(15);
    for (const { properties, environment } of roles) {
      expect(properties).toMatchObject({
        Path: '/delivery/',
        PermissionsBoundary: `arn:aws:iam::${environment.account}:policy/acme-boundary`,
        RoleName: expect.stringMatching(/^acme-[\w-]{1,59}$/) as string,
        Tags: [{ Key: 'team', Value: 'orders' }],
      });
    }
  });

  test('every customer-managed policy and instance profile', () => {
    const made = propertiesOf('AWS::IAM::ManagedPolicy', 'AWS::IAM::InstanceProfile');
    for (const { Path } of made) expect(Path).toBe('/delivery/');
    expect(made.map(({ ManagedPolicyName, InstanceProfileName }) => ManagedPolicyName ?? InstanceProfileName)).toEqual([
      expect.stringMatching(/^acme-Servers-Servers-Template-Profile-[\da-f]{8}-eu-west-1$/),
      'acme-Shared-Protection-eu-west-1',
      // That of a policy for approvers is what the user said.
      'approvers',
    ]);
  });

  test('every log group', () => {
    const logGroups = propertiesOf('AWS::Logs::LogGroup');
    expect(logGroups.length).toBeGreaterThan(6);
    for (const logGroup of logGroups) {
      expect(logGroup).toMatchObject({
        RetentionInDays: 180,
        LogGroupName: expect.stringMatching(/^acme-/) as string,
      });
    }
  });

  test.each([
    ['AWS::Lambda::Function', 'FunctionName', LIMITS.functionName],
    ['AWS::SNS::Topic', 'TopicName', { ...LIMITS.topicNameLength, pattern: /^[\w-]+$/ }],
    ['AWS::CodePipeline::Pipeline', 'Name', LIMITS.pipelineName],
    ['AWS::CodeBuild::Project', 'Name', LIMITS.projectName],
    ['AWS::CodeDeploy::Application', 'ApplicationName', LIMITS.codeDeployName],
    ['AWS::CodeDeploy::DeploymentGroup', 'DeploymentGroupName', LIMITS.codeDeployName],
    ['AWS::CodeDeploy::DeploymentConfig', 'DeploymentConfigName', LIMITS.codeDeployName],
    ['AWS::CodeGuruProfiler::ProfilingGroup', 'ProfilingGroupName', LIMITS.profilingGroupName],
    ['AWS::CodeStarNotifications::NotificationRule', 'Name', LIMITS.pipelineName],
  ])('the name of every %s', (type, property, { max, pattern }) => {
    const names = propertiesOf(type).map((properties) => properties[property] as string);
    expect(names.length).toBeGreaterThan(0);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) {
      expect(name).toMatch(/^acme-/);
      expect(name).toMatch(pattern);
      expect(name.length).toBeLessThanOrEqual(max);
    }
  });

  test('what custom resources make', () => {
    const custom = everything.filter(([, { Properties }]) => Properties?.ServiceToken !== undefined);
    const names = custom.map(([, { Properties = {} }]) => JSON.stringify(Properties).match(/"acme-[\w-]+"/g));
    expect(names.length).toBeGreaterThan(2);
    expect(names).not.toContain(null);
  });

  test('everything that takes tags', () => {
    const takesNone =
      /^AWS::(IAM::(Policy|ManagedPolicy|InstanceProfile)|Lambda::(Version|Alias|Permission|EventInvokeConfig))$/;
    const alsoNone =
      /^AWS::(S3::BucketPolicy|SNS::(TopicPolicy|Subscription)|CodeDeploy::DeploymentConfig|Scheduler::Schedule|EC2::(Route|SubnetRouteTableAssociation|VPCGatewayAttachment)|CDK::Metadata)$/;
    const untagged = everything
      .filter(([, { Type }]) => Type.startsWith('AWS::') && !takesNone.test(Type) && !alsoNone.test(Type))
      .filter(
        ([, { Properties }]) =>
          !/"team":|"team"/.test(JSON.stringify(Properties?.Tags ?? Properties?.TagSpecifications ?? '')),
      );
    expect(untagged.map(([id, { Type }]) => `${Type} ${id}`)).toEqual([]);
  });
});

test('nothing refers to the bootstrap of another qualifier', () => {
  const text = texts.join();
  expect(text).not.toContain('hnb659fds');
  expect(text).toContain('cdk-orders-assets-');
  expect(JSON.stringify(app.synth().manifest)).not.toContain('hnb659fds');
});

test('stacks refer to each other without exports', () => {
  for (const text of texts) expect(text).not.toMatch(/Fn::ImportValue|"Export"/);
});

test('no role and no policy is made where the organization makes the roles', () => {
  const stack = newStack();
  const roles = ['Pipeline/Role', 'Pipeline/CommandRole', 'Pipeline/StartRole', 'Production/ServiceRole'];
  const others = ['ProductionFunction/ServiceRole', 'CdkDelivery-lambda-release/Role'];
  const names = [...roles, ...others].map((path) => [`Test/${path}`, path.replaceAll('/', '-')]);
  Role.customizeRoles(stack, { usePrecreatedRoles: Object.fromEntries(names) as Record<string, string> });
  newPipeline(stack);
  const template = Template.fromStack(stack);
  for (const type of ['Role', 'Policy', 'ManagedPolicy']) template.resourceCountIs(`AWS::IAM::${type}`, 0);
  const { RoleArn } = onlyResource(template, 'AWS::CodePipeline::Pipeline').Properties;
  expect(JSON.stringify(RoleArn)).toContain(':role/Pipeline-Role');
});

describe('with path and prefix', () => {
  const [action, deployment] = ['ActionRole', 'DeploymentRole'].map((id) => roleOf(templates, `Access${id}`, 'Access'));
  const toCloudFormation = { 'iam:PassedToService': 'cloudformation.amazonaws.com' };

  test('a pipeline says the ARN of its role in another account', async () => {
    expect(action.arn).toBe('arn:aws:iam::222222222222:role/delivery/acme-cdk-delivery-action-acme-Delivery-eu-west-1');
    await expectAllowed(roleOf(templates, 'DeliveryPipelineRole', 'Delivery'), [['sts:AssumeRole', action.arn]]);
    await expectAllowed(action, [['iam:PassRole', deployment.arn, toCloudFormation]]);
    await expectDenied(action, [
      ['iam:PassRole', deployment.arn.replace('/delivery/', '/'), toCloudFormation],
      ['s3:GetObject', 'arn:aws:s3:::acme-artifacts/another-pipeline/Package/app.zip'],
    ]);
  });

  test('the policies of a store let the roles of other accounts in', async () => {
    await expectAllowed(action, [['s3:GetObject', 'arn:aws:s3:::acme-artifacts/acme-Delivery/Package/app.zip']]);
  });

  test('a build may write its logs', async () => {
    const [{ LogGroupName }] = propertiesOf('AWS::Logs::LogGroup').filter(({ LogGroupName: name }) =>
      String(name).startsWith('acme-Shared-Foundation'),
    );
    const streams = `arn:aws:logs:eu-west-1:111111111111:log-group:${String(LogGroupName)}:log-stream:`;
    const role = roleOf(templates, 'DeliveryPipelineCommandRole', 'Delivery');
    await expectAllowed(role, [['logs:PutLogEvents', `${streams}acme-Delivery--Package/1`]]);
    await expectDenied(role, [['logs:PutLogEvents', `${streams}Delivery--Package/1`]]);
  });
});
