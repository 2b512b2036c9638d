import fc from 'fast-check';
import { Template } from 'aws-cdk-lib/assertions';
import { Schedule } from 'aws-cdk-lib/aws-events';
import { PullRequestEvent, Trigger } from '../../lib';
import { errorsOf, newStack } from '../support/fixtures';
import { gitConfigurations, gitHub, pipelineOf, rulesOf, sourceAction } from './support';

const glob = fc.string({ unit: fc.constantFrom(...Array.from('abz019-_/.*')), minLength: 1, maxLength: 20 });
const globs = fc.option(fc.array(glob, { maxLength: 8 }), { nil: undefined });
const onBranches = { branches: globs, excludeBranches: globs, paths: globs, excludePaths: globs };
const events = fc.uniqueArray(fc.constantFrom(...Object.values(PullRequestEvent)), { minLength: 1 });

const push = fc.oneof(
  fc.record(onBranches, { requiredKeys: [] }),
  fc.record({ tags: globs, excludeTags: globs }, { requiredKeys: [] }),
);
const pullRequest = fc.record({ ...onBranches, events }, { requiredKeys: [] });
const some = <T>(one: fc.Arbitrary<T>): fc.Arbitrary<T[]> => fc.array(one, { maxLength: 3 });
const hours = fc.array(fc.integer({ min: 0, max: 23 }), { maxLength: 3 });
const legal = fc
  .record({ pushes: some(push), pullRequests: some(pullRequest), hours })
  .filter((given) => given.pushes.length + given.pullRequests.length + given.hours.length > 0);

interface Filter {
  readonly Branches?: unknown;
  readonly Tags?: unknown;
  readonly FilePaths?: unknown;
  readonly Events?: string[];
}

test('any combination of legal filters synthesizes, and no push has both tags and branches', () => {
  fc.assert(
    fc.property(legal, (given) => {
      const stack = newStack();
      const triggers = [
        ...given.pushes.map((options) => Trigger.push(options)),
        ...given.pullRequests.map((options) => Trigger.pullRequest(options)),
        ...given.hours.map((hour) => Trigger.schedule(Schedule.cron({ hour: `${hour}`, minute: '0' }))),
      ];
      pipelineOf(stack, gitHub(triggers));
      expect(errorsOf(stack)).toEqual([]);
      const template = Template.fromStack(stack);
      const configurations = gitConfigurations(template) as { Push?: Filter[]; PullRequest?: Filter[] }[];
      const pushes = configurations.flatMap(({ Push }) => Push ?? []);
      const pullRequests = configurations.flatMap(({ PullRequest }) => PullRequest ?? []);
      expect([pushes.length, pullRequests.length]).toEqual([given.pushes.length, given.pullRequests.length]);
      for (const { Branches, Tags, FilePaths } of pushes) {
        expect([Branches, Tags].filter((filter) => filter !== undefined)).toHaveLength(1);
        if (FilePaths !== undefined) expect(Branches).toBeDefined();
      }
      for (const { Branches, Events } of pullRequests) {
        expect(Branches).toBeDefined();
        expect(Events?.length).toBeGreaterThan(0);
      }
      expect(rulesOf(template)).toHaveLength(new Set(given.hours).size);
      expect(sourceAction(template).Configuration.DetectChanges).toBe(false);
    }),
    { numRuns: 40 },
  );
});
