import { App, CfnParameter, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Repository } from 'aws-cdk-lib/aws-codecommit';
import type { IRepository } from 'aws-cdk-lib/aws-codecommit';
import { Key } from 'aws-cdk-lib/aws-kms';
import {
  Build,
  Delivery,
  DeliveryAccess,
  DeliveryFoundation,
  DeployTarget,
  Source,
  SourceRepository,
  Trigger,
} from '../../lib';
import type { CodeCommitSourceOptions, DeliveryAccessProps, DeliveryProps, IDeliveryAccess } from '../../lib';
import { actionsOf, allowedActionsOf, errorsOf, lockedStacks, onlyResource, resourcesOf } from '../support/fixtures';
import { untyped } from '../support/mistakes';
import { all, expectAllowed, expectDenied, resolveTemplates, roleOf } from '../support/simulation';

const REGION = 'eu-west-1';
const HOME = { account: '111111111111', region: REGION };
const CODE = { account: '222222222222', region: REGION };
const THIRD = { account: '333333333333', region: REGION };
const ORDERS = 'arn:aws:codecommit:eu-west-1:222222222222:orders';

interface World {
  readonly app: App;
  readonly code: Stack;
  readonly pipeline: Stack;
  readonly access: DeliveryAccess;
}

interface Options {
  readonly codeEnv?: { readonly account: string; readonly region: string };
  readonly repository?: (code: Stack) => IRepository;
  readonly access?: (repository: IRepository) => Partial<DeliveryAccessProps>;
  readonly source?: (access: IDeliveryAccess, code: Stack) => Partial<CodeCommitSourceOptions>;

  /** What the pipeline reads, where the access lets it read something else. */
  readonly reads?: (code: Stack, pipeline: Stack) => IRepository;
  readonly delivery?: (app: App, access: IDeliveryAccess) => Partial<DeliveryProps>;
}

/** A pipeline whose only source is in another account. */
function world({ codeEnv = CODE, repository = newRepository, ...given }: Options = {}): World {
  const app = new App();
  const code = new Stack(app, 'Code', { env: codeEnv });
  const pipeline = new Stack(app, 'Pipeline', { env: HOME });
  const known = { pipelineAccount: HOME.account, pipelineName: 'orders', artifactBucketName: 'artifacts' };
  const made = repository(code);
  const access = new DeliveryAccess(code, 'Access', { ...known, repositories: [made], ...given.access?.(made) });
  const foundation = new DeliveryFoundation(pipeline, 'Foundation', {
    artifactBucketName: 'artifacts',
    encryptionKey: new Key(pipeline, 'Key'),
    trustedAccounts: [CODE.account, THIRD.account],
  });
  new Delivery(pipeline, 'Delivery', {
    pipelineName: 'orders',
    foundation,
    sources: [Source.codeCommit(given.reads?.(code, pipeline) ?? made, { access, ...given.source?.(access, code) })],
    builds: [Build.project({ buildName: 'Package' })],
    ...given.delivery?.(app, access),
  });
  return { app, code, pipeline, access };
}

function newRepository(code: Stack): IRepository {
  return new SourceRepository(code, 'Repository', { repositoryName: 'orders' });
}

const usual = world({ repository: (code) => keyed(code) });

function keyed(code: Stack): IRepository {
  return new SourceRepository(code, 'Repository', { repositoryName: 'orders', encryptionKey: new Key(code, 'Key') });
}

