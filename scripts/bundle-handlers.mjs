// Bundles every folder of handlers/ with an index.ts into lib/handlers/NAME/index.js, with the same bytes on every machine.
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const names = readdirSync(join(root, 'handlers'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name)
  .filter((name) => existsSync(join(root, 'handlers', name, 'index.ts')))
  .sort();

rmSync(join(root, 'lib', 'handlers'), { recursive: true, force: true });
for (const name of names) {
  await build({
    absWorkingDir: root,
    entryPoints: [`handlers/${name}/index.ts`],
    outfile: `lib/handlers/${name}/index.js`,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node22',
    external: ['@aws-sdk/*'],
    minify: false,
    sourcemap: false,
    legalComments: 'none',
    charset: 'utf8',
    logLevel: 'warning',
  });
}
