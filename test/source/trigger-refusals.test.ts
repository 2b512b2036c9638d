import type { Stack } from 'aws-cdk-lib';
import { Repository } from 'aws-cdk-lib/aws-codecommit';
import { Repository as ImageRepository } from 'aws-cdk-lib/aws-ecr';
import { Schedule } from 'aws-cdk-lib/aws-events';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { PullRequestEvent, Source, Trigger } from '../../lib';
import type { ISource } from '../../lib';
import { expectReport, untyped } from '../support/mistakes';
import type { Mistake } from '../support/mistakes';
import { gitHub, pipelineOf } from './support';

type Make = (stack: Stack) => unknown;
type Row = [what: string, make: Make, says: string];

const many = (count: number): string[] => Array.from({ length: count }, (_, index) => `b${index}`);
const source = (make: (stack: Stack) => ISource) => (stack: Stack) => pipelineOf(stack, make(stack));
const started = (...triggers: Trigger[]) => source(() => gitHub(triggers));
const orders = (stack: Stack) => Repository.fromRepositoryName(stack, 'Orders', 'orders');
const codeCommit = (...triggers: Trigger[]) => source((stack) => Source.codeCommit(orders(stack), { triggers }));
const s3 = (...triggers: Trigger[]) =>
  source((stack) => Source.s3(new Bucket(stack, 'Uploads', { versioned: true }), { objectKey: 'a.zip', triggers }));
const ecr = (...triggers: Trigger[]) =>
  source((stack) => Source.ecr(new ImageRepository(stack, 'Images'), { triggers }));

const CODECOMMIT =
  'CodeCommit tells pushes to a branch and nothing more; name the branch by branch, and check pull requests by PullRequestChecks';

const ROWS: Row[] = [
  ['no triggers', started(), 'triggers: must have at least 1, got 0'],
  [
    'a trigger that is a word',
    started(untyped('push')),
    "triggers[0]: must be a Trigger, got 'push'; use the functions of Trigger",
  ],
  [
    'tags beside branches',
    started(Trigger.push({ tags: ['v*'], branches: ['main'] })),
    'triggers[0].tags: must not be given beside branches; use one Trigger.push for tags and another for branches',
  ],
  [
    'tags beside files',
    started(Trigger.push({ excludeTags: ['v*'], paths: ['src/**'] })),
    'triggers[0].tags: must not be given beside paths; use one Trigger.push for tags and another for branches',
  ],
  [
    'four pushes',
    started(...many(4).map((branch) => Trigger.push({ branches: [branch] }))),
    'triggers: must be 0 to 3 pushes, got 4',
  ],
  [
    'four pull requests',
    started(...many(4).map((branch) => Trigger.pullRequest({ branches: [branch] }))),
    'triggers: must be 0 to 3 pull requests, got 4',
  ],
  [
    'nine patterns',
    started(Trigger.push({ branches: many(9) })),
    'triggers[0].branches: must be 0 to 8 patterns, got 9',
  ],
  [
    'nine patterns of files',
    started(Trigger.push(), Trigger.pullRequest({ excludePaths: many(9) })),
    'triggers[1].excludePaths: must be 0 to 8 patterns, got 9',
  ],
  [
    'a pattern of 256 characters',
    started(Trigger.push({ tags: ['x'.repeat(256)] })),
    'triggers[0].tags[0]: must be 1 to 255 characters, got 256',
  ],
  [
    'an empty pattern',
    started(Trigger.push({ branches: [''] })),
    'triggers[0].branches[0]: must be 1 to 255 characters, got 0',
  ],
  [
    'a pattern that is a number',
    started(Trigger.push({ branches: untyped([1]) })),
    'triggers[0].branches[0]: must be a string, got 1',
  ],
  [
    'a string instead of a list',
    started(Trigger.push({ paths: untyped('src/**') })),
    "triggers[0].paths: must be a list, got 'src/**'",
  ],
  [
    'a manual trigger beside another',
    started(Trigger.manual(), Trigger.push()),
    'triggers: must have no others beside Trigger.manual()',
  ],
  [
    'a manual trigger beside a schedule',
    started(Trigger.schedule(Schedule.expression('rate(1 day)')), Trigger.manual()),
    'triggers: must have no others beside Trigger.manual()',
  ],
  [
    'no event of a pull request',
    started(Trigger.pullRequest({ events: [] })),
    'triggers[0].events: must have at least 1, got 0',
  ],
  [
    'an unknown event',
    started(Trigger.pullRequest({ events: [PullRequestEvent.OPENED, untyped('MERGED')] })),
    "triggers[0].events[1]: must be one of OPEN, UPDATED, CLOSED, got 'MERGED'; use PullRequestEvent",
  ],
];

const FILTERS: [string, Trigger, string, string][] = [
  ['branches', Trigger.push({ branches: ['main'] }), 'branches', 'must not be given'],
  ['other branches', Trigger.push({ excludeBranches: ['main'] }), 'excludeBranches', 'must not be given'],
  ['tags', Trigger.push({ tags: ['v*'] }), 'tags', 'must not be given'],
  ['files', Trigger.push({ paths: ['src/**'] }), 'paths', 'must not be given'],
  ['other files', Trigger.push({ excludePaths: ['docs/**'] }), 'excludePaths', 'must not be given'],
  ['a pull request', Trigger.pullRequest(), '', 'must not be a pull request'],
];
const WITHOUT_FILTERS: [string, (...triggers: Trigger[]) => Make, string][] = [
  ['Source.codeCommit', codeCommit, CODECOMMIT],
  ['Source.s3', s3, 'an object of S3 has neither branches nor pull requests'],
  ['Source.ecr', ecr, 'an image has neither branches nor pull requests'],
];

const MISTAKES: Mistake[] = [
  ...ROWS.map(([what, make, says]) => ({ what, make, says: `Source (Source.gitHub) ${says}` })),
  ...WITHOUT_FILTERS.flatMap(([kind, make, reason]) =>
    FILTERS.map(([what, trigger, prop, rule]) => ({
      what: `${what} of ${kind}`,
      make: make(trigger),
      says: `Source (${kind}) triggers[0]${prop === '' ? '' : `.${prop}`}: ${rule}: ${reason}`,
    })),
  ),
];

test.each(MISTAKES)('$what is reported in the user’s own props', (mistake) => {
  expectReport(mistake);
});
