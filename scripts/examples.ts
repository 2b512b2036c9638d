// Synthesizes every example into examples.out/NAME, with the validator of aws-cdk-lib on, and fails on any finding.
import { join } from 'node:path';
import { findingsOf, stacksOf } from './support/assembly';
import { exampleNames, ROOT, synthesizeExample } from './support/examples';
import { describeFindings } from './support/table';

async function main(): Promise<void> {
  for (const name of exampleNames()) {
    const outdir = join(ROOT, 'examples.out', name);
    await synthesizeExample(name, outdir);
    const findings = findingsOf(outdir);
    console.log(`${name}: ${stacksOf(outdir).length} stacks -> examples.out/${name}`);
    if (findings.length === 0) continue;
    console.error(describeFindings(findings).join('\n'));
    process.exitCode = 1;
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
