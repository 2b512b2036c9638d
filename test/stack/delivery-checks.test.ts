import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { PipelineProject, Project } from 'aws-cdk-lib/aws-codebuild';
import { Repository as CodeRepository } from 'aws-cdk-lib/aws-codecommit';
import { Repository as ImageRepository } from 'aws-cdk-lib/aws-ecr';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { AwsSolutionsChecks } from 'cdk-nag';
import {
  ApprovalRule,
  Build,
  BuildCache,
  BuildVariable,
  Delivery,
  PullRequestChecks,
  Source,
  SourceRepository,
  Trigger,
} from '../../lib';
import type { ConnectionSourceOptions, DeliveryProps, ISource } from '../../lib';
import {
  errorsOf,
  lockedStacks,
  logicalIdOf,
  newStack,
  newTarget,
  onlyResource,
  resourcesOf,
} from '../support/fixtures';
import { untyped } from '../support/mistakes';

const PROJECT = 'AWS::CodeBuild::Project';
const RULE = 'AWS::Events::Rule';
const CONNECTION = 'arn:aws:codeconnections:eu-west-1:111122223333:connection/0a1b';

const connected = (sourceName: string): ConnectionSourceOptions => ({
  connectionArn: CONNECTION,
  repository: `acme/${sourceName}`,
  sourceName,
});
const orders = (stack: Stack, name = 'orders'): CodeRepository =>
  untyped(CodeRepository.fromRepositoryName(stack, name, name));
const codeCommit = (stack: Stack, name = 'orders'): ISource =>
  Source.codeCommit(orders(stack, name), { sourceName: name });

/** A delivery with these sources, whose pull requests are checked unless the test says otherwise. */
function deliveryOf(stack: Stack, sources: ISource[], props: Partial<DeliveryProps> = {}): Delivery {
  const builds = [Build.project({ buildName: 'Package' })];
  return new Delivery(stack, 'Delivery', { sources, builds, pullRequestChecks: {}, ...props });
}

/** The ids of the checks, and the types of what their projects build. */
function checkedIn(stack: Stack, { pullRequestChecks }: Delivery): unknown {
  const template = Template.fromStack(stack);
  return Object.fromEntries(
    pullRequestChecks.map(({ node }) => {
      const id = logicalIdOf(template, PROJECT, `${node.id.replace(/_/g, '')}Build`);
      return [node.id, (resourcesOf(template, PROJECT)[id].Properties.Source as { Type: string }).Type];
    }),
  );
}

