import { CfnParameter, Stack } from 'aws-cdk-lib';
import { Repository, RepositoryEventTrigger } from 'aws-cdk-lib/aws-codecommit';
import { Repository as ImageRepository } from 'aws-cdk-lib/aws-ecr';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Topic } from 'aws-cdk-lib/aws-sns';
import {
  ApprovalRule,
  Approver,
  BranchProtection,
  ConnectionProvider,
  Source,
  SourceConnection,
  SourceRepository,
} from '../lib';
import type {
  ApprovalRuleProps,
  BranchProtectionProps,
  ConnectionSourceOptions,
  ISource,
  RepositoryTrigger,
  SourceConnectionProps,
  SourceRepositoryProps,
} from '../lib';
import { gitHub, pipelineOf } from './source/support';
import { newFunction } from './support/fixtures';
import { expectReport, untyped } from './support/mistakes';
import type { Mistake } from './support/mistakes';

type Make = (stack: Stack) => unknown;
type Row = [what: string, make: Make, says: string];

const orders = (stack: Stack): Repository => untyped(Repository.fromRepositoryName(stack, 'Orders', 'orders'));
const elsewhere = (stack: Stack): Stack =>
  new Stack(stack, 'Elsewhere', { env: { region: 'us-east-1', account: '1' } });
const many = (count: number, text = 'b'): string[] => Array.from({ length: count }, (_, index) => `${text}${index}`);

const repository = (props: Partial<SourceRepositoryProps>) => (stack: Stack) =>
  new SourceRepository(stack, 'Code', { repositoryName: 'orders', ...props });
const told = (make: (stack: Stack) => Partial<RepositoryTrigger>) => (stack: Stack) =>
  repository({ triggers: [{ triggerName: 'tell', topic: new Topic(stack, 'Topic'), ...make(stack) }] })(stack);
const protection = (props: Partial<BranchProtectionProps>) => (stack: Stack) =>
  new BranchProtection(stack, 'Guard', { branches: ['main'], repositories: [orders(stack)], ...props });
const rule = (props: Partial<ApprovalRuleProps>) => (stack: Stack) =>
  new ApprovalRule(stack, 'Rule', { required: 1, repositories: [orders(stack)], ...props });
const connection = (props: Partial<SourceConnectionProps>) => (stack: Stack) =>
  new SourceConnection(stack, 'Connection', { provider: ConnectionProvider.GITHUB, ...props });
const source = (make: (stack: Stack) => ISource) => (stack: Stack) => pipelineOf(stack, make(stack));
const connected = (options: Partial<ConnectionSourceOptions>) => source(() => gitHub(undefined, options));

const BRANCH = 'must be 1 to 256 characters of what Git allows, without wildcards and without refs/heads/';
const PROTECTED =
  'must be 1 to 256 characters of what Git allows, with * for any characters, and without refs/heads/, < and >';
const ARN =
  'must be the ARN of a connection, got GIVEN; take that of a SourceConnection, or copy it from the console (Developer Tools, Settings, Connections)';
const MEMBER =
  'must be the ARN of a user or of sessions of a role, or begin with CodeCommitApprovers:, got GIVEN; a role counts by its sessions, arn:aws:sts::111122223333:assumed-role/NAME/*';
const ROLE_ARN = 'arn:aws:iam::111122223333:role/Reviewers';

