// Synthesizes what cdk.json names, as a user would, and prints what came out.
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { findingsOf, stacksOf } from './support/assembly';
import { ROOT } from './support/examples';
import { describeFindings, describeStacks } from './support/table';

const output = join(ROOT, 'cdk.out');
rmSync(output, { recursive: true, force: true });
const { status, stdout, stderr } = spawnSync('npx', ['--no-install', 'cdk', 'synth', '--quiet'], {
  cwd: ROOT,
  encoding: 'utf8',
  env: { ...process.env, CDK_DISABLE_VERSION_CHECK: '1' },
});
if (status !== 0) {
  console.error(`${stdout}${stderr}`);
  process.exit(status ?? 1);
}
const findings = findingsOf(output);
console.log([...describeStacks(stacksOf(output)), ...describeFindings(findings)].join('\n'));
console.log('written to cdk.out');
process.exitCode = findings.length === 0 ? 0 : 1;
