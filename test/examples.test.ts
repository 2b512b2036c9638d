import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, cpSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Stack } from 'aws-cdk-lib';
import type { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { AwsSolutionsChecks } from 'cdk-nag';
import { stacksOf } from '../scripts/support/assembly';
import { exampleNames, ROOT } from '../scripts/support/examples';
import { describeStacks } from '../scripts/support/table';

function load(name: string): App {
  const { app } = jest.requireActual<{ app: App }>(`../examples/${name}/app`);
  const acknowledgements = `../examples/${name}/acknowledgements`;
  if (existsSync(join(__dirname, `${acknowledgements}.ts`))) jest.requireActual<object>(acknowledgements);
  return app;
}

const temporary = mkdtempSync(join(tmpdir(), 'cdk-delivery-'));
const copy = join(temporary, 'copy');
const elsewhere = join(temporary, 'elsewhere');

beforeAll(() => {
  for (const path of ['lib', 'examples', 'scripts', 'cdk.json', 'package.json', 'tsconfig.dev.json']) {
    cpSync(join(ROOT, path), join(copy, path), { recursive: true });
  }
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
  synthesizeAll(copy, elsewhere);
}, 120_000);

afterAll(() => {
  rmSync(temporary, { recursive: true, force: true });
});

const asset = /^[0-9a-f]{64}(?=\.zip$)/;

/** The hash of an asset names what is in it, which other tests look at. */
function withoutAssetHashes(value: unknown): unknown {
  const text = JSON.stringify(value, (_, member: unknown) =>
    typeof member === 'string' ? member.replace(asset, 'ASSET') : member,
  );
  return JSON.parse(text);
}

describe.each(exampleNames())('the example %s', (name) => {
  const app = load(name);
  const { directory } = app.synth();

  test('keeps its templates', () => {
    const stacks = app.node.findAll().filter((node): node is Stack => Stack.isStack(node));
    for (const stack of stacks) {
      expect(withoutAssetHashes(Template.fromStack(stack).toJSON())).toMatchSnapshot(stack.stackName);
    }
  });

  test('leaves cdk-nag nothing that is not acknowledged', () => {
    const { violations } = new AwsSolutionsChecks(app).validateScope(app);
    expect(violations).toEqual([]);
  });

  test('has at most 40 lines of code', () => {
    const lines = readFileSync(join(ROOT, 'examples', name, 'app.ts'), 'utf8').split('\n');
    expect(lines.filter((line) => line.trim() !== '' && !line.trim().startsWith('//')).length).toBeLessThanOrEqual(40);
  });

  test('gives the same bytes from another directory', () => {
    const files = filesIn(directory);
    expect(Object.keys(files).length).toBeGreaterThan(1);
    expect(filesIn(join(elsewhere, name))).toEqual(files);
  });
});

test('the README shows what `npm run synth` prints', () => {
  const table = describeStacks(stacksOf(load('quickstart').synth().directory))
    .join('\n')
    .trimEnd();
  expect(readFileSync(join(ROOT, 'README.md'), 'utf8')).toContain(table);
});

/** Synthesizes the examples of a project in a process of their own. */
function synthesizeAll(root: string, outdir: string): void {
  const { status, stderr } = spawnSync(process.execPath, ['--import', 'tsx', 'scripts/examples.ts', outdir], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, TSX_TSCONFIG_PATH: join(root, 'tsconfig.dev.json') },
  });
  expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' });
}

/** The bytes of templates and asset manifests by file name. */
function filesIn(outdir: string): Record<string, string> {
  const files = readdirSync(outdir).filter((file) => /\.(template|assets)\.json$/.test(file));
  return Object.fromEntries(files.map((file) => [file, readFileSync(join(outdir, file), 'utf8')]));
}