describe('a delivery', () => {
  test('checks no pull requests unless it is asked for', () => {
    const stack = newStack();
    const { pullRequestChecks } = deliveryOf(stack, [codeCommit(stack)], { pullRequestChecks: undefined });
    expect(pullRequestChecks).toEqual([]);
    const template = Template.fromStack(stack);
    template.resourceCountIs(PROJECT, 1);
    template.resourceCountIs('AWS::Lambda::Function', 0);
  });

  test('checks the pull requests of its source by a build of its own, which the pipeline does not know', () => {
    const stack = newStack();
    const delivery = deliveryOf(stack, [codeCommit(stack)]);
    expect(checkedIn(stack, delivery)).toEqual({ PullRequestChecks: 'CODECOMMIT' });
    const [check] = delivery.pullRequestChecks;
    expect(check.buildProject?.projectName).toBe('Test-Delivery-PullRequestChecks-Build');
    expect(check.buildProject?.role).not.toBe(delivery.pipeline.buildProject('Package').role);
    const template = Template.fromStack(stack);
    template.resourceCountIs(PROJECT, 2);
    expect(JSON.stringify(onlyResource(template, 'AWS::CodePipeline::Pipeline'))).not.toContain('PullRequestChecks');
  });

  test('checks all its repositories at CodeCommit by one construct, each once', () => {
    const stack = newStack();
    const [app, infra] = [orders(stack, 'app'), orders(stack, 'infra')];
    const sources = [app, infra, app].map((it, index) => Source.codeCommit(it, { sourceName: `source${index}` }));
    expect(checkedIn(stack, deliveryOf(stack, sources))).toEqual({ PullRequestChecks: 'CODECOMMIT' });
    const [pattern] = Object.entries(resourcesOf(Template.fromStack(stack), RULE))
      .filter(([id]) => id.includes('OnPullRequest'))
      .map(([, { Properties }]) => Properties.EventPattern);
    expect(pattern).toMatchObject({ detail: { repositoryNames: ['app', 'infra'] } });
  });

  test('checks each source at another host by a construct of its own', () => {
    const stack = newStack();
    const sources = [
      codeCommit(stack),
      Source.gitHub(connected('hub')),
      Source.gitLab(connected('lab')),
      Source.bitbucket(connected('bucket')),
    ];
    expect(checkedIn(stack, deliveryOf(stack, sources))).toEqual({
      PullRequestChecks: 'CODECOMMIT',
      PullRequestCheckshub: 'GITHUB',
      PullRequestCheckslab: 'GITLAB',
      PullRequestChecksbucket: 'BITBUCKET',
    });
  });

  test('checks a source at GitHub by a webhook for all branches, whatever starts the pipeline', () => {
    const stack = newStack();
    const triggers = [Trigger.push({ branches: ['release'], paths: ['app/**'] })];
    deliveryOf(stack, [Source.gitHub({ ...connected('hub'), branch: 'release', triggers })]);
    const template = Template.fromStack(stack);
    const id = logicalIdOf(template, PROJECT, 'PullRequestCheckshub');
    expect(resourcesOf(template, PROJECT)[id].Properties).toMatchObject({
      Source: { Type: 'GITHUB', Location: 'https://github.com/acme/hub.git', ReportBuildStatus: true },
      SourceVersion: 'release',
      Triggers: {
        Webhook: true,
        FilterGroups: [[{ Type: 'EVENT' }, { Type: 'BASE_REF', Pattern: '^refs/heads/(.*)$' }]],
        PullRequestBuildPolicy: { RequiresCommentApproval: 'FORK_PULL_REQUESTS' },
      },
    });
    template.resourceCountIs('AWS::Lambda::Function', 0);
  });

  test('passes on how the pull requests are checked', () => {
    const stack = newStack();
    const { pullRequestChecks } = deliveryOf(stack, [codeCommit(stack)], {
      pullRequestChecks: { commands: ['make test'], projectName: 'pulls', checkName: 'Tests', approval: {} },
    });
    const template = Template.fromStack(stack);
    const id = logicalIdOf(template, PROJECT, 'PullRequestChecks');
    const { Name, Source: source } = resourcesOf(template, PROJECT)[id].Properties;
    expect(Name).toBe('pulls');
    expect(JSON.parse((source as { BuildSpec: string }).BuildSpec)).toMatchObject({
      phases: { build: { commands: ['make test'] } },
    });
    expect(pullRequestChecks[0].approver).toBeDefined();
    expect(JSON.stringify(resourcesOf(template, RULE))).toContain('\\"checkName\\":\\"Tests\\"');
  });

  test('checks in a project that exists', () => {
    const stack = newStack();
    const project = new PipelineProject(stack, 'Mine');
    const [check] = deliveryOf(stack, [codeCommit(stack)], { pullRequestChecks: { project } }).pullRequestChecks;
    expect([check.project, check.buildProject]).toEqual([project, undefined]);
  });

  test('keeps the logical ids of its checks, and of all else, when others come beside or before', () => {
    const idsWith = (more: (stack: Stack) => ISource[], props: Partial<DeliveryProps> = {}): string[] => {
      const stack = newStack();
      deliveryOf(stack, [...more(stack), codeCommit(stack), Source.gitHub(connected('hub'))], props);
      return Object.keys(Template.fromStack(stack).toJSON().Resources as object);
    };
    const few = idsWith(() => []);
    const many = idsWith((stack) => [Source.gitLab(connected('lab')), codeCommit(stack, 'infra')]);
    const unchecked = idsWith(() => [], { pullRequestChecks: undefined });
    expect(many).toEqual(expect.arrayContaining(few));
    expect(few).toEqual(expect.arrayContaining(unchecked));
    expect(few.length).toBeGreaterThan(unchecked.length);
  });

  test('checks repositories of another stack without a lock', () => {
    const app = new App();
    const [code, stack] = [new Stack(app, 'Code'), new Stack(app, 'Delivery')];
    deliveryOf(stack, [Source.codeCommit(new SourceRepository(code, 'Repository', { repositoryName: 'orders' }))]);
    expect(lockedStacks(app)).toEqual([]);
  });
});