describe('a repository of another account', () => {
  const template = Template.fromStack(usual.pipeline);
  const templates = resolveTemplates(usual.app.synth());
  const action = roleOf(templates, 'AccessActionRole');
  const keyOf = (stackName: string): string => {
    const [key] = templates.resourcesOfType('AWS::KMS::Key').filter((it) => it.stackName === stackName);
    return templates.arnOf(key);
  };
  const artifact = 'arn:aws:s3:::artifacts/orders/Source/1';
  const via = (service: string): Record<string, string> => ({ 'kms:ViaService': `${service}.${REGION}.amazonaws.com` });
  const reading = [
    'codecommit:CancelUploadArchive',
    'codecommit:GetBranch',
    'codecommit:GetCommit',
    'codecommit:GetUploadArchiveStatus',
    'codecommit:UploadArchive',
  ];

  test('is read by the role that is there for it, in the region of the pipeline', () => {
    const source = actionsOf(template)['Source/Source'];
    expect(JSON.stringify(source.RoleArn)).toContain('222222222222:role/cdk-delivery-action-orders-eu-west-1');
    expect(source).not.toHaveProperty('Region');
    expect(source.Configuration).toEqual({
      RepositoryName: 'orders',
      BranchName: 'main',
      PollForSourceChanges: false,
    });
  });

  test('and its key are open to that role, and so is the store for what it puts out', async () => {
    await expectAllowed(action, [
      ...all(reading, ORDERS),
      ...all(['kms:Decrypt', 'kms:GenerateDataKey'], keyOf('Code'), via('codecommit')),
      ...all(['s3:GetObject', 's3:PutObject', 's3:PutObjectAcl'], artifact),
      ...all(['kms:Decrypt', 'kms:GenerateDataKey'], keyOf('Pipeline'), via('s3')),
    ]);
  });

  test('may not be changed by that role, nor others be read', async () => {
    await expectDenied(action, [
      ...all(['codecommit:GitPush', 'codecommit:GitPull', 'codecommit:MergePullRequestBySquash'], ORDERS),
      ...all(reading, `${ORDERS}2`),
      ['kms:Decrypt', keyOf('Code'), via('s3')],
      ['s3:PutObject', 'arn:aws:s3:::artifacts/billing/Source/1'],
      ['s3:PutObjectAcl', 'arn:aws:s3:::artifacts/billing/Source/1'],
      [
        'iam:PassRole',
        roleOf(templates, 'AccessDeploymentRole').arn,
        { 'iam:PassedToService': 'cloudformation.amazonaws.com' },
      ],
    ]);
  });

  test('is nothing that roles of the pipeline’s account reach but by that role', async () => {
    const own = ['Role', 'CommandRole', 'StartRole'].map((id) => `DeliveryPipeline${id}`);
    for (const id of own) await expectDenied(roleOf(templates, id, 'Pipeline'), all(reading, ORDERS));
    await expectAllowed(roleOf(templates, 'DeliveryPipelineRole', 'Pipeline'), [['sts:AssumeRole', action.arn]]);
    await expectDenied(roleOf(templates, 'DeliveryPipelineCommandRole', 'Pipeline'), [['sts:AssumeRole', action.arn]]);
    expect(allowedActionsOf(template, 'DeliveryPipelineRole').filter((name) => name.startsWith('codecommit:'))).toEqual(
      [],
    );
  });

  test('is in no policy of the store by its role, which is let in by its name', () => {
    expect(JSON.stringify(resourcesOf(template, 'AWS::S3::BucketPolicy'))).not.toContain('cdk-delivery-action');
    expect(JSON.stringify(resourcesOf(template, 'AWS::KMS::Key'))).not.toContain('cdk-delivery-action');
  });

  test('needs no export and no further stack, and is deployed before', () => {
    expect(lockedStacks(usual.app)).toEqual([]);
    expect(usual.app.synth().stacks.map(({ stackName }) => stackName)).toEqual(['Code', 'Pipeline']);
  });
});

