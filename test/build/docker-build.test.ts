import { App, Stack, Validations } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { BuildSpec, DockerServerComputeType, LinuxBuildImage } from 'aws-cdk-lib/aws-codebuild';
import { Repository } from 'aws-cdk-lib/aws-ecr';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { BuildProject, ImageRepository } from '../../lib';
import type { BuildProjectProps, DockerBuild } from '../../lib';
import { allowedActionsOf, lockedStacks, logicalIdOf, newStack } from '../support/fixtures';
import { allowed, arn, buildSpecOf, errorsIn, projectOf, templateOf } from './support';

const LOGIN =
  'aws ecr get-login-password --region "$AWS_REGION" | docker login --username AWS --password-stdin <AccountId>.dkr.ecr.<Region>.<URLSuffix>';
const HUB_LOGIN = 'printf %s "$DOCKERHUB_PASSWORD" | docker login --username "$DOCKERHUB_USERNAME" --password-stdin';
const PULL = ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'];
const PUSH = ['ecr:CompleteLayerUpload', 'ecr:InitiateLayerUpload', 'ecr:PutImage', 'ecr:UploadLayerPart'];

const docker = (make: (stack: Stack) => DockerBuild, more: BuildProjectProps = {}): Template =>
  templateOf((stack) => ({ commands: ['docker build .'], docker: make(stack), ...more }));
const named = (stack: Stack, name: string): ReturnType<typeof Repository.fromRepositoryName> =>
  Repository.fromRepositoryName(stack, name, name);
const environmentOf = (given: Template): Record<string, unknown> =>
  projectOf(given).Properties.Environment as Record<string, unknown>;
const commandsOf = (given: Template): unknown => {
  const { phases } = buildSpecOf(given) as { phases: Record<string, { commands: string[] } | undefined> };
  return phases.pre_build?.commands;
};

