import { checkFloors } from './floors';
import { report } from './violation';

const found = (path: string, text: string): string[] => report(checkFloors({ [path]: text }));

test('imports from the same floor and from earlier ones are right', () => {
  expect(
    report(
      checkFloors({
        'lib/core/names.ts': "import { Stack } from 'aws-cdk-lib';",
        'lib/core/limits.ts': "import { names } from './names';",
        'lib/deploy/rollout.ts': "import { names } from '../core/names';",
        'lib/deploy/function/group.ts': "import type { Rollout } from '../rollout';\nimport { parts } from './parts';",
        'lib/deploy/deploy-target.ts': "import { group } from './function/group';",
        'lib/pipeline/stage.ts': "import { group } from '../deploy/function/group';",
        'lib/index.ts': "export { Delivery } from './stack/delivery';",
      }),
    ),
  ).toEqual([]);
});

test.each([
  ['a value', "import { gate } from '../pipeline/gate';"],
  ['a type', "import type { Gate } from '../pipeline/gate';"],
  ['a re-export', "export { gate } from '../pipeline/gate';"],
  ['a type in place', "type Gate = import('../pipeline/gate').Gate;"],
  ['a module at run time', "const gate = await import('../pipeline/gate');"],
  ['a required module', "const gate = require('../pipeline/gate');"],
])('%s from a later floor is found', (_, text) => {
  expect(found('lib/build/project.ts', `\n${text}`)).toEqual([
    'lib/build/project.ts:2 imports lib/pipeline/gate, a later floor; ' +
      'turn the dependency round by an interface, or move what is shared to an earlier floor',
  ]);
});

test('the index is above every floor', () => {
  expect(found('lib/stack/delivery.ts', "import { Delivery } from '../index';")).toHaveLength(1);
  expect(
    report(checkFloors({ 'lib/index.ts': '', 'lib/stack/delivery.ts': "import { Delivery } from '..';" })),
  ).toHaveLength(1);
});

test('a platform knows neither another platform nor the facade', () => {
  expect(found('lib/deploy/server/group.ts', "import '../function/group';")).toEqual([
    expect.stringContaining('imports lib/deploy/function/group, another platform'),
  ]);
  expect(
    report(
      checkFloors({
        'lib/deploy/deploy-target.ts': '',
        'lib/deploy/server/group.ts': "import '../deploy-target';",
      }),
    ),
  ).toEqual([expect.stringContaining('imports lib/deploy/deploy-target.ts, the facade')]);
});

test('a noun of several files is below the platforms, too', () => {
  expect(
    report(
      checkFloors({
        'lib/deploy/app-spec/app-spec.ts': "import { limits } from '../../core/limits';\nimport '../rollout';",
        'lib/deploy/server/group.ts': "import { AppSpec } from '../app-spec/app-spec';",
        'lib/deploy/rollout.ts': "import './app-spec/app-spec';",
      }),
    ),
  ).toEqual([]);
  expect(found('lib/deploy/app-spec/app-spec.ts', "import '../server/group';")).toEqual([
    expect.stringContaining('imports lib/deploy/server/group, a platform'),
  ]);
});

test('below the platforms nothing knows them', () => {
  expect(found('lib/deploy/rollout.ts', "import './function/group';")).toEqual([
    expect.stringContaining('imports lib/deploy/function/group, a platform'),
  ]);
});

test.each(['handlers/release/index', 'test/support/scope', 'examples/quickstart/app', 'scripts/synth'])(
  'lib/ does not import %s',
  (target) => {
    expect(found('lib/core/names.ts', `import '../../${target}';`)).toEqual([
      expect.stringContaining(`imports ${target}, which is outside of lib/`),
    ]);
  },
);

test('a file in an unknown place is found, and an import from there', () => {
  expect(found('lib/names.ts', '')).toEqual([expect.stringContaining('lib/names.ts:1 stands on no floor')]);
  expect(found('lib/utils/names.ts', '')).toHaveLength(1);
  expect(found('lib/deploy/mainframe/group.ts', '')).toHaveLength(1);
  expect(found('lib/core/names.ts', "import '../handlers/release';")).toEqual([
    expect.stringContaining('imports lib/handlers/release, which stands on no floor'),
  ]);
});
