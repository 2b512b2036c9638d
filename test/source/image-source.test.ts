import { App, CfnParameter, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Repository } from 'aws-cdk-lib/aws-ecr';
import type { IRepository } from 'aws-cdk-lib/aws-ecr';
import { Source } from '../../lib';
import type { ImageSourceOptions } from '../../lib';
import { lockedStacks, newStack, statementsOf } from '../support/fixtures';
import { arnParts, expectStartsPipeline, pipelineOf, rulesOf, sourceAction, templateOf, withAction } from './support';

const REF = { Ref: expect.stringMatching(/^Images/) as unknown };

const images = (stack: Stack): IRepository => new Repository(stack, 'Images');
const template = (make = images, options?: ImageSourceOptions): Template =>
  templateOf((stack) => Source.ecr(make(stack), options));

describe('an image of ECR', () => {
  const given = template();

  test('is an action that puts out an artifact and variables', () => {
    expect(sourceAction(given)).toEqual({
      Name: 'Source',
      ActionTypeId: { Category: 'Source', Owner: 'AWS', Provider: 'ECR', Version: '1' },
      Configuration: { RepositoryName: REF, ImageTag: 'latest' },
      OutputArtifacts: [{ Name: 'Source' }],
      Namespace: 'Source_Source',
      RunOrder: 1,
    });
  });

  test('starts the pipeline when its tag is pushed, by a rule with a role of its own, never by CloudTrail', () => {
    const [rule] = rulesOf(given);
    expect(rulesOf(given)).toHaveLength(1);
    expect(rule.Description).toBe('Starts the pipeline Test-Pipeline when the image latest is pushed');
    expect(rule.EventPattern).toEqual({
      source: ['aws.ecr'],
      'detail-type': ['ECR Image Action'],
      detail: { 'action-type': ['PUSH'], result: ['SUCCESS'], 'repository-name': [REF], 'image-tag': ['latest'] },
    });
    expectStartsPipeline(given, rule);
    expect(JSON.stringify(given.toJSON())).not.toContain('CloudTrail');
  });

  test('lets the pipeline look at the images of just this repository, and pull none', () => {
    expect(withAction(statementsOf(given, 'PipelineRole'), 'ecr:')).toEqual([
      {
        Effect: 'Allow',
        Action: 'ecr:DescribeImages',
        Resource: { 'Fn::GetAtt': [expect.stringMatching(/^Images/), 'Arn'] },
      },
    ]);
    expect(withAction(statementsOf(given, 'CommandRole'), 'ecr:')).toEqual([]);
  });

  test('has the tag that the user says, in its action and in its rule', () => {
    const tagged = template(images, { imageTag: 'v1.2_stable' });
    expect(sourceAction(tagged).Configuration.ImageTag).toBe('v1.2_stable');
    expect(rulesOf(tagged)[0].EventPattern).toMatchObject({ detail: { 'image-tag': ['v1.2_stable'] } });
  });

  test('may have a tag that is known at deployment only', () => {
    const tagged = templateOf((stack) =>
      Source.ecr(images(stack), { imageTag: new CfnParameter(stack, 'Tag').valueAsString }),
    );
    expect(sourceAction(tagged).Configuration.ImageTag).toEqual({ Ref: 'Tag' });
  });
});

test('an imported repository is known by its name', () => {
  const given = template((stack) => Repository.fromRepositoryName(stack, 'Images', 'acme/orders'));
  expect(sourceAction(given).Configuration.RepositoryName).toBe('acme/orders');
  expect(rulesOf(given)[0].EventPattern).toMatchObject({ detail: { 'repository-name': ['acme/orders'] } });
  expect(withAction(statementsOf(given, 'PipelineRole'), 'ecr:').map(({ Resource }) => Resource)).toEqual([
    { 'Fn::Join': ['', [...arnParts('ecr'), ':repository/acme/orders']] },
  ]);
});

test('a repository of another stack is deployed before, without a lock between the two', () => {
  const app = new App();
  const [shared, delivery] = [new Stack(app, 'Shared'), new Stack(app, 'Delivery')];
  pipelineOf(delivery, Source.ecr(images(shared)));
  expect(lockedStacks(app)).toEqual([]);
  expect(delivery.dependencies).toEqual([shared]);
  expect(sourceAction(Template.fromStack(delivery)).Configuration.RepositoryName).toEqual({
    'Fn::GetStackOutput': expect.objectContaining({ StackName: 'Shared' }) as unknown,
  });
});

test('code and an image may start one pipeline', () => {
  const stack = newStack();
  pipelineOf(
    stack,
    Source.ecr(images(stack), { sourceName: 'base' }),
    Source.ecr(Repository.fromRepositoryName(stack, 'Other', 'other'), { sourceName: 'tools' }),
  );
  expect(rulesOf(Template.fromStack(stack))).toHaveLength(2);
});
