import { checkPublicIndex } from './public-index';
import { report } from './violation';

const FILE = [
  'export class Rollout {}',
  'export interface RolloutOptions {}',
  'export enum Format { JSON }',
  "export type Kind = 'all' | 'some';",
  'export const LIMIT = 5;',
  'export function check() {}',
].join('\n');

const found = (...index: string[]): string[] =>
  report(
    checkPublicIndex({
      'lib/index.ts': index.join('\n'),
      'lib/core/file.ts': FILE,
      'lib/core/others.ts': "export { Rollout as Renamed } from './file';",
      'lib/source/source.ts': 'class Source {}\nexport { Source };',
      'lib/stack/delivery.ts': "import { Rollout } from '../core/file';\nexport { Rollout };",
    }),
  );

test('named exports of classes, interfaces and enums in the order of the floors are right', () => {
  expect(
    found(
      "export { Format, Rollout } from './core/file';",
      "export type { RolloutOptions } from './core/file';",
      "export { Renamed } from './core/others';",
      "export { Source } from './source/source';",
      "export { Rollout as Again } from './stack/delivery';",
    ),
  ).toEqual([]);
});

test.each([
  "export * from './core/file';",
  "export * as core from './core/file';",
  'export const name = 1;',
  'export class Rollout {}',
  "import { Rollout } from './core/file';",
  "export { Rollout } from './names';",
  "export { Rollout } from 'aws-cdk-lib';",
])('%s is found', (statement) => {
  expect(found("export { Format } from './core/file';", statement)).toContain(
    "lib/index.ts:2 is no named re-export; write export { Name } from './folder/file' for each name",
  );
});

test.each(['Kind', 'LIMIT', 'check'])('the name %s, which is no type of jsii, is found', (name) => {
  expect(found(`export { ${name} } from './core/file';`)).toEqual([
    `lib/index.ts:1 exports ${name}, which is no class, enum or interface; make it one, or keep it inside`,
  ]);
});

test('a name that is nowhere is found', () => {
  expect(found("export { Nothing } from './core/file';")).toEqual([
    'lib/index.ts:1 exports Nothing, which lib/ does not declare; remove it',
  ]);
});

test('an export out of order is found', () => {
  expect(found("export { Source } from './source/source';", "export { Rollout } from './core/file';")).toEqual([
    'lib/index.ts:2 exports from core after source; sort the exports by floor',
  ]);
});

test('a missing index is found', () => {
  expect(report(checkPublicIndex({}))).toEqual(['lib/index.ts:1 is missing; export the public surface']);
});
