import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Repository as CodeRepository } from 'aws-cdk-lib/aws-codecommit';
import { User } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { parseBuildEvent } from '../handlers/pull-request-checks/build-event';
import { parseInput } from '../handlers/pull-request-checks/input';
import type { Check } from '../handlers/pull-request-checks/input';
import {
  Build,
  BuildCache,
  BuildSource,
  BuildVariable,
  Delivery,
  DeliveryFoundation,
  ImageRepository,
  PullRequestChecks,
  Source,
  SourceRepository,
} from '../lib';
import type { PullRequestChecksProps, PullRequestCheckSettings } from '../lib';
import { newStack, newTarget } from './support/fixtures';
import {
  all,
  expectAllowed,
  expectDenied,
  expectTightPolicies,
  here,
  resolveTemplates,
  roleOf,
} from './support/simulation';
import type { ResolvedTemplates } from './support/simulation';

const HANDLER = 'CdkDeliverypullrequestchecksRole';
const prefixed = (service: string, ...actions: string[]): string[] => actions.map((action) => `${service}:${action}`);
const through = (service: string): Record<string, string> => ({
  'kms:ViaService': `${service}.eu-west-1.amazonaws.com`,
});

describe('beside a delivery that may do much', () => {
  const app = new App();
  const env = { account: '111122223333', region: 'eu-west-1' };
  const shop = new Stack(app, 'Shop', { env });
  const code = new SourceRepository(shop, 'Code', {
    repositoryName: 'orders',
    encryptionKey: new Key(shop, 'CodeKey'),
  });
  const secretKey = new Key(shop, 'SecretKey');
  const secret = new Secret(shop, 'Secret', { encryptionKey: secretKey });
  const images = new ImageRepository(shop, 'Images', { repositoryName: 'orders' });
  const [cache, ownCache] = ['release-cache', 'pulls-cache'].map((it) => new Bucket(shop, it, { bucketName: it }));
  const releasedBy = (id: string, pullRequestChecks: PullRequestCheckSettings): Delivery => {
    const stack = new Stack(app, id, { env });
    return new Delivery(stack, 'Orders', {
      foundation: new DeliveryFoundation(stack, 'Foundation', { encryptionKey: new Key(stack, 'StoreKey') }),
      pipelineName: `orders-${id.toLowerCase()}`,
      sources: [Source.codeCommit(code)],
      builds: [
        Build.project({
          buildName: 'Package',
          commands: ['make'],
          variables: {
            SIGNING_KEY: BuildVariable.secret(secret),
            URL: BuildVariable.parameter('/orders/url', { encryptionKey: secretKey }),
          },
          cache: BuildCache.bucket(cache, ['node_modules/**/*']),
          image: { repository: images },
        }),
      ],
      stages: [{ stageName: 'Live', targets: [newTarget(new Stack(app, `${id}App`, { env }))] }],
      pullRequestChecks,
    });
  };
  releasedBy('Plain', {});
  releasedBy('Named', {
    commands: ['make test'],
    projectName: 'pulls',
    variables: { TOKEN: BuildVariable.secret(secret), URL: BuildVariable.parameter('/pulls/url') },
    cache: BuildCache.bucket(ownCache, ['node_modules/**/*']),
    comments: false,
    approval: {},
  });
  const templates = resolveTemplates(app.synth());
  const arnOf = (type: string, stackName: string, part = ''): string => {
    const found = templates
      .resourcesOfType(type)
      .filter((it) => it.stackName === stackName && it.logicalId.includes(part));
    expect(found).toHaveLength(1);
    return templates.arnOf(found[0]);
  };
  const secretArn = templates.refTo(templates.resourcesOfType('AWS::SecretsManager::Secret')[0]);
  const keyOf = (stackName: string, part: string): string => arnOf('AWS::KMS::Key', stackName, part);
  const storeOf = (stackName: string): string => arnOf('AWS::S3::Bucket', stackName, 'FoundationArtifacts');
  const orders = here('codecommit', 'orders');
  const project = (name: string): string => here('codebuild', `project/${name}`);
  const releaseProject = project('orders-plain--Package');
  const build = roleOf(templates, 'OrdersPullRequestChecksBuildRole', 'Plain');
  const handler = roleOf(templates, HANDLER, 'Plain');
  const comments = prefixed('codecommit', 'PostCommentForPullRequest');
  const approvals = prefixed('codecommit', 'UpdatePullRequestApprovalState');
  const pushes = prefixed('codecommit', 'GitPush', 'PutFile', 'CreateCommit', 'DeleteBranch', 'CreateBranch');
  const merges = [
    ...prefixed('codecommit', 'MergePullRequestByFastForward', 'MergePullRequestBySquash', 'MergeBranchesByThreeWay'),
    ...prefixed('codecommit', 'OverridePullRequestApprovalRules', 'UpdatePullRequestStatus', 'CreatePullRequest'),
  ];
  const starts = prefixed('codebuild', 'StartBuild', 'StartBuildBatch', 'RetryBuild', 'UpdateProject', 'StopBuild');
  const objects = prefixed('s3', 'GetObject', 'GetObjectVersion', 'PutObject', 'DeleteObject');
  const keys = prefixed('kms', 'Decrypt', 'GenerateDataKey', 'Encrypt');

  test('the build of a pull request may pull the repository, log and report below its own name', async () => {
    const [logs] = templates
      .resourcesOfType('AWS::Logs::LogGroup')
      .filter((it) => /Plain.*PullRequestChecksBuild/.test(`${it.stackName}${it.logicalId}`));
    const name = 'Plain-Orders-PullRequestChecks-Build';
    await expectAllowed(build, [
      ['codecommit:GitPull', orders],
      ...all(['kms:Decrypt'], keyOf('Shop', 'CodeKey'), through('codecommit')),
      ...all(
        ['logs:CreateLogStream', 'logs:PutLogEvents'],
        here('logs', `log-group:${templates.refTo(logs)}:log-stream:${name}/1`),
      ),
      ...all(
        prefixed('codebuild', 'CreateReportGroup', 'CreateReport'),
        here('codebuild', `report-group/${name}-unit`),
      ),
    ]);
    await expectDenied(build, [
      ['codecommit:GitPull', here('codecommit', 'orders2')],
      ...all(['kms:Decrypt'], keyOf('Shop', 'CodeKey'), through('s3')),
      ['logs:PutLogEvents', here('logs', 'log-group:/plain:log-stream:orders-plain--Package/1')],
      ['codebuild:CreateReport', here('codebuild', 'report-group/orders-plain--Package-unit')],
    ]);
  });

  test('it reads no secret and no parameter of the build that releases, and uses none of its keys', async () => {
    await expectDenied(build, [
      ['secretsmanager:GetSecretValue', secretArn],
      ...all(prefixed('ssm', 'GetParameters', 'GetParameter'), here('ssm', 'parameter/orders/url')),
      ...['secretsmanager', 'ssm', 's3'].flatMap((service) => all(keys, keyOf('Shop', 'SecretKey'), through(service))),
      ...all(keys, keyOf('Plain', 'StoreKey')),
      ...all(keys, keyOf('Plain', 'StoreKey'), through('s3')),
    ]);
  });

  test('it neither reads nor writes what the release takes: artifacts, cache and images', async () => {
    await expectDenied(build, [
      ...all(objects, `${storeOf('Plain')}/orders-plain/Package/x`),
      ...all(objects, 'arn:aws:s3:::release-cache/orders-plain--Package/x'),
      ...all(objects, 'arn:aws:s3:::release-cache/Plain-Orders-PullRequestChecks-Build/x'),
      ...all(prefixed('ecr', 'PutImage', 'InitiateLayerUpload', 'BatchGetImage'), here('ecr', 'repository/orders')),
      ['ecr:GetAuthorizationToken', '*'],
    ]);
  });

  test('it starts, releases, approves and says nothing by itself', async () => {
    const [release] = templates.resourcesOfType('AWS::Lambda::Function').filter((it) => it.stackName === 'PlainApp');
    await expectDenied(build, [
      ...[releaseProject, project('Plain-Orders-PullRequestChecks-Build')].flatMap((arn) => all(starts, arn)),
      ['codepipeline:StartPipelineExecution', here('codepipeline', 'orders-plain')],
      ['codepipeline:PutApprovalResult', here('codepipeline', 'orders-plain/Live/Approve')],
      ...all([...comments, ...approvals, ...merges, ...pushes], orders),
      ...all(['lambda:UpdateFunctionCode', 'lambda:InvokeFunction'], templates.arnOf(release)),
      ...[build, handler].flatMap(({ arn }) => all(['iam:PassRole', 'sts:AssumeRole'], arn)),
    ]);
  });

  test('what is named for it, it may use, and nothing of what is not', async () => {
    const named = roleOf(templates, 'OrdersPullRequestChecksBuildRole', 'Named');
    await expectAllowed(named, [
      ['secretsmanager:GetSecretValue', secretArn],
      ...all(['kms:Decrypt'], keyOf('Shop', 'SecretKey'), through('secretsmanager')),
      ['ssm:GetParameters', here('ssm', 'parameter/pulls/url')],
      ...all(['s3:GetObject', 's3:PutObject'], 'arn:aws:s3:::pulls-cache/pulls/x'),
    ]);
    await expectDenied(named, [
      ['ssm:GetParameters', here('ssm', 'parameter/orders/url')],
      ...all(objects, 'arn:aws:s3:::pulls-cache/orders-named--Package/x'),
      ...all(objects, 'arn:aws:s3:::release-cache/pulls/x'),
      ...all(objects, `${storeOf('Named')}/orders-named/Package/x`),
      ...all([...comments, ...approvals], orders),
    ]);
  });

  test('the build that releases reads nothing of the checks: their cache is not its own', async () => {
    const release = roleOf(templates, 'OrdersPipelineCommandRole', 'Named');
    await expectAllowed(release, all(['s3:GetObject'], 'arn:aws:s3:::release-cache/orders-named--Package/x'));
    await expectDenied(release, [
      ...all(objects, 'arn:aws:s3:::pulls-cache/pulls/x'),
      ...all(objects, 'arn:aws:s3:::release-cache/pulls/x'),
    ]);
  });

  test('the function may merge for a build, start its own project, and comment', async () => {
    await expectAllowed(handler, [
      ...all(prefixed('codecommit', 'CreateUnreferencedMergeCommit', 'GetPullRequest'), orders),
      ...all(comments, orders),
      ...all(
        prefixed('codebuild', 'StartBuild', 'BatchGetBuilds', 'ListBuildsForProject'),
        project('Plain-Orders-PullRequestChecks-Build'),
      ),
      ...all(['kms:Decrypt', 'kms:GenerateDataKey'], keyOf('Shop', 'CodeKey'), through('codecommit')),
    ]);
  });

  test('the function may start nothing else, not push, not merge a pull request, and not release', async () => {
    await expectDenied(handler, [
      ...all(starts, releaseProject),
      ...all(starts, project('pulls')),
      ...all([...pushes, ...merges, 'codecommit:GitPull'], orders),
      ...all([...comments, 'codecommit:CreateUnreferencedMergeCommit'], here('codecommit', 'orders2')),
      ['codepipeline:StartPipelineExecution', here('codepipeline', 'orders-plain')],
      ...all(objects, `${storeOf('Plain')}/orders-plain/Package/x`),
      ['secretsmanager:GetSecretValue', secretArn],
      ...all(['iam:PassRole', 'sts:AssumeRole'], build.arn),
    ]);
  });

  test('the function comments and approves only where it was asked for', async () => {
    await expectDenied(handler, all(approvals, orders));
    const quiet = roleOf(templates, HANDLER, 'Named');
    await expectAllowed(quiet, all(approvals, orders));
    await expectDenied(quiet, [...all(comments, orders), ...all(approvals, here('codecommit', 'orders2'))]);
  });

  test('no statement has a star for an action that has a resource type, and all actions exist', async () => {
    await expectTightPolicies(templates);
  });
});

