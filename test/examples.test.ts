import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Stack } from 'aws-cdk-lib';
import type { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { AwsSolutionsChecks } from 'cdk-nag';
import { stacksOf } from '../scripts/support/assembly';
import { exampleNames, ROOT } from '../scripts/support/examples';
import { describeStacks } from '../scripts/support/table';

// cdk-nag reads all members of resources, those that are deprecated too.
process.env.JSII_DEPRECATED = 'quiet';

function load(name: string): App {
  const { app } = jest.requireActual<{ app: App }>(`../examples/${name}/app`);
  const acknowledgements = `../examples/${name}/acknowledgements`;
  if (existsSync(join(__dirname, `${acknowledgements}.ts`))) jest.requireActual<object>(acknowledgements);
  return app;
}

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
  app.synth();

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
});

test('the README shows what `npm run synth` prints', () => {
  const table = describeStacks(stacksOf(load('quickstart').synth().directory))
    .join('\n')
    .trimEnd();
  expect(readFileSync(join(ROOT, 'README.md'), 'utf8')).toContain(table);
});
