import { readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Package {
  readonly dependencies?: Record<string, string>;
  readonly devDependencies: Record<string, string>;
  readonly peerDependencies: Record<string, string>;
}

const root = join(__dirname, '..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const manifest = JSON.parse(read('package.json')) as Package;

test('the package depends on its peers alone', () => {
  expect(manifest.dependencies).toBeUndefined();
  expect(Object.keys(manifest.peerDependencies).sort()).toEqual(['aws-cdk-lib', 'constructs']);
});

test('the lowest versions of the peers that are claimed are those that are tested', () => {
  for (const [name, range] of Object.entries(manifest.peerDependencies)) {
    expect(range).toBe(`^${manifest.devDependencies[name]}`);
  }
});

test('every development dependency is pinned', () => {
  const loose = Object.entries(manifest.devDependencies).filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version));
  expect(loose).toEqual([]);
});

test('the lock file names no registry', () => {
  expect(read('package-lock.json')).not.toContain('"resolved"');
});

test('the program in the README is the quickstart', () => {
  const [, program] = /```ts\n([\s\S]*?)```/.exec(read('README.md')) ?? [];
  expect(program).toBe(read('examples/quickstart/app.ts').replace('export const app', 'const app'));
});
