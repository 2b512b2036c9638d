import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { App } from 'aws-cdk-lib';

/** The root of the project. */
export const ROOT = join(__dirname, '..', '..');

/** The names of the examples. */
export function exampleNames(): string[] {
  return readdirSync(join(ROOT, 'examples'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(ROOT, 'examples', entry.name, 'app.ts')))
    .map((entry) => entry.name)
    .sort();
}

/** Synthesizes one example into a folder, with the context of cdk.json. `prepare` may add validators before. */
export async function synthesizeExample(name: string, outdir: string, prepare?: (app: App) => void): Promise<void> {
  const folder = join(ROOT, 'examples', name);
  await synthesizeProgram(join(folder, 'app.ts'), outdir, async (app) => {
    const acknowledgements = join(folder, 'acknowledgements.ts');
    if (existsSync(acknowledgements)) await import(acknowledgements);
    prepare?.(app);
  });
}

/** The same for any program that exports its app. */
export async function synthesizeProgram(
  file: string,
  outdir: string,
  prepare?: (app: App) => Promise<void>,
): Promise<void> {
  rmSync(outdir, { recursive: true, force: true });
  const { context } = JSON.parse(readFileSync(join(ROOT, 'cdk.json'), 'utf8')) as { context: unknown };
  process.env.CDK_OUTDIR = outdir;
  process.env.CDK_CONTEXT_JSON = JSON.stringify(context);
  const { app } = (await import(file)) as { app: App };
  await prepare?.(app);
  app.synth();
}