const REPOSITORIES: Row[] = [
  [
    'a name with a slash',
    repository({ repositoryName: 'acme/orders' }),
    "repositoryName: must be 1 to 100 characters of letters, digits and . _ -, not ending in .git, got 'acme/orders'",
  ],
  ['no name', repository({ repositoryName: untyped(undefined) }), 'repositoryName: must be given, got nothing'],
  [
    'a description that is too long',
    repository({ description: 'x'.repeat(1001) }),
    'description: must be 0 to 1000 characters, got 1001',
  ],
  [
    'a seed of another branch name',
    repository({ seed: { directory: __dirname, branch: 'a b' } }),
    `seed.branch: ${BRANCH}, got 'a b'`,
  ],
  ['a seed without a folder', repository({ seed: untyped({}) }), 'seed.directory: must be a folder, got nothing'],
  [
    'a key of another region',
    (stack) =>
      repository({ encryptionKey: new Key(elsewhere(stack), 'Key') })(
        new Stack(stack, 'Here', { env: { region: 'eu-west-1', account: '1' } }),
      ),
    "encryptionKey: must be in the region of the stack that uses it, eu-west-1, got 'us-east-1'; use one of that region",
  ],
  [
    'a trigger without a name',
    told(() => ({ triggerName: untyped(undefined) })),
    'triggers[0].triggerName: must be given, got nothing',
  ],
  [
    'a trigger with a space',
    told(() => ({ triggerName: 'tell all' })),
    "triggers[0].triggerName: must be 1 to 100 characters of any character but spaces and commas, got 'tell all'",
  ],
  [
    'a trigger to nobody',
    told(() => ({ topic: undefined })),
    'triggers[0].topic: must be given, or function, and not both',
  ],
  [
    'a trigger to two',
    told((stack) => ({ function: newFunction(stack) })),
    'triggers[0].topic: must be given, or function, and not both',
  ],
  [
    'a FIFO topic',
    told((stack) => ({ topic: new Topic(stack, 'Fifo', { fifo: true }) })),
    'triggers[0].topic: must not be a FIFO topic',
  ],
  [
    'two triggers of a name',
    (stack) => {
      const topic = new Topic(stack, 'Topic');
      return repository({
        triggers: [
          { triggerName: 'a', topic },
          { triggerName: 'a', topic },
        ],
      })(stack);
    },
    "triggers[1].triggerName: must be unique, got 'a'",
  ],
  [
    'eleven triggers',
    (stack) => {
      const topic = new Topic(stack, 'Topic');
      return repository({ triggers: many(11).map((triggerName) => ({ triggerName, topic })) })(stack);
    },
    'triggers: must be 0 to 10 triggers, got 11',
  ],
  [
    'eleven branches of a trigger',
    told(() => ({ branches: many(11) })),
    'triggers[0].branches: must be 0 to 10 branches, got 11',
  ],
  [
    'a branch of a trigger as a pattern',
    told(() => ({ branches: ['release/*'] })),
    `triggers[0].branches[0]: ${BRANCH}, got 'release/*'`,
  ],
  [
    'all events and others',
    told(() => ({ events: [RepositoryEventTrigger.ALL, RepositoryEventTrigger.CREATE_REF] })),
    'triggers[0].events: must not have others beside ALL',
  ],
  ['no events', told(() => ({ events: [] })), 'triggers[0].events: must have at least 1, got 0'],
  [
    'too much data',
    told(() => ({ customData: 'x'.repeat(1001) })),
    'triggers[0].customData: must be 0 to 1000 characters, got 1001',
  ],
];

const PROTECTIONS: Row[] = [
  ['no branches', protection({ branches: [] }), 'branches: must have at least 1, got 0'],
  [
    'a whole reference',
    protection({ branches: ['refs/heads/main'] }),
    `branches[0]: ${PROTECTED}, got 'refs/heads/main'`,
  ],
  ['a branch that is a question mark', protection({ branches: ['main', '?'] }), `branches[1]: ${PROTECTED}, got '?'`],
  [
    'an exempt session',
    protection({ exemptPrincipalArns: ['arn:aws:sts::111122223333:assumed-role/Release/ann'] }),
    "exemptPrincipalArns[0]: must be the ARN of a role or user of IAM, got 'arn:aws:sts::111122223333:assumed-role/Release/ann'; a session counts by the ARN of its role",
  ],
  [
    'a policy name with a slash',
    protection({ policyName: 'a/b' }),
    "policyName: must be 1 to 128 characters of letters, digits and _ + = , . @ -, got 'a/b'",
  ],
  ['no repositories', protection({ repositories: [] }), 'repositories: must have at least 1, got 0'],
  [
    'a repository twice',
    (stack) => {
      const twice = orders(stack);
      return protection({ repositories: [twice, twice] })(new Stack(stack, 'Here'));
    },
    'repositories[1]: must not stand there twice',
  ],
  [
    'a repository that is a name',
    protection({ repositories: [untyped('orders')] }),
    "repositories[0]: must be a CodeCommit repository, got 'orders'",
  ],
];

