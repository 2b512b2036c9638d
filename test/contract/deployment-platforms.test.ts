import { inspect } from 'node:util';
import { App, CfnParameter, DefaultStackSynthesizer, Stack, Tags } from 'aws-cdk-lib';
import type { AppProps, StackProps } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { Alarm, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { ManagedPolicy, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { AwsSolutionsChecks } from 'cdk-nag';
import { DeliveryAccess, DeliveryConventions, DeliveryFoundation, DeliveryStack, Rollback } from '../../lib';
import type { DeliveryConventionsOptions, IDeployTarget } from '../../lib';
import { resourcesOf, templatesOf } from '../support/delivery-app';
import { errorsOf, lockedStacks, newSource } from '../support/fixtures';
import {
  ACCOUNT,
  expectAllowed,
  expectDenied,
  expectTightPolicies,
  resolveTemplates,
  roleOf,
} from '../support/simulation';
import type { Context, Request } from '../support/simulation';
import { groupIn } from './platform';
import type { DeploymentOptions, GroupSettings, Platform, Promised } from './platform';
import { platforms } from './platforms';

const PLATFORMS = platforms();

interface Made {
  readonly app: App;
  readonly application: Stack;
  readonly delivery: DeliveryStack;
}

interface Surroundings {
  readonly app?: AppProps;
  readonly stack?: () => StackProps;
  readonly options?: DeploymentOptions | ((scope: Stack) => DeploymentOptions);
  readonly siblings?: string[];
  readonly conventions?: DeliveryConventionsOptions;
}

/** An application stack with the platform, and a delivery stack that releases to it. */
function make(platform: Platform, given: Surroundings = {}): Made {
  const app = new App(given.app);
  if (given.conventions !== undefined) DeliveryConventions.of(app).apply(given.conventions);
  const application = new Stack(app, 'Application', given.stack?.());
  const options = typeof given.options === 'function' ? given.options(application) : given.options;
  const target = platform.make(application, 'Production', options);
  for (const sibling of given.siblings ?? []) platform.make(application, sibling);
  return { app, application, delivery: deliver(app, application, target, given.stack?.()) };
}

function deliver(app: App, application: Stack, target: IDeployTarget, props?: StackProps): DeliveryStack {
  const stages = [{ stageName: 'Production', targets: [target] }];
  return new DeliveryStack(app, 'Delivery', { ...props, sources: [newSource(application)], stages });
}

/** The same where the pipeline is in another account than the platform. */
function makeElsewhere(platform: Platform): Made {
  const app = new App();
  const [pipelineAccount, region] = ['999988887777', 'eu-west-1'];
  const application = new Stack(app, 'Application', { env: { account: ACCOUNT, region } });
  const target = platform.make(application, 'Production');
  const known = { pipelineAccount, pipelineName: 'Delivery', artifactBucketName: 'artifacts' };
  const access = new DeliveryAccess(application, 'Access', { ...known, targets: [target] });
  const shared = new Stack(app, 'Shared', { env: { account: pipelineAccount, region } });
  const delivery = new DeliveryStack(app, 'Delivery', {
    env: { account: pipelineAccount, region },
    foundation: new DeliveryFoundation(shared, 'Foundation', {
      artifactBucketName: 'artifacts',
      encryptionKey: new Key(shared, 'Key'),
      trustedAccounts: [ACCOUNT],
    }),
    sources: [newSource(shared)],
    stages: [{ stageName: 'Production', access, targets: [target] }],
  });
  return { app, application, delivery };
}

const groupOf = (platform: Platform, options?: Surroundings['options']): GroupSettings =>
  groupMadeIn(make(platform, { options }).application);
const groupMadeIn = (application: Stack): GroupSettings =>
  groupIn(Template.fromStack(application).toJSON() as Parameters<typeof groupIn>[0]);

const alarms = (scope: Stack, count: number): Alarm[] =>
  Array.from({ length: count }, (_, index) => {
    const metric = new Metric({ namespace: 'N', metricName: 'M' });
    return new Alarm(scope, `Alarm${index}`, { metric, threshold: 1, evaluationPeriods: 1 });
  });

const onAlarms = (count: number) => (scope: Stack) => {
  const [first, ...others] = alarms(scope, count);
  return { rollback: Rollback.onAlarms(first, ...others) };
};

/** What the library names, with the prefix of the organization. The application of Elastic Beanstalk has a name that the platform gives it. */
const withPrefix = (requests: Request[]): Request[] =>
  requests.map(([action, resource, context = {}]) => [
    action,
    prefixedText(resource),
    JSON.parse(prefixedText(JSON.stringify(context))) as Context,
  ]);
// A service is the user's, and so is its name.
const prefixedText = (text: string): string =>
  text.replaceAll(/(?<!acme-|environment\/)\b(Application-Production(?!Service)|Delivery\b)/g, 'acme-$1');

const JUNK: unknown[] = [undefined, null, 5, 'text', true, [], {}, { rollout: 1, rollback: 'no', role: 7 }, () => 1];

describe.each(PLATFORMS.map((platform) => [platform.name, platform] as const))('%s', (_, platform) => {
  /** A test of something that the platform promises, or the reason why it does not. */
  const promise = (promised: Promised, what: string, run: () => unknown): void => {
    const reason = platform.skips[promised];
    if (reason === undefined)
      test(what, async () => {
        await run();
      });
    else test.skip(`${what} (${reason})`, () => undefined);
  };

  const usual = make(platform);
  const assembly = usual.app.synth();
  const templates = resolveTemplates(assembly);

  test('let who releases do what that takes, and nothing to a neighbour', async () => {
    const role = roleOf(templates, platform.release.roleId, platform.release.stackName);
    await expectAllowed(role, platform.release.allowed(templates));
    await expectDenied(role, platform.release.denied(templates));
  });

  promise('service role', 'let the service do what a release takes, and nothing to a neighbour', async () => {
    const { service } = platform;
    if (service === undefined) throw new Error(`${platform.name} has no service role, and does not say why`);
    const role = roleOf(templates, service.roleId, service.stackName);
    expect(role.outsidePolicyArns).toEqual([]);
    await expectAllowed(role, service.allowed(templates));
    await expectDenied(role, service.denied(templates));
  });

  test('have no statement on everything that could name something, and no action that AWS does not have', async () => {
    await expectTightPolicies(templates);
  });

  promise('rollback', 'roll back on failure unless something else is said', () => {
    expect(groupMadeIn(usual.application)).toMatchObject({
      rollbackEvents: ['DEPLOYMENT_FAILURE'],
      alarmsEnabled: false,
    });
  });

  promise('rollback', 'roll back when somebody stops a release, where that is said', () => {
    expect(groupOf(platform, { rollback: Rollback.onFailure().alsoOnStop() }).rollbackEvents).toEqual([
      'DEPLOYMENT_FAILURE',
      'DEPLOYMENT_STOP_ON_REQUEST',
    ]);
  });

  promise('rollback', 'never roll back by themselves, where that is said', () => {
    expect(groupOf(platform, { rollback: Rollback.never() }).rollbackEvents).toEqual([]);
  });

  promise('rollback', 'watch the alarms that they are given, and roll back on them', () => {
    expect(groupOf(platform, onAlarms(2))).toMatchObject({
      alarmsEnabled: true,
      alarmCount: 2,
      rollbackEvents: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM'],
    });
  });

  promise('rollback', 'make alarms of the metrics of their platform, each by itself', () => {
    const { application } = make(platform, { options: { rollback: Rollback.onPlatformAlarms() } });
    const { alarmsEnabled, alarmCount } = groupMadeIn(application);
    expect(alarmsEnabled).toBe(true);
    Template.fromStack(application).resourceCountIs('AWS::CloudWatch::Alarm', alarmCount);
    Template.fromStack(application).resourceCountIs('AWS::CloudWatch::CompositeAlarm', 0);
  });

  promise('rollback', 'warn of more than 10 alarms, and refuse more than 50', () => {
    const eleven = make(platform, { options: onAlarms(11) }).application;
    Annotations.fromStack(eleven).hasWarning('*', Match.stringLikeRegexp('11 alarms in one deployment group'));
    const { application } = make(platform, { options: onAlarms(51) });
    expect(errorsOf(application)).toContainEqual(
      expect.stringContaining('rollback.alarms: must be 0 to 50 alarms, got 51'),
    );
  });

  promise('names', 'are named after the stack and the path, so that other stacks can say the names', () => {
    const { applicationName, deploymentGroupName } = groupMadeIn(usual.application);
    expect(JSON.stringify(applicationName)).toMatch(/Application-Production|ProductionApplication/);
    expect(deploymentGroupName).toMatch(/^Application-Production/);
  });

  promise('names', 'take the names that they are given', () => {
    const names = { applicationName: 'shop', deploymentGroupName: 'web' };
    const { application } = make(platform, { options: names });
    expect(groupMadeIn(application).deploymentGroupName).toBe('web');
    Template.fromStack(application).hasResourceProperties('AWS::CodeDeploy::Application', { ApplicationName: 'shop' });
  });

  promise('names', 'refuse names that CodeDeploy refuses, and names that are known at deployment only', () => {
    const { application } = make(platform, {
      options: { applicationName: 'a/b', deploymentGroupName: 'x'.repeat(101) },
    });
    const allowed = "must be 1 to 100 characters of letters, digits and + = , . @ _ -, got '";
    expect(errorsOf(application).map((error) => error.replace(/^.*\) /, ''))).toEqual(
      expect.arrayContaining([
        expect.stringContaining(`applicationName: ${allowed}a/b'`),
        expect.stringContaining(`deploymentGroupName: ${allowed}`),
      ]),
    );
    const late = make(platform, {
      options: (scope) => ({ deploymentGroupName: new CfnParameter(scope, 'Name').valueAsString }),
    });
    expect(errorsOf(late.application)).toContainEqual(
      expect.stringContaining('deploymentGroupName: must be known at synthesis'),
    );
  });

  promise('given role', 'work with a role of the user’s, which gets the policy', () => {
    const { application } = make(platform, {
      options: (scope) => ({
        role: new Role(scope, 'Given', { assumedBy: new ServicePrincipal('codedeploy.amazonaws.com') }),
      }),
    });
    const template = Template.fromStack(application);
    expect(
      Object.keys(template.findResources('AWS::IAM::Role')).filter((id) => id.includes('ProductionServiceRole')),
    ).toEqual([]);
    const group = groupIn(template.toJSON() as Parameters<typeof groupIn>[0]);
    expect(JSON.stringify(group.serviceRoleArn)).toContain('Given');
  });

  promise('existing resources', 'release to what exists already, by its names', () => {
    if (platform.existing === undefined) throw new Error(`${platform.name} takes no names, and does not say why`);
    const app = new App();
    const application = new Stack(app, 'Application');
    const delivery = deliver(app, application, platform.existing(application));
    expect(errorsOf(delivery)).toEqual([]);
    expect(JSON.stringify(Template.fromStack(delivery).toJSON())).toContain('shop');
  });

  promise('another account', 'are released in another account by the role of an access, and by no other', async () => {
    const elsewhere = makeElsewhere(platform);
    expect(errorsOf(elsewhere.delivery)).toEqual([]);
    const there = resolveTemplates(elsewhere.app.synth());
    const action = roleOf(there, 'AccessActionRole', 'Application');
    const pipeline = roleOf(there, 'DeliveryPipelineRole', 'Delivery');
    const releasing = platform.release.allowed(there);
    expect(releasing).not.toEqual([]);
    await expectAllowed(action, [...releasing, ['s3:GetObject', 'arn:aws:s3:::artifacts/Delivery/Source/1']]);
    await expectDenied(action, platform.release.denied(there));
    await expectAllowed(pipeline, [['sts:AssumeRole', action.arn]]);
    await expectDenied(pipeline, releasing);
    await expectTightPolicies(there);
    expect(lockedStacks(elsewhere.app)).toEqual([]);
  });

  test('leave cdk-nag nothing in the library’s own constructs', () => {
    const own = [`Application/Production/`, 'Delivery/', 'Application/CdkDelivery-'];
    const { violations } = new AwsSolutionsChecks(usual.app).validateScope(usual.app);
    const places = violations.flatMap(({ ruleName, violatingResources }) =>
      violatingResources.map(({ constructPath = '' }) => `${ruleName} ${constructPath}`),
    );
    expect(places.filter((place) => own.some((path) => place.includes(` ${path}`)))).toEqual([]);
  });

  test('give the same templates for the same program', () => {
    const texts = (made: Made): string[] =>
      Object.values(templatesOf(made.app)).map((template) => JSON.stringify(template.toJSON()));
    expect(texts(make(platform))).toEqual(texts(usual));
  });

  test('keep their logical ids when a neighbour comes', () => {
    const ids = Object.keys(resourcesOf(usual.app));
    const more = Object.keys(resourcesOf(make(platform, { siblings: ['Another', 'AThird'] }).app));
    expect(ids.filter((id) => !more.includes(id))).toEqual([]);
  });

  test.each(JUNK.map((junk) => [inspect(junk), junk] as const))(
    'report %s in the place of what they take, and never end in a TypeError',
    (_text, junk) => {
      for (const misuse of platform.misuse) {
        const app = new App();
        const application = new Stack(app, 'Application');
        const delivery = deliver(app, application, misuse(application, junk));
        // One that ends in errors ends in those of the whole app.
        expect(errorsOf(delivery).join('\n')).toMatch(/: must |needs/);
      }
    },
  );

  describe('within an organization’s rules', () => {
    const conventions: DeliveryConventionsOptions = {
      rolePath: '/delivery/',
      namePrefix: 'acme-',
      logRetention: RetentionDays.ONE_WEEK,
    };

    test('have its boundary, path, prefix and retention on everything, handlers too', () => {
      const permissionsBoundary = ManagedPolicy.fromAwsManagedPolicyName('Boundary');
      const { app } = make(platform, { conventions: { ...conventions, permissionsBoundary } });
      const resources = Object.values(resourcesOf(app));
      const propertiesOf = (type: string): unknown[] =>
        resources.filter(({ Type }) => Type === type).map(({ Properties }) => Properties);
      const roles = propertiesOf('AWS::IAM::Role');
      const [Path, PermissionsBoundary] = ['/delivery/', expect.anything() as unknown];
      expect(roles.length).toBeGreaterThan(1);
      expect(roles).toEqual(roles.map(() => expect.objectContaining({ Path, PermissionsBoundary }) as unknown));
      for (const role of roles) expect(JSON.stringify(role)).toMatch(/"RoleName":\{"Fn::Join":\["",\["acme-/);
      const logs = propertiesOf('AWS::Logs::LogGroup');
      expect(logs).toEqual(logs.map(() => expect.objectContaining({ RetentionInDays: 7 }) as unknown));
      for (const made of propertiesOf('AWS::Lambda::Function')) {
        expect(made).toMatchObject({ FunctionName: expect.stringMatching(/^acme-/) as string });
      }
    });

    test('let who releases do what that takes, whatever the names are', async () => {
      const named = resolveTemplates(make(platform, { conventions }).app.synth());
      const role = roleOf(named, platform.release.roleId, platform.release.stackName);
      await expectAllowed(role, withPrefix(platform.release.allowed(named)));
      await expectDenied(role, withPrefix(platform.release.denied(named)));
    });

    test('carry tags wherever AWS takes them', () => {
      const { app } = make(platform);
      Tags.of(app).add('team', 'orders');
      const takes =
        /^(AWS::IAM::Role|AWS::CodeDeploy::(Application|DeploymentGroup)|AWS::Lambda::Function|AWS::Logs::LogGroup|AWS::CloudWatch::Alarm|AWS::CodePipeline::Pipeline|AWS::ElasticBeanstalk::Environment|Custom::CodeDeployBlueGreenGroup)$/;
      const tagged = Object.entries(resourcesOf(app)).filter(([, { Type }]) => takes.test(Type));
      const missing = tagged.filter(([, { Properties }]) => !JSON.stringify(Properties).includes('orders'));
      expect(missing.map(([id]) => id)).toEqual([]);
    });

    test.each(['eu-west-1', 'us-gov-west-1'])('name no partition, in %s', (region) => {
      const { app } = make(platform, { stack: () => ({ env: { account: '111122223333', region } }) });
      for (const template of Object.values(templatesOf(app))) {
        expect(JSON.stringify(template.toJSON())).not.toMatch(/arn:aws[a-z-]*:/);
      }
    });

    test('work with a bootstrap qualifier, and without exports', () => {
      const stack = () => ({ synthesizer: new DefaultStackSynthesizer({ qualifier: 'orders' }) });
      const { app } = make(platform, { stack });
      for (const template of Object.values(templatesOf(app))) {
        const text = JSON.stringify(template.toJSON());
        expect(text).not.toMatch(/Fn::ImportValue|"Export"|cdk-hnb659fds/);
      }
    });
  });
});
