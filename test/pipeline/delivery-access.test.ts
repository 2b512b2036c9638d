import { App, CfnCapabilities, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { ManagedPolicy, PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Build, DeliveryAccess, DeliveryFoundation, DeliveryPipeline, DeployTarget, Gate } from '../../lib';
import type { DeliveryAccessProps, DeliveryRoles, DeliveryStage, IDeliveryFoundation } from '../../lib';
import { plain } from '../../lib/pipeline/plain-document';
import {
  actionsOf,
  allowedActionsOf,
  errorsOf,
  lockedStacks,
  newSource,
  newTarget,
  onlyResource,
  resourcesOf,
  stagesOf,
  statementsOf,
} from '../support/fixtures';
import { newStage } from '../support/cdk-stage';
import { untyped } from '../support/mistakes';

const HOME = { account: '111111111111', region: 'eu-west-1' };
const AWAY = { account: '222222222222', region: 'us-east-1' };
const APPLICATION = [new PolicyStatement({ actions: ['sqs:CreateQueue'], resources: ['arn:aws:sqs:*:*:orders-*'] })];

interface World {
  readonly app: App;
  readonly pipeline: Stack;
  readonly access: DeliveryAccess;
  readonly away: Stack;
  readonly other: Stack;
}

interface Options {
  readonly awayEnv?: { readonly account: string; readonly region: string };
  readonly isAgnostic?: boolean;
  readonly hasKey?: boolean;
  readonly hasStore?: boolean;
  readonly props?: Partial<DeliveryAccessProps>;
  readonly roles?: (pipeline: Stack) => DeliveryRoles;
  readonly stage?: (world: Pick<World, 'pipeline' | 'access'>) => Partial<DeliveryStage>;
}

/** A pipeline in one account and region, with a stage in another. */
function world({
  awayEnv = AWAY,
  isAgnostic = false,
  hasKey = true,
  hasStore = true,
  props,
  roles,
  stage,
}: Options = {}): World {
  const app = new App();
  const env = isAgnostic ? undefined : HOME;
  const stackIn = (id: string, region: string): Stack =>
    new Stack(app, id, { env: isAgnostic ? undefined : { ...HOME, region } });
  const foundation = (stack: Stack, region: string): IDeliveryFoundation => {
    const encryptionKey = hasKey ? new Key(stack, 'Key') : undefined;
    return new DeliveryFoundation(stack, 'Foundation', {
      encryptionKey,
      artifactBucketName: `artifacts-${region}`,
      trustedAccounts: hasKey ? [AWAY.account] : undefined,
    });
  };
  const home = foundation(stackIn('Home', HOME.region), HOME.region);
  const other = stackIn('Other', awayEnv.region);
  const others = hasStore && awayEnv.region !== HOME.region ? [foundation(other, awayEnv.region)] : [];
  const away = new Stack(app, 'Away', { env: awayEnv });
  const access = new DeliveryAccess(away, 'Access', {
    pipelineAccount: HOME.account,
    pipelineName: 'orders',
    artifactBucketName: `artifacts-${awayEnv.region}`,
    stackNames: ['orders-*', 'orders'],
    deploymentStatements: APPLICATION,
    ...props,
  });
  const pipeline = new Stack(app, 'Pipeline', { env });
  const target = DeployTarget.stack({ stackName: 'orders-production', capabilities: [CfnCapabilities.ANONYMOUS_IAM] });
  new DeliveryPipeline(pipeline, 'Pipeline', {
    pipelineName: 'orders',
    roles: roles?.(pipeline),
    sources: [newSource(pipeline)],
    builds: [Build.project({ buildName: 'Package' })],
    foundation: home,
    otherFoundations: others,
    stages: [
      {
        stageName: 'Production',
        access,
        gates: [Gate.approval()],
        targets: [target],
        ...stage?.({ pipeline, access }),
      },
    ],
  });
  return { app, pipeline, access, away, other };
}

const roleArn = (kind: string): string => `arn:aws:iam::222222222222:role/cdk-delivery-${kind}-orders-us-east-1`;

/** What a template says in the partition `aws`. */
function said<T>(value: T): T {
  return plain(value, { 'AWS::Partition': 'aws', 'AWS::URLSuffix': 'amazonaws.com' }) as T;
}

const templateOf = (stack: Stack): Template => Template.fromJSON(said(Template.fromStack(stack).toJSON()));

describe('a stage in another account and region', () => {
  const made = world();
  const template = templateOf(made.pipeline);
  const actions = actionsOf(template);

  test('has actions with the role and the region that are there for them', () => {
    for (const name of ['orders-production-Changes', 'orders-production']) {
      expect(actions[`Production/${name}`]).toMatchObject({ RoleArn: roleArn('action'), Region: 'us-east-1' });
    }
    expect(actions['Production/orders-production-Changes'].Configuration.RoleArn).toBe(roleArn('deployment'));
  });

  test('is approved where the pipeline is', () => {
    expect(stagesOf(template).Production[0]).toEqual(['Approve']);
    expect(actions['Production/Approve']).not.toHaveProperty('RoleArn');
    expect(actions['Production/Approve']).not.toHaveProperty('Region');
  });

  test('has an artifact store of its region, and the pipeline that of its own', () => {
    const { ArtifactStores, ArtifactStore } = onlyResource(template, 'AWS::CodePipeline::Pipeline').Properties;
    expect(ArtifactStore).toBeUndefined();
    expect(ArtifactStores).toEqual([
      { Region: 'eu-west-1', ArtifactStore: expect.objectContaining({ Type: 'S3' }) as unknown },
      { Region: 'us-east-1', ArtifactStore: expect.objectContaining({ Type: 'S3' }) as unknown },
    ]);
    for (const store of ArtifactStores as { ArtifactStore: { EncryptionKey: unknown } }[]) {
      expect(store.ArtifactStore.EncryptionKey).toMatchObject({ Type: 'KMS' });
    }
  });

  test('lets the role of the pipeline take the role over there, and do nothing itself', () => {
    expect(statementsOf(template, 'PipelineRole')).toContainEqual(
      expect.objectContaining({ Action: 'sts:AssumeRole', Resource: roleArn('action') }),
    );
    expect(allowedActionsOf(template, 'PipelineRole').filter((action) => /cloudformation|iam:/.test(action))).toEqual(
      [],
    );
  });

  test('needs no export, no support stack of aws-cdk-lib, and no role that reads outputs', () => {
    expect(lockedStacks(made.app)).toEqual([]);
    expect(
      made.app
        .synth()
        .stacks.map(({ stackName }) => stackName)
        .sort(),
    ).toEqual(['Away', 'Home', 'Other', 'Pipeline']);
    const text = JSON.stringify(made.app.synth().stacks.map((stack) => stack.template as unknown));
    expect(text).not.toContain('GetStackOutputRole');
  });

  test('is deployed after what it works with', () => {
    expect(made.pipeline.dependencies.map(({ stackName }) => stackName)).toEqual(
      expect.arrayContaining(['Away', 'Other']),
    );
  });
});

describe('the roles of an access', () => {
  const template = templateOf(world().away);
  const roles = Object.values(resourcesOf(template, 'AWS::IAM::Role')).map(({ Properties }) => Properties);

  test('have names that the pipeline knows', () => {
    expect(roles.map(({ RoleName }) => RoleName)).toEqual([
      'cdk-delivery-deployment-orders-us-east-1',
      'cdk-delivery-action-orders-us-east-1',
    ]);
  });

  test('are taken by CloudFormation, and by the account of the pipeline', () => {
    expect(roles.map(({ AssumeRolePolicyDocument }) => AssumeRolePolicyDocument)).toMatchObject([
      { Statement: [{ Principal: { Service: 'cloudformation.amazonaws.com' } }] },
      { Statement: [{ Principal: { AWS: 'arn:aws:iam::111111111111:root' } }] },
    ]);
  });

  test('for actions change the stacks of the list alone, and pass the other one to CloudFormation', () => {
    expect(statementsOf(template, 'ActionRole')).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          Action: 'cloudformation:DescribeStacks',
          Resource: ['orders-*', 'orders/*'].map(
            (name) => `arn:aws:cloudformation:us-east-1:222222222222:stack/${name}`,
          ),
        }),
        expect.objectContaining({
          Action: 'iam:PassRole',
          Resource: roleArn('deployment'),
          Condition: { StringEquals: { 'iam:PassedToService': 'cloudformation.amazonaws.com' } },
        }),
      ]),
    );
  });

  test('reach the artifacts of this pipeline alone, and the key by way of S3', () => {
    for (const role of ['ActionRole', 'DeploymentRole']) {
      const text = JSON.stringify(statementsOf(template, role));
      expect(text).toContain('arn:aws:s3:::artifacts-us-east-1/orders/*');
      expect(text).toContain('arn:aws:kms:us-east-1:111111111111:key/*');
      expect(text).toContain('s3.us-east-1.amazonaws.com');
    }
  });

  test('are printed as documents of IAM', () => {
    const { documents } = world().access;
    expect(documents).toMatchObject({
      actionRoleName: 'cdk-delivery-action-orders-us-east-1',
      deploymentRoleName: 'cdk-delivery-deployment-orders-us-east-1',
    });
    expect(JSON.parse(documents.actionPolicy)).toMatchObject({ Version: '2012-10-17' });
    expect((JSON.parse(documents.deploymentPolicy) as { Statement: unknown[] }).Statement).toContainEqual(
      expect.objectContaining({ Action: 'sqs:CreateQueue' }),
    );
    expect(JSON.parse(documents.actionTrust)).toMatchObject({ Statement: [{ Action: 'sts:AssumeRole' }] });
    expect(JSON.parse(documents.deploymentTrust)).toMatchObject({ Statement: [{ Action: 'sts:AssumeRole' }] });
  });

  test('carry a path, a boundary and the key, and trust one role alone, where they are told to', () => {
    const pipelineRoleArn = 'arn:aws:iam::111111111111:role/pipelines/orders';
    const encryptionKeyArn = 'arn:aws:kms:us-east-1:111111111111:key/1';
    const app = new App();
    const stack = new Stack(app, 'Away', { env: AWAY });
    const access = new DeliveryAccess(stack, 'Access', {
      pipelineAccount: HOME.account,
      pipelineName: 'orders',
      artifactBucketName: 'artifacts',
      rolePath: '/delivery/',
      permissionsBoundary: ManagedPolicy.fromManagedPolicyName(stack, 'Boundary', 'boundary'),
      pipelineRoleArn,
      encryptionKeyArn,
    });
    expect(said(stack.resolve(access.actionRoleArn))).toBe(
      'arn:aws:iam::222222222222:role/delivery/cdk-delivery-action-orders-us-east-1',
    );
    const given = templateOf(stack);
    for (const { Properties } of Object.values(resourcesOf(given, 'AWS::IAM::Role'))) {
      expect(Properties).toMatchObject({ Path: '/delivery/', PermissionsBoundary: expect.anything() as unknown });
    }
    const text = JSON.stringify(given.toJSON());
    expect(text).toContain(JSON.stringify({ ArnEquals: { 'aws:PrincipalArn': pipelineRoleArn } }));
    expect(statementsOf(given, 'ActionRole')).toContainEqual(expect.objectContaining({ Resource: encryptionKeyArn }));
  });
});

