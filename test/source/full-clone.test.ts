import { Template } from 'aws-cdk-lib/assertions';
import { Repository } from 'aws-cdk-lib/aws-codecommit';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Build, DeliveryPipeline, Source, SourceRepository } from '../../lib';
import type { CodeCommitSourceOptions } from '../../lib';
import { actionsOf, errorsOf, newStack, newTarget, statementsOf } from '../support/fixtures';
import { arnParts, gitHub, pipelineOf, sourceAction, withAction } from './support';

const REPOSITORY_ARN = { 'Fn::Join': ['', [...arnParts('codecommit'), ':orders']] };

function codeCommit(options: CodeCommitSourceOptions): Template {
  const stack = newStack();
  pipelineOf(stack, Source.codeCommit(Repository.fromRepositoryName(stack, 'Repository', 'orders'), options));
  return Template.fromStack(stack);
}

describe('a full clone of CodeCommit', () => {
  const given = codeCommit({ fullClone: true });

  test('is a reference for builds', () => {
    expect(sourceAction(given).Configuration.OutputArtifactFormat).toBe('CODEBUILD_CLONE_REF');
    expect(sourceAction(codeCommit({})).Configuration).not.toHaveProperty('OutputArtifactFormat');
  });

  test('lets the build pull from just this repository', () => {
    expect(withAction(statementsOf(given, 'CommandRole'), 'codecommit:')).toEqual([
      { Effect: 'Allow', Action: 'codecommit:GitPull', Resource: REPOSITORY_ARN },
    ]);
    expect(withAction(statementsOf(codeCommit({}), 'CommandRole'), 'codecommit:')).toEqual([]);
  });

  test('lets the pipeline look at the repository as well', () => {
    expect(withAction(statementsOf(given, 'PipelineRole'), 'codecommit:GetRepository')).toEqual([
      { Effect: 'Allow', Action: 'codecommit:GetRepository', Resource: REPOSITORY_ARN },
    ]);
  });

  test('lets the build use the key of the repository, through CodeCommit only', () => {
    const stack = newStack();
    const encryptionKey = new Key(stack, 'Key');
    const repository = new SourceRepository(stack, 'Repository', { repositoryName: 'orders', encryptionKey });
    pipelineOf(stack, Source.codeCommit(repository, { fullClone: true }));
    const template = Template.fromStack(stack);
    const service = { 'Fn::Join': ['', ['codecommit.', { Ref: 'AWS::Region' }, '.', { Ref: 'AWS::URLSuffix' }]] };
    for (const role of ['CommandRole', 'PipelineRole']) {
      expect(withAction(statementsOf(template, role), 'kms:')).toEqual([
        expect.objectContaining({
          Resource: { 'Fn::GetAtt': [expect.stringMatching(/^Key/), 'Arn'] },
          Condition: { StringEquals: { 'kms:ViaService': service } },
        }),
      ]);
    }
  });
});

describe.each([
  [
    'CodeCommit',
    (stack: ReturnType<typeof newStack>) =>
      Source.codeCommit(Repository.fromRepositoryName(stack, 'Repository', 'orders'), { fullClone: true }),
    'codecommit:GitPull',
  ],
  ['a connection', () => gitHub(undefined, { fullClone: true }), 'codeconnections:UseConnection'],
] as const)('a full clone of %s', (_, make, action) => {
  test('may be followed by the role of the builds that take it, and by that of no other build', () => {
    const stack = newStack();
    const source = make(stack);
    const first = Build.project({ buildName: 'First' });
    const role = new Role(stack, 'Mine', { assumedBy: new ServicePrincipal('codebuild.amazonaws.com') });
    new DeliveryPipeline(stack, 'Pipeline', {
      sources: [source],
      builds: [
        first,
        Build.project({ buildName: 'Second', input: source.artifact }),
        Build.project({ buildName: 'Later', input: first.artifact, role }),
      ],
    });
    const template = Template.fromStack(stack);
    const may = (role: string): number => withAction(statementsOf(template, role), action).length;
    expect(['CommandRole', 'Mine'].map(may)).toEqual([1, 0]);
  });

  test('is followed by builds alone: whoever takes it in the template is one', () => {
    const stack = newStack();
    pipelineOf(stack, make(stack));
    const takers = Object.values(actionsOf(Template.fromStack(stack))).filter(({ InputArtifacts }) =>
      InputArtifacts?.some(({ Name }) => Name === 'Source'),
    );
    expect(takers.map(({ ActionTypeId }) => ActionTypeId.Provider)).toEqual(['CodeBuild']);
  });

  test.each([
    ['by default', false],
    ['by name', true],
  ])('is refused where a target takes it %s', (how, named) => {
    const stack = newStack();
    const source = make(stack);
    const target = newTarget(stack);
    new DeliveryPipeline(stack, 'Pipeline', {
      sources: [source],
      builds: named ? [Build.project({ buildName: 'Package' })] : [],
      stages: [{ stageName: 'Live', targets: [named ? Object.assign(target, { artifact: source.artifact }) : target] }],
    });
    expect(errorsOf(stack)).toEqual([
      'Pipeline (DeliveryPipeline) stages[0].targets[0].artifact: must not be a full clone, which only builds can take, got ' +
        "'the output of source Source'; add a build that puts the files out, or leave fullClone out",
    ]);
    expect(how).not.toBe('');
  });
});