describe('a build with Docker', () => {
  test('is privileged, and logs in nowhere unless it must', () => {
    const given = docker(() => ({}));
    expect(environmentOf(given).PrivilegedMode).toBe(true);
    expect(commandsOf(given)).toBeUndefined();
    expect(allowedActionsOf(given, 'BuildRole').filter((action) => action.startsWith('ecr:'))).toEqual([]);
  });

  test('is not privileged where the user says so, or a server does the work', () => {
    expect(environmentOf(docker(() => ({}), { environment: { privileged: false } })).PrivilegedMode).toBe(false);
    const dockerServer = { computeType: DockerServerComputeType.SMALL };
    expect(environmentOf(docker(() => ({}), { environment: { dockerServer } }))).toMatchObject({
      PrivilegedMode: false,
      DockerServer: { ComputeType: 'BUILD_GENERAL1_SMALL' },
    });
  });

  test('logs in to pull from repositories, and may pull from these only', () => {
    const given = docker((stack) => ({ pullFrom: [named(stack, 'base'), named(stack, 'tools')] }));
    expect(commandsOf(given)).toEqual([LOGIN]);
    expect(allowed(given, 'ecr')).toEqual([
      { Effect: 'Allow', Action: 'ecr:GetAuthorizationToken', Resource: '*' },
      { Effect: 'Allow', Action: PULL, Resource: [arn('ecr', ':repository/base'), arn('ecr', ':repository/tools')] },
    ]);
  });

  test('logs in once to pull and to push, and may push to its own repositories only', () => {
    const given = docker((stack) => ({ pullFrom: [named(stack, 'base')], pushTo: [named(stack, 'orders')] }));
    expect(commandsOf(given)).toEqual([LOGIN]);
    expect(allowed(given, 'ecr')).toEqual([
      { Effect: 'Allow', Action: 'ecr:GetAuthorizationToken', Resource: '*' },
      { Effect: 'Allow', Action: PULL, Resource: arn('ecr', ':repository/base') },
      { Effect: 'Allow', Action: [...PULL, ...PUSH].sort(), Resource: arn('ecr', ':repository/orders') },
    ]);
  });

  test('logs in to Docker Hub with the fields of a secret, that the build may read and decrypt', () => {
    const given = docker((stack) => ({
      pullFrom: [named(stack, 'base')],
      dockerHub: new Secret(stack, 'Hub', { encryptionKey: new Key(stack, 'Key') }),
    }));
    const secret = { Ref: logicalIdOf(given, 'AWS::SecretsManager::Secret') };
    expect(commandsOf(given)).toEqual([LOGIN, HUB_LOGIN]);
    expect(environmentOf(given).EnvironmentVariables).toEqual(
      ['username', 'password'].map((field) => ({
        Name: `DOCKERHUB_${field.toUpperCase()}`,
        Type: 'SECRETS_MANAGER',
        Value: { 'Fn::Join': ['', [secret, `:${field}`]] },
      })),
    );
    expect(allowed(given, 'secretsmanager')).toEqual([
      { Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource: secret },
    ]);
    expect(allowed(given, 'kms')).toEqual([
      expect.objectContaining({
        Action: 'kms:Decrypt',
        Resource: { 'Fn::GetAtt': [logicalIdOf(given, 'AWS::KMS::Key'), 'Arn'] },
      }),
    ]);
  });

  test('keeps the password out of the buildspec', () => {
    const given = docker((stack) => ({ dockerHub: new Secret(stack, 'Hub') }));
    expect(JSON.stringify(buildSpecOf(given))).not.toMatch(/resolve:|-p |--password /);
  });

  test('adds its commands to a buildspec that is an object', () => {
    const spec = { version: '0.2', phases: { pre_build: { commands: ['a'] }, build: { commands: ['b'] } } };
    const given = templateOf((stack) => ({
      buildSpec: BuildSpec.fromObject(spec),
      docker: { pullFrom: [named(stack, 'base')] },
    }));
    expect(commandsOf(given)).toEqual([LOGIN, 'a']);
  });

  test('can have repositories and secrets of another stack without an export', () => {
    const app = new App();
    const [owner, stack] = [new Stack(app, 'Owner'), new Stack(app, 'Builds')];
    new BuildProject(stack, 'Build', {
      commands: ['make'],
      docker: {
        pullFrom: [new Repository(owner, 'Base')],
        pushTo: [new ImageRepository(owner, 'Orders')],
        dockerHub: new Secret(owner, 'Hub', { encryptionKey: new Key(owner, 'Key') }),
      },
    });
    expect(lockedStacks(app)).toEqual([]);
    expect(
      app
        .synth()
        .getStackArtifact('Builds')
        .dependencies.map(({ id }) => id),
    ).toContain('Owner');
  });

  test.each<[string, BuildProjectProps, boolean]>([
    ['with Docker is acknowledged', { docker: {} }, true],
    ['that the user made so is not', { environment: { privileged: true } }, false],
  ])('the finding of cdk-nag on a privileged build %s', (_, props, expected) => {
    const stack = newStack();
    new BuildProject(stack, 'Build', { commands: ['make'], ...props });
    Template.fromStack(stack);
    const acknowledged = stack.node
      .findAll()
      .flatMap(({ node }) => node.metadata)
      .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
      .flatMap(({ data }) => Object.keys(data as object));
    expect(acknowledged.some((finding) => finding.includes('AwsSolutions-CB3'))).toBe(expected);
  });
});

test('the image that a build runs in is no repository that it pushes to', () => {
  const given = templateOf((stack) => ({
    environment: { buildImage: LinuxBuildImage.fromEcrRepository(new Repository(stack, 'Images'), '1') },
  }));
  expect(allowed(given, 'ecr').flatMap(({ Action }) => Action)).not.toContain('ecr:PutImage');
  expect(environmentOf(given).PrivilegedMode).toBe(false);
  expect(errorsIn({ environment: { buildImage: LinuxBuildImage.STANDARD_7_0 } })).toEqual([]);
});