describe('a push to a repository of another account', () => {
  const BUS = 'arn:aws:events:eu-west-1:111111111111:event-bus/default';
  const patternIn = (stack: Stack): unknown =>
    onlyResource(Template.fromStack(stack), 'AWS::Events::Rule').Properties.EventPattern;
  const templates = resolveTemplates(usual.app.synth());
  const sender = roleOf(templates, 'CdkDeliveryPushes', 'Code');
  const named = (arn: unknown): string =>
    JSON.stringify(arn)
      .replaceAll('"},"', '')
      .replaceAll(/[^\w:.-]/g, '');

  test('is sent to the account of the pipeline, whatever its branch', () => {
    const { resources, ...pattern } = patternIn(usual.code) as { resources: unknown[] };
    expect(pattern).toEqual({
      source: ['aws.codecommit'],
      'detail-type': ['CodeCommit Repository State Change'],
      detail: { event: ['referenceCreated', 'referenceUpdated'] },
    });
    expect(named(resources)).toMatch(/:codecommit:eu-west-1:222222222222:orders$/);
  });

  test('is sent by a role that may send there and nowhere else, and nobody else may', async () => {
    const codecommit = { 'events:source': ['aws.codecommit'] };
    await expectAllowed(sender, [['events:PutEvents', BUS, codecommit]]);
    await expectDenied(sender, [
      ['events:PutEvents', BUS, { 'events:source': ['aws.s3'] }],
      ['events:PutEvents', BUS.replace('1111', '3333'), codecommit],
    ]);
    await expectDenied(roleOf(templates, 'AccessActionRole'), [['events:PutEvents', BUS, codecommit]]);
  });

  test('to the branch starts the pipeline there', () => {
    const { resources, ...pattern } = patternIn(usual.pipeline) as { resources: unknown[] };
    expect(pattern).toMatchObject({ detail: { referenceName: ['main'] } });
    expect(named(resources)).toMatch(/:codecommit:eu-west-1:222222222222:orders$/);
  });

  test('is let in by the bus of the pipeline’s account, from that account and from CodeCommit alone', () => {
    const { Properties } = onlyResource(Template.fromStack(usual.pipeline), 'AWS::Events::EventBusPolicy');
    expect(Properties).toMatchObject({
      StatementId: expect.stringMatching(/^Pipeline-CdkDelivery-Pushes-.*-222222222222$/) as unknown,
      Statement: {
        Effect: 'Allow',
        Action: 'events:PutEvents',
        Condition: { 'ForAllValues:StringEquals': { 'events:source': 'aws.codecommit' } },
      },
    });
    expect(JSON.stringify(Properties)).toContain(':iam::222222222222:root');
  });

  test('is sent once for all pipelines that the accesses of a stack are for', () => {
    const { code } = world({
      repository: (stack) => {
        const repository = newRepository(stack);
        const known = { pipelineAccount: HOME.account, artifactBucketName: 'artifacts', repositories: [repository] };
        new DeliveryAccess(stack, 'Other', { ...known, pipelineName: 'billing' });
        return repository;
      },
    });
    Template.fromStack(code).resourceCountIs('AWS::Events::Rule', 1);
  });

  test('is not sent where another stack sends it, and lets nobody in where it does not start the pipeline', () => {
    const { code, pipeline } = world({
      access: () => ({ forwardPushes: false }),
      source: () => ({ triggers: [Trigger.manual()] }),
    });
    Template.fromStack(code).resourceCountIs('AWS::Events::Rule', 0);
    Template.fromStack(pipeline).resourceCountIs('AWS::Events::EventBusPolicy', 0);
  });
});

test('a repository of another account may be read by roles that its owners made', () => {
  const { pipeline } = world({
    source: (_access, code) => ({
      access: DeliveryAccess.fromRoleArns(code, 'Theirs', {
        actionRoleArn: 'arn:aws:iam::222222222222:role/theirs',
        region: REGION,
      }),
    }),
    reads: (code) => Repository.fromRepositoryArn(code, 'Shop', ORDERS.replace('orders', 'shop')),
  });
  expect(actionsOf(Template.fromStack(pipeline))['Source/Source']).toMatchObject({
    RoleArn: 'arn:aws:iam::222222222222:role/theirs',
    Configuration: { RepositoryName: 'shop' },
  });
});

