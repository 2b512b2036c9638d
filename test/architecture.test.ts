import { join } from 'node:path';
import {
  checkCycles,
  checkDefaults,
  checkDependencies,
  checkDeterminism,
  checkDocumentation,
  checkFloors,
  checkInterfaceNames,
  checkPages,
  checkPublicIndex,
  checkPublicSignatures,
  checkReadonly,
  checkSizes,
  checkSuppressions,
  readSources,
  report,
} from './support/architecture';

const sources = readSources(join(__dirname, '..'), ['lib', 'handlers']);
const withoutTests = Object.fromEntries(Object.entries(sources).filter(([path]) => !path.endsWith('.test.ts')));

test('there are sources to hold to the rules', () => {
  expect(Object.keys(sources)).toEqual(
    expect.arrayContaining([
      'lib/index.ts',
      expect.stringMatching(/^lib\/core\//),
      expect.stringMatching(/^handlers\//),
    ]),
  );
});

test('a file of lib/ imports only from its own floor and from those before it, and no platform knows another', () => {
  expect(report(checkFloors(sources))).toEqual([]);
});

test('no files import each other in a circle', () => {
  expect(report([...checkCycles(sources, 'lib'), ...checkCycles(sources, 'handlers')])).toEqual([]);
});

test('files are small: at most 300 lines, and half of them below 150', () => {
  expect(report(checkSizes(withoutTests))).toEqual([]);
});

test('lib/ needs nothing but its peers and Node, and the same input gives the same template', () => {
  expect(report([...checkDependencies(sources), ...checkDeterminism(sources)])).toEqual([]);
});

test('lib/index.ts says every public name, each a class, an enum or an interface, in the order of the floors', () => {
  expect(report(checkPublicIndex(sources))).toEqual([]);
});

test('every language of the CDK can say the public surface', () => {
  expect(report([...checkPublicSignatures(sources), ...checkInterfaceNames(sources)])).toEqual([]);
});

test('everything public is described, and what is optional says what happens without it', () => {
  expect(report([...checkDocumentation(sources), ...checkDefaults(sources)])).toEqual([]);
});

test('every public class, and every way of a facade, names a page to read on', () => {
  expect(report(checkPages(sources))).toEqual([]);
});

test('nothing silences the compiler or the linter', () => {
  expect(report(checkSuppressions(sources))).toEqual([]);
});

test('props and options cannot be changed once they are given', () => {
  expect(report(checkReadonly(sources))).toEqual([]);
});
