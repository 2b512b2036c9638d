// Puts every example before all judges: the validator of aws-cdk-lib, cdk-preflight, cdk-nag's AwsSolutions, cfn-lint.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { Preflight } from 'cdk-preflight';
import { findingsOf, stacksOf } from './support/assembly';
import { exampleNames, ROOT, synthesizeExample } from './support/examples';
import { describeFindings } from './support/table';

const CFN_LINT = 'cfn-lint==1.58.0';

// W3005: a DependsOn that a reference makes needless, as aws-cdk-lib writes it beside every role.
const CFN_LINT_OPTIONS = ['--format', 'parseable', '--ignore-checks', 'W3005', '--'];

async function main(): Promise<void> {
  const cfnLint = installCfnLint();
  let failures = 0;
  for (const name of exampleNames()) {
    const outdir = join(ROOT, 'examples.out', `.verify-${name}`);
    await judge(name, outdir);
    const findings = findingsOf(outdir);
    const templates = stacksOf(outdir).map((stack) => stack.templateFile);
    const lint = spawnSync(cfnLint, [...CFN_LINT_OPTIONS, ...templates], { encoding: 'utf8' });
    const passed = findings.length === 0 && lint.status === 0;
    console.log(`${name}: ${passed ? 'passed' : 'FAILED'}`);
    if (passed) continue;
    failures += 1;
    console.error([...describeFindings(findings), lint.stdout, lint.stderr].join('\n'));
  }
  process.exitCode = failures === 0 ? 0 : 1;
}

async function judge(name: string, outdir: string): Promise<void> {
  try {
    await synthesizeExample(name, outdir, (app) => {
      Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
      Preflight.apply(app);
    });
  } catch (error) {
    // A finding ends the synthesis after its report was written, which is read next.
    if (findingsOf(outdir).length === 0) throw error;
  }
}

function installCfnLint(): string {
  const venv = join(ROOT, '.venv');
  const run = (command: string, args: string[]): void => {
    const { status } = spawnSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'] });
    if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed with ${status}`);
  };
  if (!existsSync(join(venv, 'bin', 'pip'))) run('python3', ['-m', 'venv', venv]);
  run(join(venv, 'bin', 'pip'), ['install', '--quiet', '--disable-pip-version-check', CFN_LINT]);
  return join(venv, 'bin', 'cfn-lint');
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
