// Compiles lib/ with jsii, warnings as errors. The end-of-life banner for Node 20, which is still supported here, is off.
import { spawnSync } from 'node:child_process';

const { status } = spawnSync('jsii', ['--fail-on-warnings'], {
  stdio: 'inherit',
  env: { ...process.env, JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '20' },
});
process.exit(status ?? 1);