const RULES: Row[] = [
  ['no number of approvals', rule({ required: untyped(undefined) }), 'required: must be given, got nothing'],
  ['no approvals', rule({ required: 0 }), 'required: must be 1 to 50 approvals, got 0'],
  ['half an approval', rule({ required: 1.5 }), 'required: must be a whole number of 1 to 50 approvals, got 1.5'],
  [
    'a number that is known at deployment only',
    (stack) => rule({ required: new CfnParameter(stack, 'Count', { type: 'Number' }).valueAsNumber })(stack),
    'required: must be known at synthesis, got a value known at deployment only; give a literal',
  ],
  [
    'a name that is too long',
    rule({ ruleName: 'x'.repeat(101) }),
    `ruleName: must be 1 to 100 characters of any character but control characters, got '${'x'.repeat(101)}'`,
  ],
  [
    'a description that is too long',
    rule({ description: 'x'.repeat(401) }),
    'description: must be 0 to 400 characters, got 401',
  ],
  ['a branch as a pattern', rule({ branches: ['release/*'] }), `branches[0]: ${BRANCH}, got 'release/*'`],
  ['101 branches', rule({ branches: many(101) }), 'branches: must be 0 to 100 branches, got 101'],
  [
    '51 approvers',
    rule({ approvers: many(51).map((name) => Approver.roleNamed(name)) }),
    'approvers: must be 0 to 50 approvers, got 51',
  ],
  ['nobody in the list of approvers', rule({ approvers: [] }), 'approvers: must have at least 1, got 0'],
  [
    'an approver that is a role',
    rule({ approvers: [Approver.member(ROLE_ARN)] }),
    `approvers[0]: ${MEMBER.replace('GIVEN', `'${ROLE_ARN}'`)}`,
  ],
  [
    'an approver that is the name of a person',
    rule({ approvers: [Approver.member('ann')] }),
    `approvers[0]: ${MEMBER.replace('GIVEN', "'ann'")}`,
  ],
  [
    'a role with its path',
    rule({ approvers: [Approver.roleNamed('team/Reviewers')] }),
    "approvers[0]: must be the name of a role, without its path, got 'team/Reviewers'",
  ],
  [
    'a role that is a name',
    rule({ approvers: [Approver.role(untyped('Reviewers'))] }),
    "approvers[0]: must be a role, got 'Reviewers'",
  ],
  ['no repositories', rule({ repositories: [] }), 'repositories: must have at least 1, got 0'],
];

const CONNECTIONS: Row[] = [
  [
    'an unknown provider',
    connection({ provider: untyped('github') }),
    "provider: must be one of GitHub, GitHubEnterpriseServer, Bitbucket, GitLab, GitLabSelfManaged, AzureDevOps, got 'github'; use ConnectionProvider",
  ],
  [
    'a server of one’s own without its host',
    connection({ provider: ConnectionProvider.GITLAB_SELF_MANAGED }),
    'hostArn: must be given for GitLabSelfManaged; make a CfnHost, and set it up in the console',
  ],
  [
    'a public service with a host',
    connection({ hostArn: 'arn:host' }),
    'hostArn: must not be given for GitHub, which AWS reaches by itself',
  ],
  [
    'a name that is too long',
    connection({ connectionName: 'x'.repeat(33) }),
    `connectionName: must be 1 to 32 characters of any character, got '${'x'.repeat(33)}'`,
  ],
];