const NEEDS =
  'Delivery (Delivery) pullRequestChecks: needs a source at CodeCommit, GitHub, GitLab or Bitbucket; at a server of your own make PullRequestChecks yourself; elsewhere use a pipeline with Trigger.pullRequest';

test.each<[string, (stack: Stack) => ISource]>([
  ['Azure DevOps', () => Source.azureDevOps({ ...connected('code'), repository: 'acme/shop/code' })],
  ['a bucket', (stack) => Source.s3(new Bucket(stack, 'Bucket', { versioned: true }), { objectKey: 'code.zip' })],
  ['a repository of images', (stack) => Source.ecr(new ImageRepository(stack, 'Images'))],
  ['a GitHub server of one’s own', () => Source.gitHubEnterprise(connected('code'))],
  ['a GitLab server of one’s own', () => Source.gitLabSelfManaged(connected('code'))],
])('pull requests of %s alone cannot be checked', (_, source) => {
  const stack = newStack();
  const { pullRequestChecks } = deliveryOf(stack, [source(stack)]);
  expect(pullRequestChecks).toEqual([]);
  expect(errorsOf(stack)).toEqual([NEEDS]);
});

test.each<[string, unknown, string]>([
  ['no sources', undefined, 'Pipeline (DeliveryPipeline) sources: must be a list, got nothing'],
  ['a source that is nothing', [undefined], 'Pipeline (DeliveryPipeline) sources[0]: must not be empty, got nothing'],
  [
    'the name of a repository',
    [Source.codeCommit(untyped('orders'))],
    "Source (Source.codeCommit) repository: must be a CodeCommit repository, got 'orders'",
  ],
])('%s in the place of sources: reported, and nothing is thrown', (_, sources, says) => {
  const stack = newStack();
  deliveryOf(stack, untyped(sources));
  expect(errorsOf(stack)).toContain(says);
});

test('cdk-nag finds nothing that is not acknowledged in an app with checks of all kinds', () => {
  const app = new App();
  const [shop, stack] = [new Stack(app, 'Shop'), new Stack(app, 'Delivery')];
  const code = new SourceRepository(shop, 'Code', { repositoryName: 'orders' });
  const existing = Project.fromProjectName(stack, 'Existing', 'old');
  const delivery = new Delivery(stack, 'Delivery', {
    sources: [Source.codeCommit(code), Source.gitHub(connected('hub'))],
    builds: [
      Build.project({ buildName: 'Package', batch: {} }),
      Build.existing(existing, {
        buildName: 'Old',
        batch: true,
        variables: { URL: BuildVariable.parameter('/orders/url') },
      }),
    ],
    stages: [{ stageName: 'Live', targets: [newTarget(stack)] }],
    pullRequestChecks: { commands: ['make'], variables: { URL: BuildVariable.parameter('/pulls/url') } },
  });
  const more = new PullRequestChecks(stack, 'More', {
    repositories: [code],
    approval: {},
    cache: BuildCache.bucket(Bucket.fromBucketName(stack, 'Cache', 'pulls-cache'), ['node_modules/**/*']),
    variables: { KEY: BuildVariable.secret(Secret.fromSecretNameV2(stack, 'Secret', 'pulls')) },
  });
  if (more.approver !== undefined) {
    new ApprovalRule(stack, 'Rule', { required: 1, repositories: [code], approvers: [more.approver] });
  }
  expect(delivery.pullRequestChecks).toHaveLength(2);
  app.synth();
  const { violations } = new AwsSolutionsChecks(app).validateScope(app);
  // The function that is released has a role of aws-cdk-lib.
  const own = violations.flatMap(({ ruleName, violatingResources }) =>
    violatingResources
      .filter(({ constructPath }) => constructPath !== 'Delivery/ProductionFunction/ServiceRole/Resource')
      .map(({ constructPath }) => `${ruleName} at ${constructPath}`),
  );
  expect(own).toEqual([]);
});
