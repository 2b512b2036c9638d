import { resolve, type Resolved } from './resolution';
import { parse } from './sources';

const files = parse({
  'lib/core/names.ts': 'export class Name {}\nclass Inner {}\nexport { Inner as Outer };',
  'lib/core/all.ts': "export { Name as Again } from './names';\nexport { Lost } from './all';",
  'lib/core/user.ts': `
    import type { Again as Mine, Lost } from './all';
    import * as names from './names';
    import type { IRole as Role } from 'aws-cdk-lib/aws-iam';
    import type { Gone } from './gone';
    export { Mine as Yours, Lost };`,
});

const kindOf = (path: string, name: string): string | undefined => {
  const file = files.get(path);
  const resolved = file && resolve(files, file, name);
  return resolved && describeResolved(resolved);
};

function describeResolved(resolved: Resolved): string {
  if (resolved.kind === 'declaration') return resolved.declaration.getText().replace('export ', '');
  return resolved.kind === 'namespace' ? resolved.file.fileName : `external ${resolved.name}`;
}

test.each([
  ['lib/core/names.ts', 'Name', 'class Name {}'],
  ['lib/core/names.ts', 'Outer', 'class Inner {}'],
  ['lib/core/user.ts', 'Mine', 'class Name {}'],
  ['lib/core/user.ts', 'Yours', 'class Name {}'],
  ['lib/core/user.ts', 'names', 'lib/core/names.ts'],
  ['lib/core/user.ts', 'Role', 'external IRole'],
  ['lib/core/user.ts', 'Gone', 'external Gone'],
  ['lib/core/user.ts', 'Unknown', undefined],
  ['lib/core/user.ts', 'Lost', undefined],
])('in %s the name %s stands for %s', (path, name, expected) => {
  expect(kindOf(path, name)).toBe(expected);
});
