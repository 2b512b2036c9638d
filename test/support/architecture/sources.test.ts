import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSources } from './sources';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'architecture-'));
});

afterEach(() => {
  rmSync(root, { recursive: true });
});

test('sources are read by their path, without what a build leaves among them', () => {
  mkdirSync(join(root, 'lib', 'core'), { recursive: true });
  mkdirSync(join(root, 'lib', 'handlers', 'release'), { recursive: true });
  mkdirSync(join(root, 'test'));
  writeFileSync(join(root, 'lib', 'index.ts'), 'index');
  writeFileSync(join(root, 'lib', 'core', 'names.ts'), 'names');
  writeFileSync(join(root, 'lib', 'core', 'names.js'), 'compiled');
  writeFileSync(join(root, 'lib', 'core', 'names.d.ts'), 'declared');
  writeFileSync(join(root, 'lib', 'handlers', 'release', 'index.ts'), 'bundled');
  writeFileSync(join(root, 'test', 'names.test.ts'), 'elsewhere');

  expect(readSources(root, ['lib'])).toEqual({ 'lib/core/names.ts': 'names', 'lib/index.ts': 'index' });
});
