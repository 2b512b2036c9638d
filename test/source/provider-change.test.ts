import { Template } from 'aws-cdk-lib/assertions';
import { Repository } from 'aws-cdk-lib/aws-codecommit';
import type { IRepository } from 'aws-cdk-lib/aws-codecommit';
import { Repository as ImageRepository } from 'aws-cdk-lib/aws-ecr';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Stack } from 'aws-cdk-lib';
import { Build, Source, SourceRepository } from '../../lib';
import type { ISource } from '../../lib';
import { actionsOf, logicalIdOf, newPipeline, newStack, newTarget, onlyResource } from '../support/fixtures';
import { CONNECTION } from './support';

const connected = { connectionArn: CONNECTION, repository: 'acme/orders' };
const imported = (stack: Stack, name: string): IRepository => Repository.fromRepositoryName(stack, 'Imported', name);

const SOURCES: [string, (stack: Stack) => ISource][] = [
  ['CodeCommit', (stack) => Source.codeCommit(imported(stack, 'orders'))],
  ['another repository of CodeCommit', (stack) => Source.codeCommit(imported(stack, 'shop'))],
  [
    'a repository of the stack',
    (stack) => Source.codeCommit(new SourceRepository(stack, 'Code', { repositoryName: 'orders' })),
  ],
  ['another branch', (stack) => Source.codeCommit(imported(stack, 'orders'), { branch: 'trunk' })],
  ['a full clone', (stack) => Source.codeCommit(imported(stack, 'orders'), { fullClone: true })],
  ['GitHub', () => Source.gitHub(connected)],
  ['another branch of GitHub', () => Source.gitHub({ ...connected, branch: 'trunk' })],
  ['another repository of GitHub', () => Source.gitHub({ ...connected, repository: 'acme/shop' })],
  ['GitLab', () => Source.gitLab({ ...connected, repository: 'acme/team/orders' })],
  ['S3', (stack) => Source.s3(new Bucket(stack, 'Uploads', { versioned: true }), { objectKey: 'app.zip' })],
  ['ECR', (stack) => Source.ecr(new ImageRepository(stack, 'Images'))],
];

/** Everything whose change would make another pipeline, or lose what it knows. */
function identityOf(make: (stack: Stack) => ISource): unknown {
  const stack = newStack();
  newPipeline(stack, {
    sources: [make(stack)],
    builds: [Build.project({ buildName: 'Package' })],
    stages: [{ stageName: 'Live', targets: [newTarget(stack)] }],
  });
  const template = Template.fromStack(stack);
  const type = 'AWS::CodePipeline::Pipeline';
  const actions = actionsOf(template);
  return {
    pipeline: logicalIdOf(template, type),
    name: onlyResource(template, type).Properties.Name,
    store: onlyResource(template, type).Properties.ArtifactStore,
    role: onlyResource(template, type).Properties.RoleArn,
    project: logicalIdOf(template, 'AWS::CodeBuild::Project'),
    projectName: onlyResource(template, 'AWS::CodeBuild::Project').Properties.Name,
    artifacts: Object.entries(actions).map(([name, { OutputArtifacts }]) => [name, OutputArtifacts]),
    inputs: actions['Build/Package'].InputArtifacts,
    variables: actions['Source/Source'].Namespace,
  };
}

const before = identityOf(SOURCES[0][1]);

test.each(SOURCES)('a pipeline stays the same pipeline when its source becomes %s', (_, make) => {
  expect(identityOf(make)).toEqual(before);
});