describe('refused is', () => {
  const SOURCE = 'Source (Source.codeCommit)';
  const PIPELINE = 'Pipeline (DeliveryPipeline)';

  test.each<[string, Options, string]>([
    [
      'a repository of another account without an access',
      { source: () => ({ access: undefined }) },
      `${SOURCE} repository: must be in the account of the pipeline, 111111111111, where there is no access, got '222222222222'; give access a DeliveryAccess of that account`,
    ],
    [
      'a full clone of it',
      { source: () => ({ fullClone: true }) },
      `${SOURCE} fullClone: must not be given beside access: CodeCommit lets no build of another account pull`,
    ],
    [
      'a filter of its pushes',
      { source: () => ({ triggers: [Trigger.push({ paths: ['src/**'] })] }) },
      `${SOURCE} triggers[0].paths: must not be given: CodeCommit tells pushes to a branch and nothing more; name the branch by branch, and check pull requests by PullRequestChecks`,
    ],
    [
      'a repository that is not the access’s',
      { reads: (code) => Repository.fromRepositoryName(code, 'Shop', 'shop') },
      `${SOURCE} repository: must be among the repositories of the access, got 'shop'; add it to the DeliveryAccess`,
    ],
    [
      'a repository that is somewhere else',
      { reads: (_code, pipeline) => Repository.fromRepositoryName(pipeline, 'Shop', 'orders') },
      `${SOURCE} repository: must be where the access leads, to 222222222222 and eu-west-1, got '111111111111 and eu-west-1'`,
    ],
    [
      'what is no repository',
      { reads: () => untyped('orders') },
      `${SOURCE} repository: must be a CodeCommit repository, got 'orders'`,
    ],
    [
      'what is no access',
      { source: () => ({ access: untyped('there') }) },
      "Pipeline (DeliveryPipeline) sources[0].access: must be a DeliveryAccess, got 'there'",
    ],
    [
      'a check of its pull requests here',
      { delivery: () => ({ pullRequestChecks: {} }) },
      "Delivery (Delivery) pullRequestChecks: must not be given for a source with access: builds of another account cannot pull, got 'Source'; make PullRequestChecks in the account of its repository",
    ],
    [
      'a release of it to a third account without a build',
      {
        delivery: (app) => ({
          builds: [],
          stages: [
            {
              stageName: 'Production',
              access: new DeliveryAccess(new Stack(app, 'Third', { env: THIRD }), 'Access', {
                pipelineAccount: HOME.account,
                pipelineName: 'orders',
                artifactBucketName: 'artifacts',
                stackNames: ['shop'],
              }),
              targets: [DeployTarget.stack({ stackName: 'shop' })],
            },
          ],
        }),
      },
      "Pipeline (DeliveryPipeline) stages[0].targets[0].artifact: must be made in the account of the pipeline or in 333333333333: CodePipeline passes none from one other account to another, got 'the output of source Source in 222222222222'; build it in between",
    ],
  ])('%s', (_what, options, says) => {
    expect(errorsOf(world(options).pipeline)).toEqual([says]);
  });

  test.each<[string, Options, string[]]>([
    [
      'another region',
      {
        codeEnv: { ...CODE, region: 'us-east-1' },
        delivery: (app) => ({ otherFoundations: [storeIn(app, 'us-east-1')] }),
      },
      [
        `${PIPELINE} sources[0].access: must be in the region of the pipeline, eu-west-1: CodePipeline has sources there only, got 'us-east-1'`,
      ],
    ],
    [
      'the account of the pipeline',
      { codeEnv: HOME, access: () => ({ repositories: undefined }) },
      [`${PIPELINE} sources[0].access: must be in another account than the pipeline, got '111111111111'; leave it out`],
    ],
    [
      'a repository whose name nobody knows yet',
      {
        access: () => ({ repositories: undefined }),
        repository: (code) => new Repository(code, 'Repository', { repositoryName: lateName(code) }),
      },
      [
        `${SOURCE} repository: must have a name that is known at synthesis, since it is in another account; give it a literal repositoryName`,
      ],
    ],
  ])('an access to %s', (_what, options, says) => {
    expect(errorsOf(world(options).pipeline)).toEqual(says);
  });

  const ACCESS = 'Access (DeliveryAccess)';
  test.each<[string, Options, string]>([
    [
      'a repository of no literal name',
      { repository: (code) => new Repository(code, 'Repository', { repositoryName: lateName(code) }) },
      `${ACCESS} repositories: must have names that are known at synthesis, got 'Repository'; give it a literal repositoryName`,
    ],
    [
      'something else than a repository',
      { access: () => ({ repositories: untyped(['orders']) }) },
      `${ACCESS} repositories[0]: must be a CodeCommit repository, got 'orders'`,
    ],
    [
      'something else than a list',
      { access: () => ({ repositories: untyped('orders') }) },
      `${ACCESS} repositories: must be a list, got 'orders'`,
    ],
    [
      'a repository of the pipeline’s account',
      { codeEnv: HOME },
      `${ACCESS} repositories: must not be given in the account of the pipeline, which reads them by itself`,
    ],
    [
      'neither yes nor no',
      { access: () => ({ forwardPushes: untyped('maybe') }) },
      `${ACCESS} forwardPushes: must be true or false, got 'maybe'`,
    ],
  ])('an access with %s', (_what, options, says) => {
    expect(errorsOf(world(options).code).filter((error) => error.startsWith(ACCESS))).toEqual([says]);
  });

  function storeIn(app: App, region: string): DeliveryFoundation {
    const stack = new Stack(app, 'Store', { env: { ...HOME, region } });
    return new DeliveryFoundation(stack, 'Foundation', {
      encryptionKey: new Key(stack, 'Key'),
      trustedAccounts: [CODE.account],
    });
  }

  function lateName(scope: Stack): string {
    return new CfnParameter(scope, 'Name').valueAsString;
  }
});
