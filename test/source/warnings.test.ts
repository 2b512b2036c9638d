import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { Project } from 'aws-cdk-lib/aws-codebuild';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Build, ImageRepository, Source, SourceRepository } from '../../lib';
import { newPipeline, newStack } from '../support/fixtures';

const warnings = (text: RegExp, make: (stack: ReturnType<typeof newStack>) => unknown): number => {
  const stack = newStack();
  make(stack);
  return Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp(text.source)).length;
};

test('a pipeline that waits for a tag which never changes gets a warning', () => {
  const of = (mutableTags?: boolean) =>
    warnings(/can be pushed once/, (stack) =>
      newPipeline(stack, {
        sources: [Source.ecr(new ImageRepository(stack, 'Images', { mutableTags }))],
        builds: [Build.project({ buildName: 'Package' })],
      }),
    );
  expect([of(), of(true)]).toEqual([1, 0]);
});

test('the tags of an image repository change only where the user says so', () => {
  const mutability = (mutableTags?: boolean): void => {
    const stack = newStack();
    new ImageRepository(stack, 'Images', { mutableTags });
    Template.fromStack(stack).hasResourceProperties('AWS::ECR::Repository', {
      ImageTagMutability: mutableTags === true ? 'MUTABLE' : 'IMMUTABLE',
    });
  };
  mutability();
  mutability(true);
});

test('a project whose role is not known gets a warning, and no other', () => {
  const existing = (stack: ReturnType<typeof newStack>): unknown =>
    newPipeline(stack, {
      builds: [Build.existing(Project.fromProjectName(stack, 'Old', 'old'), { buildName: 'Package' })],
    });
  expect(warnings(/role of an imported project is not known/, existing)).toBe(1);
  expect(warnings(/Add statement/, existing)).toBe(0);
});

test('CodeCommit may use the key of a topic that a repository tells, for that repository', () => {
  const stack = newStack();
  const masterKey = new Key(stack, 'Key');
  const triggers = [{ triggerName: 'all', topic: new Topic(stack, 'Topic', { masterKey }) }];
  new SourceRepository(stack, 'Code', { repositoryName: 'orders', triggers });
  Template.fromStack(stack).hasResourceProperties('AWS::KMS::Key', {
    KeyPolicy: {
      Statement: Match.arrayWith([
        Match.objectLike({
          Principal: { Service: 'codecommit.amazonaws.com' },
          Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
          Condition: { ArnEquals: { 'aws:SourceArn': Match.anyValue() } },
        }),
      ]),
    },
  });
});
