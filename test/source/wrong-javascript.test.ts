import { Repository as ImageRepository } from 'aws-cdk-lib/aws-ecr';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { App, Stack } from 'aws-cdk-lib';
import {
  ApprovalRule,
  Approver,
  BranchProtection,
  ConnectionProvider,
  Source,
  SourceConnection,
  SourceRepository,
  Trigger,
} from '../../lib';
import type { ISource } from '../../lib';
import { errorsOf } from '../support/fixtures';
import { untyped } from '../support/mistakes';
import { gitHub, pipelineOf } from './support';

type Make = (stack: Stack, wrong: never) => unknown;
type Case = [what: string, make: Make];

const orders = (stack: Stack): SourceRepository =>
  untyped(SourceRepository.fromRepositoryName(stack, 'Orders', 'orders'));
const source =
  (make: (stack: Stack, wrong: never) => ISource): Make =>
  (stack, wrong) => {
    pipelineOf(stack, make(stack, wrong));
  };
/** A case for each prop, which gets the wrong value in props that are right otherwise. */
const each = (
  what: string,
  props: string[],
  make: (stack: Stack, props: never) => unknown,
  right: object = {},
): Case[] =>
  props.map((prop) => [`${what}.${prop}`, (stack, wrong) => make(stack, { ...right, [prop]: wrong } as never)]);

const bucket = (stack: Stack): Bucket => new Bucket(stack, 'Uploads', { versioned: true });
const push = source((_, options) => gitHub([Trigger.push(options)]));
const pullRequest = source((_, options) => gitHub([Trigger.pullRequest(options)]));
const told: Make = (stack, trigger) => {
  const topic = new Topic(stack, 'Topic');
  const triggers = [{ triggerName: 'tell', topic, ...(trigger as object) }];
  return new SourceRepository(stack, 'Repository', { repositoryName: 'orders', triggers });
};
const rule = (approver: Approver) => (stack: Stack) =>
  new ApprovalRule(stack, 'Rule', { required: 1, repositories: [orders(stack)], approvers: [approver] });

const CASES: Case[] = [
  ['SourceRepository', (stack, props) => new SourceRepository(stack, 'Repository', props)],
  ...each(
    'SourceRepository',
    ['description', 'triggers', 'protection', 'approvals', 'cloneAddresses'],
    (stack, props) => new SourceRepository(stack, 'Repository', props),
    { repositoryName: 'orders' },
  ),
  ...each('RepositoryTrigger', ['triggerName', 'topic', 'function', 'events', 'branches', 'customData'], told),
  ['BranchProtection', (stack, props) => new BranchProtection(stack, 'Guard', props)],
  ...each(
    'BranchProtection',
    ['branches', 'exemptPrincipalArns', 'mergesByPullRequest', 'policyName', 'repositories'],
    (stack, props) => new BranchProtection(stack, 'Guard', Object.assign({ repositories: [orders(stack)] }, props)),
    { branches: ['main'] },
  ),
  ['ApprovalRule', (stack, props) => new ApprovalRule(stack, 'Rule', props)],
  ...each(
    'ApprovalRule',
    ['required', 'branches', 'ruleName', 'description', 'repositories'],
    (stack, props) => new ApprovalRule(stack, 'Rule', Object.assign({ repositories: [orders(stack)] }, props)),
    { required: 1 },
  ),
  ['Approver.role', (stack, wrong) => rule(Approver.role(wrong))(stack)],
  ['Approver.roleNamed', (stack, wrong) => rule(Approver.roleNamed(wrong))(stack)],
  ['Approver.user', (stack, wrong) => rule(Approver.user(wrong))(stack)],
  ['Approver.member', (stack, wrong) => rule(Approver.member(wrong))(stack)],
  ['SourceConnection', (stack, props) => new SourceConnection(stack, 'Connection', props)],
  ...each(
    'SourceConnection',
    ['provider', 'hostArn', 'connectionName'],
    (stack, props) => new SourceConnection(stack, 'Connection', props),
    {
      provider: ConnectionProvider.GITHUB,
    },
  ),
  ['Source.gitHub', source((_, options) => Source.gitHub(options))],
  ...each(
    'Source.gitHub',
    ['connectionArn', 'repository', 'branch', 'triggers', 'fullClone'],
    source((_, options) => gitHub(undefined, options)),
  ),
  ['Source.s3', source((_, wrong) => Source.s3(wrong, { objectKey: 'app.zip' }))],
  ['the options of Source.s3', source((stack, options) => Source.s3(bucket(stack), options))],
  ...each(
    'Source.s3',
    ['objectKey', 'eventBridgeEnabled', 'triggers'],
    source((stack, options) => Source.s3(bucket(stack), options)),
  ),
  ['Source.ecr', source((_, wrong) => Source.ecr(wrong))],
  ...each(
    'Source.ecr',
    ['imageTag', 'triggers'],
    source((stack, options) => Source.ecr(new ImageRepository(stack, 'Images'), options)),
  ),
  ['Source.codeCommit', source((_, wrong) => Source.codeCommit(wrong))],
  ['the options of Source.codeCommit', source((stack, options) => Source.codeCommit(orders(stack), options))],
  ...each(
    'Source.codeCommit',
    ['branch', 'triggers', 'fullClone'],
    source((stack, options) => Source.codeCommit(orders(stack), options)),
  ),
  ['Trigger.push', push],
  ...each('Trigger.push', ['branches', 'excludeBranches', 'tags', 'excludeTags', 'paths', 'excludePaths'], push),
  ['Trigger.pullRequest', pullRequest],
  ...each('Trigger.pullRequest', ['branches', 'excludeBranches', 'paths', 'excludePaths', 'events'], pullRequest),
];

const WRONG: [string, unknown][] = [
  ['undefined', undefined],
  ['null', null],
  ['a number', 5],
  ['a string', 'x y'],
  ['a list of nothing', [null]],
  ['an empty object', {}],
];

/** Makes all cases in one app, each in a stack of its own, and says which of them end at once. */
function makeAll(wrong: unknown): { stack: Stack; thrown: string[] } {
  const app = new App();
  const thrown = CASES.flatMap(([what, make], index) => {
    try {
      make(new Stack(app, `Case${index}`), wrong as never);
      return [];
    } catch (error) {
      return [`${what}: ${String(error)}`];
    }
  });
  return { stack: new Stack(app, 'Last'), thrown };
}

test.each(WRONG)('%s in the place of any prop is reported, or passed over, and never ends at once', (_, wrong) => {
  expect(makeAll(wrong).thrown).toEqual([]);
});

test('a number is told in the words of the library, for nearly all props', () => {
  const errors = errorsOf(makeAll(5).stack);
  expect(errors.length).toBeGreaterThan(50);
  const foreign = errors.filter((error) => !/^[\w ]+ \([\w.]+\) [\w[\].]+: must /.test(error));
  expect(foreign.filter((error) => !error.startsWith('A PolicyStatement used'))).toEqual([]);
});
