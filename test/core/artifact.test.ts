import fc from 'fast-check';
import { artifactNameOf, PipelineArtifacts, variablesNamespace } from '../../lib/core/artifact';
import { Build, DeliveryArtifact } from '../../lib';
import { newSource, newStack } from '../support/fixtures';

const actionName = fc.string({
  unit: fc.constantFrom(...Array.from('abcXYZ019.@-_')),
  minLength: 1,
  maxLength: 100,
  size: 'max',
});

test('an artifact has a name that both CodePipeline and CodeBuild take, whatever its producer is called', () => {
  fc.assert(
    fc.property(
      fc.oneof(actionName, fc.string({ unit: 'grapheme', minLength: 1, maxLength: 200, size: 'max' })),
      (producer) => {
        expect(artifactNameOf(producer)).toMatch(/^[A-Za-z0-9_]{1,100}$/);
      },
    ),
    { numRuns: 100 },
  );
});

test('a producer whose name is legal gives its artifact the same name', () => {
  expect(artifactNameOf('Package_2')).toBe('Package_2');
  expect(artifactNameOf('out-one.v2@main')).toBe('out_one_v2_main');
});

test('a source and a build hand out their artifacts before there is a pipeline', () => {
  const stack = newStack();
  expect(newSource(stack, 'app-code').artifact).toMatchObject({
    artifactName: 'app_code',
    producer: 'source app-code',
  });
  expect(newSource(stack).artifact).toMatchObject({ artifactName: 'Source', producer: 'source Source' });
  expect(Build.project({ buildName: 'Unit.Tests' }).artifact).toMatchObject({
    artifactName: 'Unit_Tests',
    producer: 'build Unit.Tests',
  });
});

test('in one pipeline the producer and the consumers of an artifact get the same one', () => {
  const artifacts = new PipelineArtifacts();
  const { artifact } = Build.project({ buildName: 'Package' });
  const declared = artifacts.output(artifact);
  expect(declared.artifactName).toBe('Package');
  expect(artifacts.input(artifact)).toBe(declared);
  expect(artifacts.has(artifact)).toBe(true);
});

test('an artifact that nothing puts out can be asked for by its name, and is known to be missing', () => {
  const artifacts = new PipelineArtifacts();
  const { artifact } = Build.project({ buildName: 'Package' });
  expect(artifacts.input(artifact).artifactName).toBe('Package');
  expect(artifacts.has(artifact)).toBe(false);
});

test('artifacts are known by what puts them out, not by their names', () => {
  const artifacts = new PipelineArtifacts();
  artifacts.output(Build.project({ buildName: 'Package' }).artifact);
  expect(artifacts.has(Build.project({ buildName: 'Package' }).artifact)).toBe(false);
});

test('two pipelines have artifacts of their own for the same handle', () => {
  const { artifact } = Build.project({ buildName: 'Package' });
  expect(new PipelineArtifacts().output(artifact)).not.toBe(new PipelineArtifacts().output(artifact));
});

test('the namespace of variables is legal, and different in different stages', () => {
  fc.assert(
    fc.property(actionName, actionName, (stage, action) => {
      expect(variablesNamespace(stage, action)).toMatch(/^[A-Za-z0-9@\-_]{1,100}$/);
    }),
    { numRuns: 100 },
  );
  expect(variablesNamespace('Staging', 'Orders')).toBe('Staging_Orders');
  expect(variablesNamespace('Production', 'Orders')).toBe('Production_Orders');
});

test('two actions of a pipeline never share a namespace: CodePipeline refuses that', () => {
  const similar = fc.string({ unit: fc.constantFrom('a', '.', '_', '-', '@'), minLength: 1, maxLength: 3 });
  const place = fc.tuple(similar, similar);
  fc.assert(
    fc.property(place, place, (one, other) => {
      fc.pre(one.join('/') !== other.join('/'));
      expect(variablesNamespace(...one)).not.toBe(variablesNamespace(...other));
    }),
    { numRuns: 300 },
  );
});

test('a source of the user’s own makes a handle by a name, and says itself in messages', () => {
  expect(DeliveryArtifact.named('Archive', 'source Archive')).toMatchObject({
    artifactName: 'Archive',
    producer: 'source Archive',
  });
});
