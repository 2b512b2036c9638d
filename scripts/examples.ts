// Synthesizes every example into a folder of its own below examples.out, with the validator of aws-cdk-lib on, and again in
// another directory, with a program that has every platform beside them; fails on any finding, and on any byte that is
// another one there. With a folder as argument it is what runs in that directory, and synthesizes into the folder.
import { join, relative } from 'node:path';
import { findingsOf, stacksOf } from './support/assembly';
import { differencesElsewhere } from './support/elsewhere';
import { exampleNames, ROOT, synthesizeExample, synthesizeProgram } from './support/examples';
import { describeFindings } from './support/table';

const PLATFORMS = join(ROOT, 'test', 'contract', 'all-platforms.ts');

async function main(elsewhere: string | undefined): Promise<void> {
  const output = elsewhere ?? join(ROOT, 'examples.out');
  const names = exampleNames();
  for (const name of names) {
    await synthesizeExample(name, join(output, name));
    report(name, join(output, name));
  }
  if (elsewhere !== undefined) {
    await synthesizeProgram(PLATFORMS, join(output, '.platforms'));
    report('every platform', join(output, '.platforms'));
    return;
  }
  const differences = differencesElsewhere(output, names);
  console.log(`in another directory: ${differences.length === 0 ? 'the same bytes' : differences.join(', ')}`);
  if (differences.length > 0) process.exitCode = 1;
}

function report(name: string, outdir: string): void {
  const findings = findingsOf(outdir);
  console.log(`${name}: ${stacksOf(outdir).length} stacks -> ${relative(ROOT, outdir)}`);
  if (findings.length === 0) return;
  console.error(describeFindings(findings).join('\n'));
  process.exitCode = 1;
}

main(process.argv[2]).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