type Make = (stack: Stack) => Partial<PullRequestChecksProps>;

/** A check of the repository `orders`, as it would be deployed. */
function resolvedOf(make: Make = () => ({})): ResolvedTemplates {
  const stack = newStack();
  const repositories = [CodeRepository.fromRepositoryName(stack, 'Orders', 'orders')];
  new PullRequestChecks(stack, 'Unit', { repositories, ...make(stack) });
  return resolveTemplates([{ stackName: 'Test', template: Template.fromStack(stack).toJSON() }]);
}

/** What EventBridge makes of an event for the target of a rule: a path stands for its value, with its quotes. */
function inputOf(templates: ResolvedTemplates, part: string, event: Record<string, unknown>): unknown {
  const [rule] = templates.resourcesOfType('AWS::Events::Rule').filter(({ logicalId }) => logicalId.includes(part));
  const [{ InputTransformer }] = rule.properties.Targets as unknown as {
    InputTransformer: { InputPathsMap: Record<string, string>; InputTemplate: string };
  }[];
  const { InputPathsMap, InputTemplate } = InputTransformer;
  const text = InputTemplate.replace(/<([\w-]+)>/g, (_, name: string) =>
    JSON.stringify(event[InputPathsMap[name].replace(/^\$\./, '')]),
  );
  return JSON.parse(text);
}