describe('the store of a pipeline with other accounts', () => {
  const template = templateOf(world().other);
  const condition = { ArnLike: { 'aws:PrincipalArn': ['arn:aws:iam::222222222222:role/*cdk-delivery-*'] } };

  test.each(['AWS::S3::BucketPolicy', 'AWS::KMS::Key'])('names them by the names of their roles: %s', (type) => {
    const [policy] = Object.values(resourcesOf(template, type))
      .map(({ Properties }) => (Properties.PolicyDocument ?? Properties.KeyPolicy) as { Statement: { Sid?: string }[] })
      .flatMap(({ Statement }) => Statement.filter(({ Sid }) => Sid === 'DeliveryAccess'));
    expect(policy).toMatchObject({ Principal: { AWS: 'arn:aws:iam::222222222222:root' }, Condition: condition });
  });

  test('says so where the policy of its key is not in the app', () => {
    const stack = new Stack(new App(), 'Stack');
    const encryptionKey = Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:eu-west-1:111111111111:key/1');
    new DeliveryFoundation(stack, 'Foundation', { encryptionKey, trustedAccounts: [AWAY.account] });
    Annotations.fromStack(stack).hasWarning('/Stack/Foundation', Match.stringLikeRegexp('cannot be changed from here'));
  });

  test.each<[string, unknown, string]>([
    [
      'needs a key',
      { trustedAccounts: [AWAY.account] },
      'encryptionKey: must be given beside trustedAccounts: other accounts cannot use keys that AWS manages',
    ],
    [
      'needs accounts',
      { trustedAccounts: ['2222'] },
      "trustedAccounts[0]: must be the 12 digits of an account, got '2222'",
    ],
  ])('%s', (_what, props, rule) => {
    const stack = new Stack(new App(), 'Stack');
    new DeliveryFoundation(stack, 'Foundation', untyped(props));
    expect(errorsOf(stack)).toEqual([`Foundation (DeliveryFoundation) ${rule}`]);
  });
});

