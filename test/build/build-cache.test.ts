import { App, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import {
  BuildSpec,
  LinuxBuildImage,
  LinuxGpuBuildImage,
  LinuxLambdaBuildImage,
  WindowsBuildImage,
} from 'aws-cdk-lib/aws-codebuild';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { BuildCache, BuildProject } from '../../lib';
import type { BuildProjectProps } from '../../lib';
import { lockedStacks, logicalIdOf, onlyResource } from '../support/fixtures';
import { allowed, buildSpecOf, errorsIn, join, projectOf, templateOf } from './support';

const PATHS = ['.npm/**/*'];
const cached = (make: (stack: Stack) => BuildCache, more: BuildProjectProps = { commands: ['make'] }) =>
  templateOf((stack) => ({ ...more, cache: make(stack) }));
const cacheOf = (template: Template): unknown => projectOf(template).Properties.Cache;
const local = (options: Parameters<typeof BuildCache.local>[0], more: BuildProjectProps = {}): string[] =>
  errorsIn({ commands: ['make'], cache: BuildCache.local(options), ...more });

describe('a cache in a bucket', () => {
  const given = cached((stack) =>
    BuildCache.bucket(new Bucket(stack, 'Cache', { encryptionKey: new Key(stack, 'Key') }), PATHS),
  );
  const bucket = logicalIdOf(given, 'AWS::S3::Bucket');
  const bucketArn = { 'Fn::GetAtt': [bucket, 'Arn'] };

  test('is in a folder of the project’s own, and keeps the folders that are named', () => {
    expect(cacheOf(given)).toEqual({ Type: 'S3', Location: join([{ Ref: bucket }, '/Test-Build']) });
    expect(buildSpecOf(given).cache).toEqual({ paths: PATHS });
  });

  test('is read and written by the build in its folder only, with the key of the bucket', () => {
    expect(allowed(given, 's3')).toEqual([
      { Effect: 'Allow', Action: ['s3:GetBucketAcl', 's3:GetBucketLocation'], Resource: bucketArn },
      {
        Effect: 'Allow',
        Action: ['s3:GetObject', 's3:GetObjectVersion', 's3:PutObject'],
        Resource: join([bucketArn, '/Test-Build/*']),
      },
    ]);
    expect(allowed(given, 'kms')).toEqual([
      {
        Effect: 'Allow',
        Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
        Resource: { 'Fn::GetAtt': [logicalIdOf(given, 'AWS::KMS::Key'), 'Arn'] },
      },
    ]);
  });

  test('can be in a folder that several builds share by name', () => {
    const shared = cached((stack) => BuildCache.bucket(new Bucket(stack, 'Cache'), PATHS, { prefix: 'npm/shared/' }));
    const ref = logicalIdOf(shared, 'AWS::S3::Bucket');
    expect(cacheOf(shared)).toMatchObject({ Location: join([{ Ref: ref }, '/npm/shared']) });
    expect(allowed(shared, 's3')[1].Resource).toEqual(join([{ 'Fn::GetAtt': [ref, 'Arn'] }, '/npm/shared/*']));
    expect(allowed(shared, 'kms')).toEqual([]);
  });

  test.each([true, false])(
    'refuses requests without TLS once, also where the bucket does so itself: %s',
    (enforceSSL) => {
      const stack = new Stack(new App(), 'Test');
      const shared = new Bucket(stack, 'Cache', { enforceSSL });
      for (const id of ['One', 'Two']) {
        new BuildProject(stack, id, { commands: ['make'], cache: BuildCache.bucket(shared, PATHS) });
      }
      const { PolicyDocument } = onlyResource(Template.fromStack(stack), 'AWS::S3::BucketPolicy').Properties;
      expect((PolicyDocument as { Statement: unknown[] }).Statement).toEqual([
        expect.objectContaining({
          Effect: 'Deny',
          Action: 's3:*',
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        }),
      ]);
    },
  );

  test('may be a bucket that exists already, and of another stack, without a lock', () => {
    const app = new App();
    const [owner, stack] = [new Stack(app, 'Owner'), new Stack(app, 'Builds')];
    const bucketOfOwner = new Bucket(owner, 'Cache', { encryptionKey: new Key(owner, 'Key') });
    const imported = Bucket.fromBucketName(stack, 'Imported', 'caches');
    new BuildProject(stack, 'One', { commands: ['make'], cache: BuildCache.bucket(bucketOfOwner, PATHS) });
    new BuildProject(stack, 'Two', { commands: ['make'], cache: BuildCache.bucket(imported, PATHS) });
    expect(lockedStacks(app)).toEqual([]);
    Template.fromStack(stack).hasResourceProperties('AWS::CodeBuild::Project', {
      Name: 'Builds-Two',
      Cache: { Location: 'caches/Builds-Two' },
    });
  });

  test('works in a VPC', () => {
    const inVpc = templateOf((stack) => ({
      commands: ['make'],
      network: { vpc: new Vpc(stack, 'Vpc') },
      cache: BuildCache.bucket(new Bucket(stack, 'Cache'), PATHS),
    }));
    expect(cacheOf(inVpc)).toMatchObject({ Type: 'S3' });
  });

  test('must keep something, unless the buildspec says what', () => {
    const cache = (stack: Stack): BuildCache => BuildCache.bucket(new Bucket(stack, 'Cache'), []);
    const says = ['cache.paths: must have at least one, got 0; without paths nothing is kept'];
    const spec = { version: '0.2', phases: { build: { commands: ['a'] } } };
    const buildSpec = BuildSpec.fromObject(spec);
    const withPaths = BuildSpec.fromObject({ ...spec, cache: { paths: ['a/**'] } });
    expect(errorsIn((stack) => ({ commands: ['make'], cache: cache(stack) }))).toEqual(says);
    expect(errorsIn((stack) => ({ buildSpec, cache: cache(stack) }))).toEqual(says);
    expect(errorsIn((stack) => ({ buildSpec: withPaths, cache: cache(stack) }))).toEqual([]);
    expect(errorsIn((stack) => ({ cache: cache(stack) }))).toEqual([]);
  });
});

describe('paths of a cache beside a buildspec of the source', () => {
  const warnings = (paths: string[], commands?: string[]): unknown[] => {
    const stack = new Stack(new App(), 'Test');
    const cache = BuildCache.bucket(new Bucket(stack, 'Cache'), paths);
    new BuildProject(stack, 'Build', { commands, cache });
    return Annotations.fromStack(stack).findWarning('*', Match.anyValue());
  };

  test('are warned of, as they cannot be added', () => {
    expect(warnings(PATHS)).toEqual([
      expect.objectContaining({
        id: '/Test/Build',
        entry: expect.objectContaining({
          data: expect.stringContaining('cannot be added to a buildspec of the source') as unknown,
        }) as unknown,
      }),
    ]);
  });

  test('are not warned of where there are none, or the buildspec is written', () => {
    expect(warnings([])).toEqual([]);
    expect(warnings(PATHS, ['make'])).toEqual([]);
  });
});

describe('a cache on the machine', () => {
  test('keeps folders, the source, and layers of Docker', () => {
    const cache = BuildCache.local({ paths: PATHS, source: true, dockerLayers: true });
    const given = templateOf({ commands: ['make'], cache, docker: {} });
    expect(cacheOf(given)).toEqual({
      Type: 'LOCAL',
      Modes: ['LOCAL_CUSTOM_CACHE', 'LOCAL_SOURCE_CACHE', 'LOCAL_DOCKER_LAYER_CACHE'],
    });
    expect(buildSpecOf(given).cache).toEqual({ paths: PATHS });
  });

  test('can keep one of them', () => {
    const given = cached(() => BuildCache.local({ source: true }), {});
    expect(cacheOf(given)).toEqual({ Type: 'LOCAL', Modes: ['LOCAL_SOURCE_CACHE'] });
  });

  test('can keep layers where the user made the build privileged', () => {
    expect(local({ dockerLayers: true }, { environment: { privileged: true } })).toEqual([]);
  });

  test('must keep something', () => {
    expect(local({})).toEqual(['cache: must keep something; give paths, source or dockerLayers']);
  });

  test('is refused in a VPC, where AWS keeps nothing', () => {
    expect(
      errorsIn((stack) => ({
        commands: ['make'],
        network: { vpc: new Vpc(stack, 'Vpc') },
        cache: BuildCache.local({ source: true }),
      })),
    ).toEqual(['cache: must not be local in a VPC, where AWS keeps nothing; use BuildCache.bucket']);
  });

  test('is refused on GPU compute', () => {
    const buildImage = LinuxGpuBuildImage.DLC_PYTORCH_1_5_0_TRAINING;
    expect(local({ source: true }, { environment: { buildImage } })).toContain(
      'cache: must not be local on GPU compute; use BuildCache.bucket',
    );
  });

  test('keeps no layers of a build that is not privileged, nor on Windows', () => {
    expect(local({ dockerLayers: true })).toEqual([
      'cache.dockerLayers: needs a build that is privileged; set environment.privileged, or docker',
    ]);
    const buildImage = WindowsBuildImage.WIN_SERVER_CORE_2022_BASE_3_0;
    expect(local({ dockerLayers: true }, { environment: { buildImage } })).toContain(
      'cache.dockerLayers: must be on Linux',
    );
  });
});

test('Lambda compute keeps nothing, in no kind of cache', () => {
  const environment = { buildImage: LinuxLambdaBuildImage.AMAZON_LINUX_2023_NODE_20 };
  const says = ['cache: must not be given on Lambda compute, which keeps nothing'];
  expect(local({ source: true }, { environment })).toEqual(says);
  expect(
    errorsIn((stack) => ({
      commands: ['make'],
      environment,
      cache: BuildCache.bucket(new Bucket(stack, 'Cache'), PATHS),
    })),
  ).toEqual(says);
});

test('a build keeps nothing by default', () => {
  expect(cacheOf(templateOf({ environment: { buildImage: LinuxBuildImage.STANDARD_7_0 } }))).toEqual({
    Type: 'NO_CACHE',
  });
});
