import { Duration } from 'aws-cdk-lib';
import type { Stack } from 'aws-cdk-lib';
import {
  ComputeType,
  EnvironmentType,
  Fleet,
  FleetComputeType,
  LinuxArmBuildImage,
  LinuxArmLambdaBuildImage,
  LinuxBuildImage,
  LinuxLambdaBuildImage,
  WindowsBuildImage,
} from 'aws-cdk-lib/aws-codebuild';
import type { IFleet } from 'aws-cdk-lib/aws-codebuild';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import type { BuildProjectProps } from '../../lib';
import { errorsIn, projectOf, templateOf } from './support';

const lambda = { buildImage: LinuxLambdaBuildImage.AMAZON_LINUX_2023_NODE_20 };
const windows = { buildImage: WindowsBuildImage.WIN_SERVER_CORE_2022_BASE_3_0 };
const fleet = (stack: Stack, environmentType: EnvironmentType): IFleet =>
  new Fleet(stack, 'Fleet', { baseCapacity: 1, computeType: FleetComputeType.SMALL, environmentType });

describe('Lambda compute', () => {
  test.each([
    ['LINUX_LAMBDA_CONTAINER', lambda],
    ['ARM_LAMBDA_CONTAINER', { buildImage: LinuxArmLambdaBuildImage.AMAZON_LINUX_2023_NODE_20 }],
  ])('is taken as %s, without times that it does not know', (Type, environment) => {
    const { Properties } = projectOf(templateOf({ environment, commands: ['make'] }));
    expect(Properties.Environment).toMatchObject({ Type, ComputeType: 'BUILD_LAMBDA_1GB' });
    expect(Properties).not.toHaveProperty('TimeoutInMinutes');
    expect(Properties).not.toHaveProperty('QueuedTimeoutInMinutes');
  });

  test.each<[keyof BuildProjectProps, (stack: Stack) => BuildProjectProps]>([
    ['timeout', () => ({ timeout: Duration.minutes(10) })],
    ['queuedTimeout', () => ({ queuedTimeout: Duration.minutes(10) })],
    ['network', (stack) => ({ network: { vpc: new Vpc(stack, 'Vpc') } })],
  ])('knows no %s', (prop, props) => {
    expect(errorsIn((stack) => ({ environment: lambda, ...props(stack) }))).toEqual([
      `${prop}: must not be given on Lambda compute; use an image on EC2 compute`,
    ]);
  });

  test('knows no certificate', () => {
    const errors = errorsIn((stack) => ({
      environment: { ...lambda, certificate: { bucket: new Bucket(stack, 'Bucket'), objectKey: 'a.pem' } },
    }));
    expect(errors).toEqual(['environment.certificate: must not be given on Lambda compute']);
  });

  test('is never privileged', () => {
    expect(errorsIn({ environment: { ...lambda, privileged: true } })).toContain(
      'environment.privileged: must not be given on Lambda, Windows or macOS compute; Docker needs a Linux image on EC2 compute',
    );
  });
});

test('Windows is never privileged', () => {
  expect(errorsIn({ environment: { ...windows, privileged: true } })).toContain(
    'environment.privileged: must not be given on Lambda, Windows or macOS compute; Docker needs a Linux image on EC2 compute',
  );
  expect(errorsIn({ environment: windows })).toEqual([]);
});

describe('a compute type that the image does not run on is reported, not thrown:', () => {
  test.each<[string, BuildProjectProps, RegExp]>([
    [
      'Lambda for an image of EC2',
      { environment: { computeType: ComputeType.LAMBDA_1GB } },
      /^environment: x86-64 images do not support Lambda compute types$/,
    ],
    [
      'EC2 for an image of Lambda',
      { environment: { ...lambda, computeType: ComputeType.SMALL } },
      /^environment: .*Lambda.*[^.]$/,
    ],
    [
      'small for Windows',
      { environment: { ...windows, computeType: ComputeType.SMALL } },
      /^environment: Windows images do not support the 'BUILD_GENERAL1_SMALL' compute type$/,
    ],
  ])('%s', (_, props, says) => {
    expect(errorsIn(props)).toEqual([expect.stringMatching(says)]);
  });
});

describe('a fleet', () => {
  test('of the type of the image runs the build', () => {
    const given = templateOf((stack) => ({
      environment: {
        buildImage: LinuxArmBuildImage.AMAZON_LINUX_2_STANDARD_3_0,
        fleet: fleet(stack, EnvironmentType.ARM_CONTAINER),
      },
    }));
    expect(projectOf(given).Properties.Environment).toMatchObject({
      Type: 'ARM_CONTAINER',
      Fleet: { FleetArn: { 'Fn::GetAtt': [expect.stringMatching(/^Fleet/), 'Arn'] } },
    });
  });

  test('of another type is refused', () => {
    expect(
      errorsIn((stack) => ({
        environment: { buildImage: LinuxBuildImage.STANDARD_7_0, fleet: fleet(stack, EnvironmentType.ARM_CONTAINER) },
      })),
    ).toEqual(["environment.fleet: must be of the type of the image, LINUX_CONTAINER, got 'ARM_CONTAINER'"]);
  });
});

test.each<[string, BuildProjectProps]>([
  ['docker', { docker: {}, environment: windows }],
  ['docker', { docker: {}, environment: lambda }],
])('%s, which makes a build privileged, is blamed where the user said it', (prop, props) => {
  expect(errorsIn({ commands: ['make'], ...props })).toEqual([
    `${prop}: must not be given on Lambda, Windows or macOS compute; Docker needs a Linux image on EC2 compute`,
  ]);
});

test('variables belong into variables, where they are checked', () => {
  expect(errorsIn({ environment: { environmentVariables: { KEY: { value: 'secret' } } } })).toEqual([
    'environment.environmentVariables: must not be given; use variables',
  ]);
});