test('another account of the same region needs no other store', () => {
  const { pipeline } = world({ awayEnv: { ...AWAY, region: HOME.region } });
  const template = templateOf(pipeline);
  const action = actionsOf(template)['Production/orders-production'];
  expect(action).not.toHaveProperty('Region');
  expect(action.RoleArn).toBe('arn:aws:iam::222222222222:role/cdk-delivery-action-orders-eu-west-1');
  expect(onlyResource(template, 'AWS::CodePipeline::Pipeline').Properties).not.toHaveProperty('ArtifactStores');
});

test('another region of the same account needs no key', () => {
  const { pipeline } = world({ awayEnv: { ...HOME, region: 'us-east-1' }, hasKey: false });
  expect(actionsOf(templateOf(pipeline))['Production/orders-production']).toMatchObject({
    Region: 'us-east-1',
  });
});

describe('targets with an access of their own', () => {
  const stackName = 'orders-production';
  const { pipeline } = world({
    stage: ({ access }) => ({
      access: undefined,
      targets: [
        DeployTarget.stack({ stackName, statements: APPLICATION }),
        DeployTarget.stack({ stackName, access, targetName: 'away' }),
      ],
    }),
  });
  const template = templateOf(pipeline);
  const actions = actionsOf(template);

  test('are in one stage with others, side by side', () => {
    expect(stagesOf(template).Production).toEqual([
      ['Approve'],
      ['orders-production-Changes', 'away-Changes'],
      ['orders-production', 'away'],
    ]);
  });

  test('have the roles and the region of their access, and the others none', () => {
    for (const name of ['away-Changes', 'away']) {
      expect(actions[`Production/${name}`]).toMatchObject({ RoleArn: roleArn('action'), Region: 'us-east-1' });
    }
    for (const name of ['orders-production-Changes', 'orders-production']) {
      expect(actions[`Production/${name}`]).not.toHaveProperty('RoleArn');
      expect(actions[`Production/${name}`]).not.toHaveProperty('Region');
    }
  });

  test('take it instead of that of their stage', () => {
    const { pipeline: both } = world({
      stage: ({ pipeline: stack }) => ({
        targets: [
          DeployTarget.stack({
            stackName,
            access: DeliveryAccess.fromRoleArns(stack, 'Theirs', {
              actionRoleArn: 'arn:aws:iam::333333333333:role/theirs',
              region: 'us-east-1',
            }),
          }),
        ],
      }),
    });
    expect(actionsOf(templateOf(both))[`Production/${stackName}`].RoleArn).toBe(
      'arn:aws:iam::333333333333:role/theirs',
    );
  });
});

