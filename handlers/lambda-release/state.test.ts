import fc from 'fast-check';
import { parseJob } from './job';
import { readToken, writeToken, type State } from './state';
import { jobEvent } from './test-support';

const NAME = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_'.split('');
const name = (max: number): fc.Arbitrary<string> =>
  fc.oneof(
    fc.string({ unit: fc.constantFrom(...NAME), minLength: 1, maxLength: max }),
    fc.string({ unit: fc.constantFrom(...NAME), minLength: max, maxLength: max }),
  );
const moment = fc.integer({ min: 0, max: 8.64e15 });
const origin = { originalJobId: fc.uuid(), startedAt: moment, busySince: fc.option(moment, { nil: undefined }) };
const version = fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }).map(String);
const codeSha256 = fc
  .uint8Array({ minLength: 32, maxLength: 32 })
  .map((bytes) => Buffer.from(bytes).toString('base64'));

const state: fc.Arbitrary<State> = fc.oneof(
  fc.record({ ...origin, step: fc.constant('update' as const) }),
  fc.record({ ...origin, step: fc.constantFrom('settle' as const, 'publish' as const), codeSha256 }),
  fc.record({ ...origin, step: fc.constantFrom('activate' as const, 'deploy' as const), version }),
  fc.record({
    ...origin,
    step: fc.constant('watch' as const),
    version,
    currentVersion: version,
    deploymentId: name(100).map((id) => `d-${id}`),
  }),
);
const target = fc.record({
  functionName: name(140),
  aliasName: name(128),
  applicationName: name(100),
  deploymentGroupName: name(100),
});

test('a token tells the next call the state of this one, below 2048 characters, whatever the names are', () => {
  fc.assert(
    fc.property(state, target, fc.uuid(), (before, parameters, jobId) => {
      const continuationToken = writeToken(before);
      expect(continuationToken.length).toBeLessThan(2048);
      const job = parseJob(
        jobEvent({ jobId, userParameters: JSON.stringify(parameters), continuationToken }),
        before.startedAt + 1,
      );
      expect(job.state).toEqual(before);
      expect(job.target).toEqual(parameters);
      expect(job.id).toBe(jobId);
    }),
  );
});

test('reading any text as a token gives a state or a failure that names the token, never another error', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      try {
        readToken(text);
      } catch (error) {
        expect(error).toMatchObject({ name: 'JobFailure', type: 'ConfigurationError' });
        expect((error as Error).message).toMatch(/^continuationToken/);
      }
    }),
  );
});
