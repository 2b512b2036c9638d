const { readdirSync, statSync } = require('node:fs');
const { basename, dirname, join } = require('node:path');
const { default: Sequencer } = require('@jest/test-sequencer');

/** Starts with the most text of tests and snapshots, so that no long file runs alone at the end. On a fresh checkout Jest would take what runs others for short. */
module.exports = class LongestFirst extends Sequencer {
  sort(tests) {
    const weights = new Map(tests.map(({ path }) => [path, weightOf(path)]));
    return [...tests].sort((left, right) => weights.get(right.path) - weights.get(left.path));
  }
};

function weightOf(path) {
  const folder = dirname(path);
  const [, ending] = /^(?:(.*)[.])?together[.]ts$/.exec(basename(path)) ?? [];
  if (!path.endsWith('together.ts'))
    return sizeOf(path) + sizeOf(join(folder, '__snapshots__', `${basename(path)}.snap`));
  const run = readdirSync(folder).filter((name) => name.endsWith(`${ending ?? ''}.test.ts`));
  return run.reduce((sum, name) => sum + sizeOf(join(folder, name)), 0);
}

function sizeOf(path) {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