describe('the store of roles that another team made', () => {
  const warned = (actionRoleArn: string, deploymentRoleArn = actionRoleArn): string[] => {
    const { pipeline } = world({
      stage: ({ pipeline: stack }) => ({
        access: DeliveryAccess.fromRoleArns(stack, 'Theirs', { actionRoleArn, deploymentRoleArn, region: 'us-east-1' }),
      }),
    });
    return Annotations.fromStack(pipeline)
      .findWarning('*', Match.stringLikeRegexp('does not let in'))
      .map(({ entry }) => /does not let in (\S+):/.exec(entry.data as string)?.[1] ?? '');
  };
  const named = (name: string, account = AWAY.account): string => `arn:aws:iam::${account}:role/${name}`;

  test.each<[string, string[], string[]]>([
    ['is one that knows their name', [named('cdk-delivery-theirs'), named('path/our-cdk-delivery-theirs')], []],
    ['does not know their name', [named('theirs')], [named('theirs')]],
    ['does not know the name of one of them', [named('cdk-delivery-a'), named('theirs')], [named('theirs')]],
    [
      'does not know their account',
      [named('cdk-delivery-a', '333333333333')],
      [named('cdk-delivery-a', '333333333333')],
    ],
  ])('%s, else a warning says so', (_, [action, deployment], expected) => {
    expect(warned(action, deployment)).toEqual(expected);
  });
});

