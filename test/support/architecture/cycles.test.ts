import { checkCycles } from './cycles';
import { report } from './violation';

const CURE = 'move what they share into a file of its own';

test('files that import each other in one direction are right', () => {
  const sources = {
    'lib/core/a.ts': "import { b } from './b';\nimport { c } from './c';",
    'lib/core/b.ts': "import type { C } from './c';",
    'lib/core/c.ts': "import { Stack } from 'aws-cdk-lib';",
  };

  expect(checkCycles(sources, 'lib')).toEqual([]);
});

test('a circle is found once, also where a part of it is types only', () => {
  const sources = {
    'lib/core/a.ts': "import { Stack } from 'aws-cdk-lib';\nimport { b } from './b';",
    'lib/core/b.ts': "import type { C } from './c';",
    'lib/core/c.ts': "import { a } from './a';",
    'lib/core/d.ts': "import { a } from './a';",
  };

  expect(report(checkCycles(sources, 'lib'))).toEqual([
    'lib/core/a.ts:2 closes a circle of imports: ' +
      `lib/core/a.ts > lib/core/b.ts > lib/core/c.ts > lib/core/a.ts; ${CURE}`,
  ]);
});

test('every circle is found', () => {
  const sources = {
    'lib/core/a.ts': "import './b';",
    'lib/core/b.ts': "import './a';\nimport './c';",
    'lib/core/c.ts': "import './b';",
    'lib/core/self.ts': "import './self';",
  };

  expect(report(checkCycles(sources, 'lib'))).toEqual([
    `lib/core/a.ts:1 closes a circle of imports: lib/core/a.ts > lib/core/b.ts > lib/core/a.ts; ${CURE}`,
    `lib/core/c.ts:1 closes a circle of imports: lib/core/c.ts > lib/core/b.ts > lib/core/c.ts; ${CURE}`,
    `lib/core/self.ts:1 closes a circle of imports: lib/core/self.ts > lib/core/self.ts; ${CURE}`,
  ]);
});

test('only the folder in question is looked at, and an index is found by its folder', () => {
  const sources = {
    'lib/core/a.ts': "import './a';",
    'handlers/release/index.ts': "import '../answer/message';",
    'handlers/answer/message.ts': "import '../release';",
  };

  expect(report(checkCycles(sources, 'handlers'))).toEqual([
    expect.stringContaining('handlers/answer/message.ts > handlers/release/index.ts > handlers/answer/message.ts'),
  ]);
});