const SOURCES: Row[] = [
  [
    'no connection',
    connected({ connectionArn: untyped(undefined) }),
    `connectionArn: ${ARN.replace('GIVEN', 'nothing')}`,
  ],
  [
    'the name of a connection',
    connected({ connectionArn: 'acme' }),
    `connectionArn: ${ARN.replace('GIVEN', "'acme'")}`,
  ],
  [
    'the ARN of a host',
    connected({ connectionArn: 'arn:aws:codeconnections:eu-west-1:111122223333:host/a' }),
    `connectionArn: ${ARN.replace('GIVEN', "'arn:aws:codeconnections:eu-west-1:111122223333:host/a'")}`,
  ],
  [
    'a repository without its owner',
    connected({ repository: 'orders' }),
    "repository: must be a literal of the form OWNER/REPOSITORY, without .git, got 'orders'",
  ],
  [
    'the address of a repository',
    connected({ repository: 'https://github.com/acme/orders' }),
    "repository: must be a literal of the form OWNER/REPOSITORY, without .git, got 'https://github.com/acme/orders'",
  ],
  [
    'a repository that is known at deployment only',
    (stack) => connected({ repository: new CfnParameter(stack, 'Name').valueAsString })(stack),
    'repository: must be a literal of the form OWNER/REPOSITORY, without .git, got a value known at deployment only',
  ],
  ['a branch as a reference', connected({ branch: 'refs/heads/main' }), `branch: ${BRANCH}, got 'refs/heads/main'`],
];

const OTHERS: Mistake[] = [
  {
    what: 'a branch that Git does not allow',
    make: source((stack) => Source.codeCommit(orders(stack), { branch: 'a..b' })),
    says: `Source (Source.codeCommit) branch: ${BRANCH}, got 'a..b'`,
  },
  {
    what: 'no key of the object',
    make: source((stack) => Source.s3(new Bucket(stack, 'U', { versioned: true }), untyped({}))),
    says: 'Source (Source.s3) objectKey: must be given, got nothing',
  },
  {
    what: 'a key of 1001 characters',
    make: source((stack) => Source.s3(new Bucket(stack, 'U', { versioned: true }), { objectKey: 'k'.repeat(1001) })),
    says: `Source (Source.s3) objectKey: must be 1 to 1000 characters of any character but * and ?, no / first, got '${'k'.repeat(117)}...'`,
  },
  {
    what: 'a bucket that is a name',
    make: source(() => Source.s3(untyped('uploads'), { objectKey: 'a.zip' })),
    says: "Source (Source.s3) bucket: must be a bucket, got 'uploads'",
  },
  {
    what: 'a tag of an image with a slash',
    make: source((stack) => Source.ecr(new ImageRepository(stack, 'I'), { imageTag: 'a/b' })),
    says: "Source (Source.ecr) imageTag: must be 1 to 128 characters of letters, digits and _ . -, no . or - first, got 'a/b'",
  },
  {
    what: 'a repository of CodeCommit as one of images',
    make: source((stack) => Source.ecr(untyped(orders(stack)))),
    says: 'Source (Source.ecr) repository: must be an ECR repository, got the construct Test/Orders',
  },
  {
    what: 'a workspace with groups',
    make: source(() => Source.bitbucket({ connectionArn: untyped(1), repository: 'a/b/c' })),
    says: "Source (Source.bitbucket) repository: must be a literal of the form WORKSPACE/REPOSITORY, without .git, got 'a/b/c'",
  },
  {
    what: 'a project without its group',
    make: source(() => Source.gitLab({ connectionArn: untyped(1), repository: 'orders' })),
    says: "Source (Source.gitLab) repository: must be a literal of the form GROUP/PROJECT, with subgroups between them where there are some, got 'orders'",
  },
  {
    what: 'a repository of Azure DevOps alone',
    make: source(() => Source.azureDevOps({ connectionArn: untyped(1), repository: 'orders' })),
    says: "Source (Source.azureDevOps) repository: must be a literal of the form ORGANIZATION/PROJECT/REPOSITORY, got 'orders'",
  },
];

const said = (subject: string, rows: Row[]): Mistake[] =>
  rows.map(([what, make, says]) => ({ what, make, says: `${subject} ${says}` }));

const MISTAKES: Mistake[] = [
  ...said('Code (SourceRepository)', REPOSITORIES),
  ...said('Guard (BranchProtection)', PROTECTIONS),
  ...said('Rule (ApprovalRule)', RULES),
  ...said('Connection (SourceConnection)', CONNECTIONS),
  ...said('Source (Source.gitHub)', SOURCES),
  ...OTHERS,
];

test.each(MISTAKES)('$what is reported in the user’s own props', (mistake) => {
  expectReport(mistake);
});
