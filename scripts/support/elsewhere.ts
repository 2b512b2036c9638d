import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from './examples';

const COPIED = ['lib', 'examples', 'scripts', 'test', 'cdk.json', 'package.json', 'tsconfig.dev.json'];

/** Synthesizes the examples and every platform in a copy of the project, and names the files whose bytes differ from those in a folder. */
export function differencesElsewhere(output: string, names: string[]): string[] {
  const temporary = mkdtempSync(join(tmpdir(), 'cdk-delivery-'));
  try {
    const [copy, elsewhere] = [join(temporary, 'copy'), join(temporary, 'elsewhere')];
    for (const path of COPIED) cpSync(join(ROOT, path), join(copy, path), { recursive: true, filter: isSource });
    symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
    const { status } = spawnSync(process.execPath, ['--import', 'tsx', 'scripts/examples.ts', elsewhere], {
      cwd: copy,
      env: { ...process.env, TSX_TSCONFIG_PATH: join(copy, 'tsconfig.dev.json') },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    if (status !== 0) throw new Error(`the examples in ${copy} ended with ${status}`);
    return names.flatMap((name) => differing(name, filesIn(join(output, name)), filesIn(join(elsewhere, name))));
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

/** What `npm run build` leaves beside the sources would be loaded in their place. */
function isSource(path: string): boolean {
  return !path.startsWith(join(ROOT, 'lib')) || path.includes('handlers') || !/(?:\.js|\.d\.ts)$/.test(path);
}

function differing(name: string, here: Map<string, string>, there: Map<string, string>): string[] {
  if (here.size < 2) throw new Error(`the example ${name} has no templates`);
  const files = new Set([...here.keys(), ...there.keys()]);
  return [...files].filter((file) => here.get(file) !== there.get(file)).map((file) => `${name}/${file}`);
}

/** The texts of templates and asset manifests by file name. */
function filesIn(outdir: string): Map<string, string> {
  const files = readdirSync(outdir).filter((file) => /\.(template|assets)\.json$/.test(file));
  return new Map(files.map((file) => [file, readFileSync(join(outdir, file), 'utf8')]));
}
