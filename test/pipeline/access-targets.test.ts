import { App, PhysicalName, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { Distribution } from 'aws-cdk-lib/aws-cloudfront';
import { S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Alarm, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Alias, Version } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import {
  Build,
  DeliveryAccess,
  DeliveryFoundation,
  DeliveryPipeline,
  DeployTarget,
  EcsController,
  EcsDeployment,
  ServerDeployment,
} from '../../lib';
import type { DeliveryAccessProps, DeliveryFoundationProps, IDeployTarget } from '../../lib';
import { newCodeDeployService, newService, newTaskDefinition, surroundingsOf } from '../support/container-fixtures';
import {
  actionsOf,
  errorsOf,
  newDeployment,
  newFunction,
  newSource,
  newTarget,
  resourcesOf,
} from '../support/fixtures';
import { untyped } from '../support/mistakes';
import { expectAllowed, expectDenied, resolveTemplates, roleOf } from '../support/simulation';

const HOME = { account: '111111111111', region: 'eu-west-1' };
const AWAY = { account: '222222222222', region: 'eu-west-1' };
const PIPELINE = 'Pipeline (DeliveryPipeline)';

interface World {
  readonly app: App;
  readonly away: Stack;
  readonly home: Stack;
  readonly pipeline: Stack;

  /** Where the store of the other region is. */
  readonly other?: Stack;
}

interface Options {
  readonly awayEnv?: typeof AWAY;
  readonly store?: DeliveryFoundationProps;

  /** What is there to be released to. */
  readonly targets: (away: Stack) => IDeployTarget[];

  /** What the access is given, where it is something else. */
  readonly permitted?: (away: Stack, targets: IDeployTarget[]) => IDeployTarget[];

  /** What the stage is given, where it is something else. */
  readonly released?: (pipeline: Stack, targets: IDeployTarget[], access: DeliveryAccess) => IDeployTarget[];
  readonly isOfTargets?: boolean;
  readonly builds?: () => Build[];
}

/** A pipeline with a stage whose targets are in another account. */
function world({ awayEnv = AWAY, store, isOfTargets = false, ...given }: Options): World {
  const app = new App();
  const away = new Stack(app, 'Away', { env: awayEnv });
  const home = new Stack(app, 'Home', { env: HOME });
  const pipeline = new Stack(app, 'Pipeline', { env: HOME });
  const storeIn = (stack: Stack): DeliveryFoundation =>
    new DeliveryFoundation(stack, 'Foundation', {
      artifactBucketName: `artifacts-${stack.region}`,
      encryptionKey: new Key(stack, 'Key'),
      trustedAccounts: [AWAY.account],
      ...store,
    });
  const { region } = awayEnv;
  const other = region === HOME.region ? undefined : new Stack(app, 'Other', { env: { ...HOME, region } });
  const targets = given.targets(away);
  const access = accessIn(away, { targets: given.permitted?.(away, targets) ?? targets });
  new DeliveryPipeline(pipeline, 'Pipeline', {
    pipelineName: 'orders',
    foundation: storeIn(home),
    otherFoundations: other && [storeIn(other)],
    sources: [newSource(pipeline)],
    builds: given.builds?.() ?? [Build.project({ buildName: 'Package' })],
    stages: [
      {
        stageName: 'Production',
        access: isOfTargets ? undefined : access,
        targets: given.released?.(pipeline, targets, access) ?? targets,
      },
    ],
  });
  return { app, away, home, pipeline, other };
}

function accessIn(away: Stack, props: Partial<DeliveryAccessProps>): DeliveryAccess {
  return new DeliveryAccess(away, 'Access', {
    pipelineAccount: HOME.account,
    pipelineName: 'orders',
    artifactBucketName: `artifacts-${away.region}`,
    ...props,
  });
}

const bucketIn = (scope: Construct, bucketName?: string): Bucket => new Bucket(scope, 'Site', { bucketName });
const siteIn = (scope: Construct): IDeployTarget => DeployTarget.site(bucketIn(scope, 'shop-site'));

/** Servers whose role has this name. */
function serversIn(scope: Stack, roleName?: string): IDeployTarget {
  const deployment = new ServerDeployment(scope, 'Servers', { ec2Tags: [{ Role: ['web'] }] });
  deployment.grantInstance(
    new Role(scope, 'ServersRole', { roleName, assumedBy: new ServicePrincipal('ec2.amazonaws.com') }),
  );
  return DeployTarget.servers(deployment);
}

/** A service that CodeDeploy releases, with roles of literal names. */
function serviceIn(scope: Stack): EcsDeployment {
  const named = (id: string, roleName: string, service: string): Role =>
    new Role(scope, id, { roleName, assumedBy: new ServicePrincipal(service) });
  const [taskRole, executionRole] = ['tasks', 'starts'].map((name) => named(name, name, 'ecs-tasks.amazonaws.com'));
  const taskDefinition = newTaskDefinition(scope, 'Task', { taskRole, executionRole });
  return new EcsDeployment(scope, 'Service', {
    service: newCodeDeployService(scope, 'Web', { taskDefinition }),
    listener: surroundingsOf(scope).listener,
    controller: EcsController.codeDeploy(),
    role: named('Given', 'cdk-delivery-codedeploy', 'codedeploy.amazonaws.com'),
  });
}

const warningsOf = (stack: Stack): string[] =>
  Annotations.fromStack(stack)
    .findWarning('*', Match.stringLikeRegexp('artifact store'))
    .map(({ entry }) => entry.data as string);

describe('a target in another account', () => {
  test('gets an action with the role that is there for it, and its literal name', () => {
    const { pipeline } = world({ targets: (away) => [siteIn(away)] });
    const action = actionsOf(Template.fromStack(pipeline))['Production/Site'];
    expect(JSON.stringify(action.RoleArn)).toContain('222222222222:role/cdk-delivery-action-orders-eu-west-1');
    expect(action).not.toHaveProperty('Region');
    expect(action.Configuration.BucketName).toBe('shop-site');
  });

  test('may be without a name of the user’s, where aws-cdk-lib gives it one', () => {
    const { away, pipeline } = world({
      targets: (scope) => [DeployTarget.site(bucketIn(scope, PhysicalName.GENERATE_IF_NEEDED))],
    });
    const { BucketName } = actionsOf(Template.fromStack(pipeline))['Production/Site'].Configuration;
    const names = Object.values(resourcesOf(Template.fromStack(away), 'AWS::S3::Bucket')).map(
      ({ Properties }) => Properties.BucketName,
    );
    expect(names).toEqual([BucketName]);
  });

  test('may be known to the pipeline by its names alone, as from another app', () => {
    const { account, region } = AWAY;
    const names = { applicationName: 'shop', deploymentGroupName: 'web' };
    const { pipeline } = world({
      targets: (away) => [
        DeployTarget.servers(new ServerDeployment(away, 'Servers', { ec2Tags: [{ Role: ['web'] }], ...names })),
      ],
      released: (stack) => {
        const attributes = { ...names, account, region };
        return [DeployTarget.servers(ServerDeployment.fromServerDeploymentAttributes(stack, 'Servers', attributes))];
      },
    });
    expect(errorsOf(pipeline)).toEqual([]);
    expect(actionsOf(Template.fromStack(pipeline))['Production/Servers'].Configuration).toEqual({
      ApplicationName: 'shop',
      DeploymentGroupName: 'web',
    });
  });

  test('stands beside one that is where the pipeline is, by an access of its own', () => {
    const { pipeline } = world({
      isOfTargets: true,
      targets: (away) => [siteIn(away)],
      released: (stack, _targets, access) => [
        DeployTarget.site(Bucket.fromBucketName(stack, 'There', 'shop-site'), { targetName: 'home' }),
        DeployTarget.site(Bucket.fromBucketAttributes(stack, 'Away', { bucketName: 'shop-site', ...AWAY }), {
          targetName: 'away',
          access,
        }),
      ],
    });
    const actions = actionsOf(Template.fromStack(pipeline));
    expect(actions['Production/home']).not.toHaveProperty('RoleArn');
    expect(JSON.stringify(actions['Production/away'].RoleArn)).toContain('222222222222');
  });

  test('may be a function with alarms, which are read over there', async () => {
    const { app, pipeline } = world({
      targets: (away) => {
        const version = new Version(away, 'Version', { lambda: newFunction(away, 'Function', 'shop') });
        const alias = new Alias(away, 'Live', { aliasName: 'live', version });
        const alarm = new Alarm(away, 'Alarm', {
          alarmName: 'shop-errors',
          metric: new Metric({ namespace: 'N', metricName: 'M' }),
          threshold: 1,
          evaluationPeriods: 1,
        });
        return [DeployTarget.lambdaAction(alias, { alarms: [alarm] })];
      },
    });
    expect(actionsOf(Template.fromStack(pipeline))['Production/Live'].Configuration).toMatchObject({
      FunctionName: 'shop',
      FunctionAlias: 'live',
      Alarms: 'shop-errors',
    });
    const role = roleOf(resolveTemplates(app.synth()), 'AccessActionRole');
    const alarms = 'arn:aws:cloudwatch:eu-west-1:222222222222:alarm:';
    await expectAllowed(role, [['cloudwatch:DescribeAlarms', `${alarms}shop-errors`]]);
    await expectDenied(role, [['cloudwatch:DescribeAlarms', `${alarms}others`]]);
  });

  test('may be in another region, whose store then keeps the revisions', () => {
    const { home, pipeline, other } = world({
      awayEnv: { ...AWAY, region: 'us-east-1' },
      targets: (away) => [serversIn(away, 'cdk-delivery-servers')],
    });
    expect(actionsOf(Template.fromStack(pipeline))['Production/Servers']).toMatchObject({ Region: 'us-east-1' });
    const expirations = (stack: Stack): unknown[] =>
      Object.entries(resourcesOf(Template.fromStack(stack), 'AWS::S3::Bucket'))
        .filter(([logicalId]) => logicalId.includes('Artifacts'))
        .map(([, { Properties }]) => {
          const { Rules } = Properties.LifecycleConfiguration as { Rules: { ExpirationInDays?: number }[] };
          return Rules[0].ExpirationInDays;
        });
    expect([home, other].map((stack) => stack && expirations(stack))).toEqual([[365], [undefined]]);
  });
});

describe('who fetches what is released', () => {
  const object = 'arn:aws:s3:::artifacts-eu-west-1/orders/Package/1';
  const viaS3 = { 'kms:ViaService': 's3.eu-west-1.amazonaws.com' };
  const servers = (name?: string) => (away: Stack) => [serversIn(away, name)];
  const reader = 'arn:aws:iam::222222222222:role/web-servers';

  test.each<[string, Options]>([
    ['has cdk-delivery- in its name', { targets: servers('cdk-delivery-servers') }],
    ['is among the readers of the store', { targets: servers('web-servers'), store: { readerRoleArns: [reader] } }],
  ])('reads the artifacts of the pipeline and nothing else, where its role %s', async (_what, options) => {
    const { app, pipeline } = world(options);
    const templates = resolveTemplates(app.synth());
    const role = roleOf(templates, 'ServersRole');
    const [key] = templates.resourcesOfType('AWS::KMS::Key');
    await expectAllowed(role, [
      ['s3:GetObject', object],
      ['kms:Decrypt', templates.arnOf(key), viaS3],
    ]);
    await expectDenied(role, [
      ['s3:GetObject', object.replace('orders', 'billing')],
      ['s3:PutObject', object],
      ['kms:GenerateDataKey', templates.arnOf(key), viaS3],
    ]);
    expect(warningsOf(pipeline)).toEqual([]);
  });

  test.each<[string, string | undefined]>([
    ['no literal name', undefined],
    ['a name that the store does not know', 'web-servers'],
  ])('is warned of where its role has %s, since the store does not let it in', async (_what, name) => {
    const { app, pipeline } = world({ targets: servers(name) });
    const role = roleOf(resolveTemplates(app.synth()), 'ServersRole');
    await expectDenied(role, [['s3:GetObject', object]]);
    expect(warningsOf(pipeline)).toEqual([
      expect.stringContaining(
        'The role Away/ServersRole reads what Servers gets from the artifact store, which does not let it in: give it a literal roleName with cdk-delivery- in it, or one whose ARN is among readerRoleArns of the foundation',
      ),
    ]);
  });

  test('is let in by nobody else’s listing: not by that of a role of the same name in a third account', async () => {
    const store = { readerRoleArns: [reader.replace('2222', '3333')] };
    const { app, pipeline } = world({ targets: servers('web-servers'), store });
    const templates = resolveTemplates(app.synth());
    await expectDenied(roleOf(templates, 'ServersRole'), [['s3:GetObject', object]]);
    expect(warningsOf(pipeline)).toHaveLength(1);
  });

  test('is CodeDeploy itself for a service that it releases', async () => {
    const { app, pipeline } = world({ targets: (away) => [DeployTarget.ecsService(serviceIn(away))] });
    await expectAllowed(roleOf(resolveTemplates(app.synth()), 'Given'), [['s3:GetObject', object]]);
    expect(warningsOf(pipeline)).toEqual([]);
  });
});

describe('the files of a service in another account', () => {
  const configurationOf = (builds: (deployment: EcsDeployment) => Build[]): Record<string, unknown> => {
    const made: EcsDeployment[] = [];
    const { pipeline } = world({
      targets: (away) => {
        made.push(serviceIn(away));
        return [DeployTarget.ecsService(made[0])];
      },
      builds: () => builds(made[0]),
    });
    const template = Template.fromStack(pipeline);
    const projects = JSON.stringify(resourcesOf(template, 'AWS::CodeBuild::Project'));
    return { ...actionsOf(template)['Production/Service'].Configuration, projects };
  };

  test('are those that a build writes of the deployment, whose roles have literal names', () => {
    const { projects, ...configuration } = configurationOf(({ files }) => [
      Build.project({ buildName: 'Package', additionalFiles: files }),
    ]);
    expect(configuration).toMatchObject({
      TaskDefinitionTemplatePath: 'taskdef-Service.json',
      AppSpecTemplatePath: 'appspec-Service.yaml',
    });
    expect(projects).toMatch(/taskRoleArn.*:iam::222222222222:role\/tasks/);
  });

  test('have the names of AWS’s own examples where no build writes them', () => {
    expect(configurationOf(() => [Build.project({ buildName: 'Package' })])).toMatchObject({
      TaskDefinitionTemplatePath: 'taskdef.json',
      AppSpecTemplatePath: 'appspec.yaml',
    });
  });
});

describe('refused is', () => {
  test.each<[string, Options, string[]]>([
    [
      'a target that the access does not know',
      { targets: (away) => [siteIn(away)], permitted: () => [] },
      [
        `${PIPELINE} stages[0].targets[0]: must be among the targets of the access, got 'Site'; add it to the DeliveryAccess`,
      ],
    ],
    [
      'a target in an account that the store does not trust',
      { targets: (away) => [siteIn(away)], store: { trustedAccounts: ['333333333333'] } },
      [
        `${PIPELINE} stages[0].access: must be in an account that the store of eu-west-1 trusts, got '222222222222'; add it to trustedAccounts of its foundation`,
      ],
    ],
    [
      'another folder of a site than the access knows',
      {
        targets: (away) => [siteIn(away)],
        released: (stack) => [
          DeployTarget.site(Bucket.fromBucketAttributes(stack, 'Away', { bucketName: 'shop-site', ...AWAY }), {
            targetName: 'Site',
            folder: 'beta',
          }),
        ],
      },
      [
        `${PIPELINE} stages[0].targets[0]: must be among the targets of the access, got 'Site'; add it to the DeliveryAccess`,
      ],
    ],
    [
      'a target that is not where its access leads',
      {
        targets: (away) => [siteIn(away)],
        released: (stack) => [DeployTarget.site(Bucket.fromBucketName(stack, 'Here', 'shop-site'))],
      },
      [
        `${PIPELINE} stages[0].targets[0]: must be where the access leads, to 222222222222 and eu-west-1, got '111111111111 and eu-west-1'`,
      ],
    ],
    [
      'a bucket without a literal name',
      { targets: (away) => [DeployTarget.site(bucketIn(away))] },
      [
        'Site (DeployTarget.site) bucket: must have a name that is known at synthesis, since it is in another account or region; give it a literal name',
      ],
    ],
    [
      'a service without literal names',
      {
        targets: (away) => {
          const service = newService(away, 'Web', { serviceName: undefined });
          return [DeployTarget.ecsService(new EcsDeployment(away, 'Service', { service }))];
        },
      },
      [
        'Service (DeployTarget.ecsService) deployment: must have a name that is known at synthesis, since it is in another account or region; give it a literal name',
      ],
    ],
    [
      'the caches of a site',
      {
        targets: (away) => {
          const bucket = bucketIn(away, 'shop-site');
          const origin = S3BucketOrigin.withOriginAccessControl(bucket);
          const distribution = new Distribution(away, 'Distribution', { defaultBehavior: { origin } });
          return [DeployTarget.site(bucket, { distribution })];
        },
      },
      [
        'Site (DeployTarget.site) distribution: must not be given beside access: the commands that empty caches run where the pipeline is; say by cacheControl how long files are cached',
      ],
    ],
    [
      'a function that a handler releases, by an access of its own',
      {
        isOfTargets: true,
        targets: () => [],
        released: (stack, _targets, access) => [DeployTarget.lambdaFunction(newDeployment(stack), { access })],
      },
      [
        `${PIPELINE} stages[0].targets[0]: must not be in a stage with access: its release works where the pipeline is only, got 'Production'; release it by its stack: DeployTarget.stack`,
      ],
    ],
  ])('%s', (_what, options, says) => {
    expect(errorsOf(world(options).pipeline)).toEqual(says);
  });

  const cure = 'name stacks by stackNames, and deploy the stack of what is released where the pipeline is only';
  test.each<[string, (away: Stack) => unknown, string]>([
    [
      'a stack',
      () => [DeployTarget.stack({ stackName: 'shop' })],
      `targets[0]: must be a target that can be released by an access, got 'shop'; ${cure}`,
    ],
    [
      'a function that a handler releases',
      (away) => [newTarget(away)],
      `targets[0]: must be a target that can be released by an access, got 'Production'; ${cure}`,
    ],
    ['a name', () => ['shop'], `targets[0]: must be a target that can be released by an access, got 'shop'; ${cure}`],
    ['no list', () => 5, 'targets: must be a list, got 5'],
    ['no bucket', () => [DeployTarget.site(untyped(undefined))], 'targets[0].bucket: must be a bucket, got nothing'],
    [
      'no bucket for an archive',
      () => [DeployTarget.archive(untyped('shop'), { objectKey: 'shop.zip' })],
      "targets[0].bucket: must be a bucket, got 'shop'",
    ],
    [
      'no servers',
      () => [DeployTarget.servers(untyped(7))],
      'targets[0].deployment: must be a ServerDeployment, got 7',
    ],
    [
      'no service',
      () => [DeployTarget.ecsService(untyped(7))],
      'targets[0].deployment: must be an EcsDeployment, got 7',
    ],
    [
      'no environment',
      () => [DeployTarget.beanstalk(untyped(7))],
      'targets[0].environment: must be a BeanstalkEnvironment, got 7',
    ],
    [
      'no alias',
      () => [DeployTarget.lambdaAction(untyped(7))],
      'targets[0].alias: must be an alias of a Lambda function, got 7',
    ],
    [
      'what is somewhere else',
      (away) => [DeployTarget.site(Bucket.fromBucketAttributes(away, 'B', { bucketName: 'shop-site', ...HOME }))],
      "targets[0]: must be in the account of the stack that uses it, 222222222222, got '111111111111'; use one of that account",
    ],
  ])('an access to %s', (_what, make, says) => {
    const away = new Stack(new App(), 'Away', { env: AWAY });
    accessIn(away, { targets: untyped(make(away)) });
    expect(errorsOf(away)).toEqual([`Access (DeliveryAccess) ${says}`]);
  });

  test.each<[string, DeliveryFoundationProps, string]>([
    [
      'no role',
      { readerRoleArns: ['arn:aws:iam::222222222222:user/me'] },
      "readerRoleArns[0]: must be the ARN of a role, known at synthesis, got 'arn:aws:iam::222222222222:user/me'",
    ],
    ['no list', { readerRoleArns: untyped('me') }, "readerRoleArns: must be a list, got 'me'"],
    [
      'readers and no key',
      { readerRoleArns: ['arn:aws:iam::222222222222:role/me'], encryptionKey: undefined },
      'encryptionKey: must be given beside readerRoleArns: other accounts cannot use keys that AWS manages',
    ],
  ])('a store with %s', (_what, props, says) => {
    const stack = new Stack(new App(), 'Home', { env: HOME });
    new DeliveryFoundation(stack, 'Foundation', { encryptionKey: new Key(stack, 'Key'), ...props });
    expect(errorsOf(stack)).toEqual([`Foundation (DeliveryFoundation) ${says}`]);
  });
});

test('what the access permits is in the documents for those who make the roles themselves', () => {
  const away = new Stack(new App(), 'Away', { env: AWAY });
  const { documents } = accessIn(away, {
    targets: [siteIn(away)],
    actionStatements: [new PolicyStatement({ actions: ['sns:Publish'], resources: ['arn:aws:sns:*:*:t'] })],
  });
  const { Statement } = JSON.parse(documents.actionPolicy) as { Statement: { Action: string | string[] }[] };
  expect(Statement.flatMap(({ Action }) => Action)).toEqual(expect.arrayContaining(['s3:PutObject', 'sns:Publish']));
});