describe('what the function is told', () => {
  const PLACE = { id: 'event-1', region: 'eu-west-1', account: '111122223333' };
  const detail = { pullRequestId: '7', title: 'A "title" with an <id>' };
  const opened = { ...PLACE, 'detail-type': 'CodeCommit Pull Request State Change', detail };
  const checkOf = (make?: Make): Check => parseInput(inputOf(resolvedOf(make), 'OnPullRequest', opened)).check;
  const templates = resolvedOf();
  const { roleName } = roleOf(templates, HANDLER);

  test('of a pull request is just what it takes', () => {
    const check = {
      projectName: 'Test-Unit-Build',
      checkName: 'Unit',
      comments: true,
      approval: false,
      repositories: ['orders'],
      urlSuffix: 'amazonaws.com',
      initiator: roleName,
    };
    const input = inputOf(templates, 'OnPullRequest', opened);
    const { 'detail-type': detailType, ...others } = opened;
    expect(input).toEqual({ check: expect.objectContaining(check) as unknown, detailType, ...others });
    expect(parseInput(input)).toEqual({
      check: { ...check, branches: undefined, consoleHost: 'console.aws.amazon.com' },
      detailType,
      region: 'eu-west-1',
      account: '111122223333',
      detail,
    });
  });

  test('of a build lets it know its own build again', () => {
    const variables = {
      ID: '7',
      REPOSITORY: 'orders',
      CHECK: 'Unit',
      REVISION_ID: 'r',
      SOURCE_COMMIT: 's',
      DESTINATION_COMMIT: 'd',
      SOURCE_REFERENCE: 'refs/heads/x',
      DESTINATION_REFERENCE: 'refs/heads/main',
    };
    const built = (initiator: string): unknown => {
      const more = {
        initiator,
        source: { location: 'https://git-codecommit.eu-west-1.amazonaws.com/v1/repos/orders' },
        environment: {
          'environment-variables': Object.entries(variables).map(([name, value]) => ({
            name: `PULL_REQUEST_${name}`,
            value,
          })),
        },
      };
      const ended = {
        'build-status': 'SUCCEEDED',
        'project-name': 'Test-Unit-Build',
        'build-id': here('codebuild', 'build/Test-Unit-Build:1'),
        'additional-information': more,
      };
      const event = { ...PLACE, 'detail-type': 'CodeBuild Build State Change', detail: ended };
      return parseBuildEvent(parseInput(inputOf(templates, 'OnBuild', event)));
    };
    expect(built(`${roleName}/function`)).toMatchObject({ passed: true, revision: { pullRequestId: '7' } });
    expect(built('Somebody/session')).toEqual({
      ignored: expect.stringContaining('started by somebody else') as unknown,
    });
  });

  test.each<[string, Partial<PullRequestChecksProps>, Partial<Check>]>([
    ['the branches', { branches: ['main', 'release/*'] }, { branches: ['main', 'release/*'] }],
    ['no branches, for all', {}, { branches: undefined }],
    ['the name of the check', { checkName: 'Unit "tests"' }, { checkName: 'Unit "tests"' }],
    ['that it does not comment', { comments: false }, { comments: false }],
    ['that it approves', { approval: {} }, { approval: true }],
    ['that it approves, said at length', { approval: { enabled: true } }, { approval: true }],
    ['that it does not approve', { approval: { enabled: false } }, { approval: false }],
    ['the name of the project', { projectName: 'pulls' }, { projectName: 'pulls' }],
  ])('is %s, as the user decides', (_, props, check) => {
    expect(checkOf(() => props)).toMatchObject(check);
  });

  test('is the console of the partition', () => {
    const consoleIn = (region: string): string => {
      const stack = newStack({ env: { account: '111122223333', region } });
      new PullRequestChecks(stack, 'Unit', {
        repositories: [CodeRepository.fromRepositoryName(stack, 'Orders', 'orders')],
      });
      const given = { stackName: 'Test', template: Template.fromStack(stack).toJSON(), region };
      return parseInput(inputOf(resolveTemplates([given]), 'OnPullRequest', opened)).check.consoleHost;
    };
    expect(consoleIn('eu-west-1')).toBe('console.aws.amazon.com');
    expect(consoleIn('us-gov-west-1')).toBe('console.amazonaws-us-gov.com');
  });

  test('is the name of a repository that the stack makes', () => {
    const made = checkOf((stack) => ({
      repositories: [new SourceRepository(stack, 'Code', { repositoryName: 'made' })],
    }));
    expect(made.repositories).toEqual(['made']);
  });
});

