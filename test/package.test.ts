import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BUNDLED } from './support/architecture';

interface Package {
  readonly dependencies: Record<string, string>;
  readonly bundledDependencies: string[];
  readonly devDependencies: Record<string, string>;
  readonly peerDependencies: Record<string, string>;
}

const root = join(__dirname, '..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const manifest = JSON.parse(read('package.json')) as Package;

test('the package needs its peers alone: what else it depends on, it brings itself', () => {
  expect(Object.keys(manifest.dependencies).sort()).toEqual([...manifest.bundledDependencies].sort());
  expect(Object.keys(BUNDLED).sort()).toEqual([...manifest.bundledDependencies].sort());
  expect(Object.keys(manifest.peerDependencies).sort()).toEqual(['aws-cdk-lib', 'constructs']);
});

test('the lowest versions of the peers that are claimed are those that are tested', () => {
  for (const [name, range] of Object.entries(manifest.peerDependencies)) {
    expect(range).toBe(`^${manifest.devDependencies[name]}`);
  }
});

test('what the package brings needs nothing itself, so that nothing is missing at the user', () => {
  for (const name of manifest.bundledDependencies) {
    const { dependencies, license } = JSON.parse(read(`node_modules/${name}/package.json`)) as Partial<Package> & {
      readonly license: string;
    };
    expect(dependencies ?? {}).toEqual({});
    expect(['Apache-2.0', 'BSD-3-Clause', 'ISC', 'MIT']).toContain(license);
  }
});

test('every dependency is pinned', () => {
  const loose = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies }).filter(
    ([, version]) => !/^\d+\.\d+\.\d+$/.test(version),
  );
  expect(loose).toEqual([]);
});

test('the lock file names no registry', () => {
  expect(read('package-lock.json')).not.toContain('"resolved"');
});

test('the program in the README is the quickstart', () => {
  const [, program] = /```ts\n([\s\S]*?)```/.exec(read('README.md')) ?? [];
  expect(program).toBe(read('examples/quickstart/app.ts').replace('export const app', 'const app'));
});