test('a foundation warns of its own account among those that it trusts', () => {
  const stack = new Stack(new App(), 'Stack', { env: HOME });
  const encryptionKey = new Key(stack, 'Key');
  new DeliveryFoundation(stack, 'Foundation', { encryptionKey, trustedAccounts: [AWAY.account, HOME.account] });
  Annotations.fromStack(stack).hasWarning(
    '/Stack/Foundation',
    Match.stringLikeRegexp('has 111111111111, the account of'),
  );
});

test('roles that another team made are used by their ARNs', () => {
  const { pipeline } = world({
    stage: ({ pipeline: stack }) => ({
      access: DeliveryAccess.fromRoleArns(stack, 'Theirs', {
        actionRoleArn: 'arn:aws:iam::333333333333:role/theirs',
        region: 'us-east-1',
      }),
    }),
  });
  const action = actionsOf(templateOf(pipeline))['Production/orders-production-Changes'];
  expect(action.RoleArn).toBe('arn:aws:iam::333333333333:role/theirs');
  expect(action.Configuration.RoleArn).toBe('arn:aws:iam::333333333333:role/theirs');
});

describe('refused is', () => {
  const PIPELINE = 'Pipeline (DeliveryPipeline)';

  test.each<[string, Options, string]>([
    [
      'a stage with access where the pipeline does not say where it is',
      { isAgnostic: true, awayEnv: { ...AWAY, region: HOME.region } },
      `${PIPELINE} stages[0].access: must not be given where the stack of the pipeline does not say its account and region; give the stack an env: CodePipeline must be told which actions are elsewhere`,
    ],
    [
      'a region without a store',
      { hasStore: false },
      `${PIPELINE} stages[0].access: must be in a region that the pipeline has a store in, and has none in us-east-1; add a DeliveryFoundation of that region to otherFoundations`,
    ],
    [
      'an account, with a store without a key',
      { hasKey: false },
      `${PIPELINE} stages[0].access: must have a store with a key of its own: another account cannot use keys that AWS manages, got 'account 222222222222'; give the foundation of us-east-1 an encryptionKey and trustedAccounts`,
    ],
    [
      'an access that is none',
      { stage: () => ({ access: untyped('there') }) },
      `${PIPELINE} stages[0].access: must be a DeliveryAccess, got 'there'`,
    ],
    [
      'a target that works here only',
      { stage: ({ pipeline }) => ({ targets: [newTarget(pipeline)] }) },
      `${PIPELINE} stages[0].targets[0]: must not be in a stage with access: its release works where the pipeline is only, got 'Production'; release it by its stack: DeployTarget.stack`,
    ],
    [
      'an access of a target that is none',
      {
        stage: () => ({
          access: undefined,
          targets: [DeployTarget.stack({ stackName: 'a', access: untyped('there') })],
        }),
      },
      `${PIPELINE} stages[0].targets[0].access: must be a DeliveryAccess, got 'there'`,
    ],
    [
      'one stack of one place twice in a stage',
      {
        stage: () => ({
          targets: ['a', 'b'].map((targetName) => DeployTarget.stack({ targetName, stackName: 'orders' })),
        }),
      },
      "b (DeployTarget.stack) stackName: must be deployed once in a stage, got 'orders'",
    ],
    [
      'a CDK stage in a stage with access',
      {
        stage: ({ pipeline }) => ({
          targets: [DeployTarget.cdkStage(newStage(pipeline), { statements: APPLICATION })],
        }),
      },
      `${PIPELINE} stages[0].targets[0]: must not be in a stage with access: its release works where the pipeline is only, got 'Shop'; release it by its stack: DeployTarget.stack`,
    ],
    [
      'an access for another pipeline',
      { props: { pipelineName: 'other' } },
      `${PIPELINE} stages[0].access: must be for this pipeline, orders in account 111111111111, got 'an access for other in account 111111111111'; say pipelineName and pipelineAccount of the DeliveryAccess so`,
    ],
    [
      'an access for another store',
      { props: { artifactBucketName: 'artifacts-us' } },
      `${PIPELINE} stages[0].access: must be for the store of the pipeline in its region, artifacts-us-east-1, got 'an access for artifacts-us'; say artifactBucketName of the DeliveryAccess so`,
    ],
    [
      'an access for another role of the pipeline',
      {
        props: { pipelineRoleArn: 'arn:aws:iam::111111111111:role/other' },
        roles: (stack) => ({ pipeline: Role.fromRoleArn(stack, 'Mine', 'arn:aws:iam::111111111111:role/mine') }),
      },
      `${PIPELINE} stages[0].access: must be for the role of the pipeline, arn:aws:iam::111111111111:role/mine, got 'an access for arn:aws:iam::111111111111:role/other'; say pipelineRoleArn of the DeliveryAccess so`,
    ],
    [
      'a stack that the roles over there may not work with',
      { stage: () => ({ targets: [DeployTarget.stack({ stackName: 'billing' })] }) },
      "billing (DeployTarget.stack) stackName: must be among the stackNames of the access, got 'billing'; add it to the DeliveryAccess",
    ],
    [
      'a role for a stack whose access has one',
      { stage: () => ({ targets: [DeployTarget.stack({ stackName: 'orders', statements: APPLICATION })] }) },
      'orders (DeployTarget.stack) statements: must not be given in a stage with access, which has the role; give it to the DeliveryAccess',
    ],
  ])('%s', (_what, options, says) => {
    expect(errorsOf(world(options).pipeline)).toEqual([says]);
  });

  test.each<[string, unknown, string]>([
    ['no account', { pipelineAccount: 'prod' }, "pipelineAccount: must be the 12 digits of an account, got 'prod'"],
    [
      'no pipeline',
      { pipelineName: undefined },
      "pipelineName: must be 1 to 100 characters of letters, digits and . @ - _, got ''",
    ],
    [
      'no bucket',
      { artifactBucketName: 'A' },
      "artifactBucketName: must be 3 to 63 characters of lower-case letters, digits, . and -, a letter or digit at both ends, not like an IP address, got 'A'",
    ],
    [
      'an odd stack',
      { stackNames: ['a/*'] },
      "stackNames[0]: must be 1 to 128 characters of letters, digits and -, a letter first, with at most one * at the end, got 'a/*'",
    ],
    [
      'every right',
      { deploymentStatements: [new PolicyStatement({ actions: ['*'], resources: ['*'] })] },
      "deploymentStatements[0]: must name actions of services, not everything, got '*'; name what the resources of the stacks need",
    ],
    [
      'the name of a role',
      { pipelineRoleArn: 'role' },
      "pipelineRoleArn: must be the ARN of a role, known at synthesis, got 'role'",
    ],
    [
      'a role of another account than the pipeline',
      { pipelineRoleArn: 'arn:aws:iam::222222222222:role/orders' },
      "pipelineRoleArn: must be of the account of the pipeline, 111111111111, got 'arn:aws:iam::222222222222:role/orders'",
    ],
    [
      'the name of a key',
      { encryptionKeyArn: 'k' },
      "encryptionKeyArn: must be of the form arn:PARTITION:kms:REGION:ACCOUNT:key/ID, got 'k'",
    ],
    [
      'a key of another region',
      { encryptionKeyArn: 'arn:aws:kms:eu-west-1:111111111111:key/1' },
      "encryptionKeyArn: must be of the account of the pipeline, 111111111111, and of the region us-east-1, got 'arn:aws:kms:eu-west-1:111111111111:key/1'",
    ],
    ['no statement', { actionStatements: ['s3:*'] }, "actionStatements[0]: must be a PolicyStatement, got 's3:*'"],
  ])('an access with %s', (_what, props, rule) => {
    const stack = new Stack(new App(), 'Away', { env: AWAY });
    const right = { pipelineAccount: HOME.account, pipelineName: 'orders', artifactBucketName: 'artifacts' };
    new DeliveryAccess(stack, 'Access', { ...right, ...untyped<object>(props) });
    expect(errorsOf(stack)).toEqual([`Access (DeliveryAccess) ${rule}`]);
  });

  test('an access in a stack that does not say where it is', () => {
    const stack = new Stack(new App(), 'Away');
    new DeliveryAccess(stack, 'Access', {
      pipelineAccount: HOME.account,
      pipelineName: 'orders',
      artifactBucketName: 'artifacts',
    });
    expect(errorsOf(stack)).toEqual([
      'Access (DeliveryAccess): must be in a stack that says its account and region: the pipeline names the roles by them; give the stack an env',
    ]);
  });

  test.each<[string, unknown, string[]]>([
    [
      'a role',
      { actionRoleArn: 'theirs', region: 'eu-west-1' },
      [
        "actionRoleArn: must be the ARN of a role, known at synthesis, got 'theirs'",
        "deploymentRoleArn: must be the ARN of a role, known at synthesis, got 'theirs'",
      ],
    ],
    [
      'a region',
      { actionRoleArn: 'arn:aws:iam::333333333333:role/theirs' },
      ['region: must be a region, known at synthesis, got nothing'],
    ],
    [
      'a region that can be one',
      { actionRoleArn: 'arn:aws:iam::333333333333:role/theirs', region: 'europe' },
      ["region: must be a region, known at synthesis, got 'europe'"],
    ],
  ])('an access by ARNs without %s', (_what, attributes, rules) => {
    const stack = new Stack(new App(), 'Stack');
    DeliveryAccess.fromRoleArns(stack, 'Access', untyped(attributes));
    expect(errorsOf(stack)).toEqual(rules.map((rule) => `Access (DeliveryAccess.fromRoleArns) ${rule}`));
  });

  test.each<[string, (app: App) => unknown, string]>([
    ['that is none', () => 'store', "must be a DeliveryFoundation, got 'store'"],
    [
      'of nobody knows where',
      (app) => new DeliveryFoundation(new Stack(app, 'S'), 'F'),
      'must be known by region and account, and so must the pipeline; give both stacks an env',
    ],
    [
      'of another account',
      (app) => new DeliveryFoundation(new Stack(app, 'S', { env: AWAY }), 'F'),
      "must be in the account of the pipeline, 111111111111, got '222222222222'",
    ],
    [
      'of the same region',
      (app) => new DeliveryFoundation(new Stack(app, 'S', { env: HOME }), 'F'),
      "must be the only store of its region, got 'eu-west-1'",
    ],
  ])('another store %s', (_what, store, rule) => {
    const app = new App();
    const stack = new Stack(app, 'Pipeline', { env: HOME });
    new DeliveryPipeline(stack, 'Pipeline', {
      sources: [newSource(stack)],
      builds: [Build.project({ buildName: 'Package' })],
      otherFoundations: [untyped(store(app))],
    });
    expect(errorsOf(stack)).toEqual([`${PIPELINE} otherFoundations[0]: ${rule}`]);
  });
});
