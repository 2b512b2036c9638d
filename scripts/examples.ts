// Synthesizes every example into a folder of its own below examples.out, or below the one that is named, with the
// validator of aws-cdk-lib on, and fails on any finding.
import { join, relative } from 'node:path';
import { findingsOf, stacksOf } from './support/assembly';
import { exampleNames, ROOT, synthesizeExample } from './support/examples';
import { describeFindings } from './support/table';

async function main(output = join(ROOT, 'examples.out')): Promise<void> {
  for (const name of exampleNames()) {
    const outdir = join(output, name);
    await synthesizeExample(name, outdir);
    const findings = findingsOf(outdir);
    console.log(`${name}: ${stacksOf(outdir).length} stacks -> ${relative(ROOT, outdir)}`);
    if (findings.length === 0) continue;
    console.error(describeFindings(findings).join('\n'));
    process.exitCode = 1;
  }
}

main(process.argv[2]).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