describe('the grants of a check', () => {
  test.each<[string, 'grantComment' | 'grantApprovalState']>([
    ['codecommit:PostCommentForPullRequest', 'grantComment'],
    ['codecommit:UpdatePullRequestApprovalState', 'grantApprovalState'],
  ])('allow %s at just its repositories, by %s', (action, grant) => {
    const stack = newStack();
    const repositories = ['orders', 'shop'].map((name) => CodeRepository.fromRepositoryName(stack, name, name));
    const checks = new PullRequestChecks(stack, 'Checks', { repositories });
    expect(checks[grant](new User(stack, 'User')).success).toBe(true);
    const templates = resolveTemplates([{ stackName: 'Test', template: Template.fromStack(stack).toJSON() }]);
    const [policy] = templates.resourcesOfType('AWS::IAM::Policy').filter((it) => it.logicalId.startsWith('User'));
    expect(policy.properties.PolicyDocument).toMatchObject({
      Statement: [
        { Effect: 'Allow', Action: action, Resource: [here('codecommit', 'orders'), here('codecommit', 'shop')] },
      ],
    });
  });

  test('are dropped at other hosts, where AWS grants nothing', () => {
    const stack = newStack();
    const connectionArn = here('codeconnections', 'connection/0a1b');
    const source = BuildSource.gitHub({ connectionArn, repository: 'acme/orders' });
    const checks = new PullRequestChecks(stack, 'Checks', { source });
    const user = new User(stack, 'User');
    expect([checks.grantComment(user), checks.grantApprovalState(user)].map(({ success }) => success)).toEqual([
      false,
      false,
    ]);
    const policies = Object.keys(Template.fromStack(stack).findResources('AWS::IAM::Policy'));
    expect(policies.filter((id) => id.startsWith('User'))).toEqual([]);
  });
});
