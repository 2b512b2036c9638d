// Compiles every TypeScript example of the README and of the docstrings.
import { spawnSync } from 'node:child_process';

const { status } = spawnSync('jsii-rosetta', ['extract', '--fail', '--compile', '--strict', '.'], {
  stdio: 'inherit',
  env: { ...process.env, JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '20' },
});
process.exit(status ?? 1);
