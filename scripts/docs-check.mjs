// Fails when API.md is not what jsii-docgen makes of the current sources.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folder = mkdtempSync(join(tmpdir(), 'cdk-delivery-docs-'));
const fresh = join(folder, 'API.md');
try {
  const { status } = spawnSync('jsii-docgen', ['-o', fresh], { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
  if (readFileSync(fresh, 'utf8') !== readFileSync('API.md', 'utf8')) {
    console.error('API.md is not current: run `npm run docs` and commit the result.');
    process.exitCode = 1;
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
