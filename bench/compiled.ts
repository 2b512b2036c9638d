import { cpSync, mkdtempSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { ROOT } from '../scripts/support/examples';

/** Compiles the library and the workloads as they would be published, so that nothing is measured that translates TypeScript. */
export function compile(): string {
  const outdir = mkdtempSync(join(tmpdir(), 'cdk-delivery-bench-'));
  buildSync({
    absWorkingDir: ROOT,
    entryPoints: ['lib/**/*.ts', 'bench/*.ts', 'bench/workloads/*.ts'],
    outbase: '.',
    outdir,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    logLevel: 'warning',
  });
  cpSync(join(ROOT, 'lib', 'handlers'), join(outdir, 'lib', 'handlers'), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(outdir, 'node_modules'));
  return outdir;
}
