import { Construct } from 'constructs';
import fc from 'fast-check';
import { Template } from 'aws-cdk-lib/assertions';
import { Build } from '../../lib';
import type { BuildOptions, DeliveryArtifact } from '../../lib';
import { Problems } from '../../lib/core/problems';
import { orderBuilds, outputOf } from '../../lib/pipeline/build-order';
import { actionsOf, errorsOf, newPipeline, newSource, newStack, stagesOf } from '../support/fixtures';

const build = (buildName: string, input?: DeliveryArtifact): Build => Build.project({ buildName, input });

/** The run orders of builds, by name. */
function ordersOf(builds: Build[]): { orders: Record<string, number>; reports: string[] } {
  const scope = new Construct(newStack(), 'X');
  const listed = builds.map((one, index) => ({ build: one, prop: `builds[${index}]` }));
  const ordered = orderBuilds(Problems.of(scope, 'Y'), listed);
  return {
    orders: Object.fromEntries(ordered.map((one) => [one.build.buildName, one.runOrder])),
    reports: scope.node.validate(),
  };
}

/** The builds of a pipeline, as they run: those of one list side by side. */
function waves(builds: Build[]): string[][] {
  const stack = newStack();
  newPipeline(stack, { builds });
  return stagesOf(Template.fromStack(stack)).Build;
}

test('builds that take a source run side by side', () => {
  expect(waves([build('Lint'), build('Unit'), build('Package')])).toEqual([['Lint', 'Unit', 'Package']]);
});

test('a build that takes the output of another runs after it', () => {
  const compile = build('Compile');
  const unit = build('Unit', compile.artifact);
  expect(waves([compile, unit, build('Package', unit.artifact)])).toEqual([['Compile'], ['Unit'], ['Package']]);
});

test('two builds of one output run side by side after it, beside nothing that they do not need', () => {
  const compile = build('Compile');
  const unit = build('Unit', compile.artifact);
  const lint = build('Lint');
  const smoke = build('Smoke', compile.artifact);
  expect(waves([compile, unit, lint, smoke])).toEqual([
    ['Compile', 'Lint'],
    ['Unit', 'Smoke'],
  ]);
});

test('the order of the list does not matter', () => {
  const compile = build('Compile');
  const unit = build('Unit', compile.artifact);
  expect(waves([unit, compile])).toEqual([['Compile'], ['Unit']]);
});

test('each build gets the input that it names, and the first source where it names none', () => {
  const stack = newStack();
  const sources = [newSource(stack, 'app'), newSource(stack, 'infra')];
  const compile = build('Compile');
  const builds = [compile, build('Unit', compile.artifact), build('Plan', sources[1]?.artifact)];
  newPipeline(stack, { sources, builds });
  const actions = actionsOf(Template.fromStack(stack));
  expect(['Compile', 'Unit', 'Plan'].map((name) => actions[`Build/${name}`].InputArtifacts)).toEqual([
    [{ Name: 'app' }],
    [{ Name: 'Compile' }],
    [{ Name: 'infra' }],
  ]);
});

test('in any forest of builds each one runs just after the one that it takes', () => {
  const parents = fc.array(fc.nat(), { minLength: 1, maxLength: 12, size: 'max' });
  fc.assert(
    fc.property(parents, fc.array(fc.nat(), { maxLength: 12, size: 'max' }), (links, shuffle) => {
      const builds: Build[] = [];
      const depth: number[] = [];
      links.forEach((link, index) => {
        const parent = link % (index + 1);
        const isRoot = parent === index;
        builds.push(build(`B${index}`, isRoot ? undefined : builds[parent]?.artifact));
        depth.push(isRoot ? 1 : (depth[parent] ?? 0) + 1);
      });
      const expected = Object.fromEntries(builds.map(({ buildName }, index) => [buildName, depth[index]]));
      const order = builds.map((one, index) => [shuffle[index] ?? 0, one] as const);
      order.sort(([left], [right]) => left - right);
      expect(ordersOf(order.map(([, one]) => one))).toEqual({ orders: expected, reports: [] });
    }),
    { numRuns: 60 },
  );
});

test('builds that wait for each other are reported, and nothing waits for ever', () => {
  const first: { -readonly [Key in keyof BuildOptions]: BuildOptions[Key] } = { buildName: 'First' };
  const one = Build.project(first);
  const two = build('Second', one.artifact);
  first.input = two.artifact;
  expect(ordersOf([one, two]).reports).toEqual([
    "X (Y) builds[0].input: must not lead back to the build itself, got 'First'",
    "X (Y) builds[1].input: must not lead back to the build itself, got 'Second'",
  ]);
  const stack = newStack();
  newPipeline(stack, { builds: [one, two] });
  expect(errorsOf(stack).join()).toContain('builds[0].input: must not lead back to the build itself');
});

describe('what builds put out together', () => {
  const output = (...builds: Build[]): string | undefined =>
    outputOf(builds.map((one, index) => ({ build: one, prop: `builds[${index}]` })))?.artifactName;

  test('is the last output in the list that no other build takes', () => {
    const compile = build('Compile');
    const unit = build('Unit', compile.artifact);
    expect(output(compile, unit, build('Package'))).toBe('Package');
    expect(output(unit, build('Lint'), compile)).toBe('Lint');
    expect(output(unit, compile)).toBe('Unit');
  });

  test('is nothing without builds', () => {
    expect(output()).toBeUndefined();
  });
});
