import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Build, DeliveryFoundation } from '../lib';
import { errorsOf, newPipeline, newStack, resourcesOf, stagesOf } from './support/fixtures';
import type { TemplateResource } from './support/fixtures';

const buildsOf = (count: number): Build[] =>
  Array.from({ length: count }, (_, index) => Build.project({ buildName: `Build${index}`, commands: ['make'] }));

/** A pipeline on a foundation of another stack, with so many builds. */
function templateWith(count: number): Template {
  const app = new App();
  const [shared, stack] = [new Stack(app, 'Shared'), new Stack(app, 'Test')];
  newPipeline(stack, { foundation: new DeliveryFoundation(shared, 'Foundation'), builds: buildsOf(count), stages: [] });
  return Template.fromStack(stack);
}

/** The characters of all inline policies of each role, as IAM counts them: without white space. */
function inlineSizes(template: Template): Map<string, number> {
  const sizes = new Map<string, number>();
  for (const { Properties } of Object.values(resourcesOf(template, 'AWS::IAM::Policy'))) {
    const { length } = JSON.stringify(Properties.PolicyDocument).replace(/\s/g, '');
    for (const role of Properties.Roles as unknown[]) {
      const key = JSON.stringify(role);
      sizes.set(key, (sizes.get(key) ?? 0) + length);
    }
  }
  return sizes;
}

const resources = (template: Template): TemplateResource[] =>
  Object.values((template.toJSON() as { Resources: Record<string, TemplateResource> }).Resources);

const [small, ninety, hundred] = [10, 90, 100].map(templateWith) as [Template, Template, Template];

test('the policies of a pipeline do not grow with its builds', () => {
  const largest = (template: Template): number => Math.max(...inlineSizes(template).values());
  expect(largest(hundred) - largest(small)).toBeLessThan(100);
  expect(largest(hundred)).toBeLessThan(10_240);
  hundred.resourceCountIs('AWS::IAM::ManagedPolicy', 0);
});

test('a build adds one resource, its project', () => {
  expect(resources(hundred).length - resources(small).length).toBe(90);
  expect(resources(ninety).length).toBeLessThan(150);
});

test('more builds than a stage takes go on in another one', () => {
  expect(Object.entries(stagesOf(hundred)).map(([name, actions]) => [name, actions.flat().length])).toEqual([
    ['Source', 1],
    ['Build', 50],
    ['Build-2', 50],
  ]);
});

test('a build that moves into another stage, because another came before it, stays the same project', () => {
  const builds = buildsOf(50);
  const ids = (more: Build[]): string[] => {
    const stack = newStack();
    newPipeline(stack, { builds: [...more, ...builds], stages: [] });
    return Object.keys(resourcesOf(Template.fromStack(stack), 'AWS::CodeBuild::Project'));
  };
  expect(ids([Build.project({ buildName: 'First' })])).toEqual(expect.arrayContaining(ids([])));
});

test('the name of a build is unique in all stages of builds', () => {
  const stack = newStack();
  newPipeline(stack, { builds: [...buildsOf(50), Build.project({ buildName: 'Build0' })], stages: [] });
  expect(errorsOf(stack)).toContain(
    "Pipeline (DeliveryPipeline) builds[50].buildName: must be unique, got 'Build0'; builds[0].buildName has that name, too",
  );
});
