import { Token } from 'aws-cdk-lib';
import { LinuxBuildImage, LinuxLambdaBuildImage } from 'aws-cdk-lib/aws-codebuild';
import type { BuildEnvironment, BuildEnvironmentCertificate, IBuildImage } from 'aws-cdk-lib/aws-codebuild';
import { Construct } from 'constructs';
import { checkStruct } from '../core/checks';
import type { Problems } from '../core/problems';
import type { BuildSettings } from './build-settings';
import { computeKind } from './compute-kind';
import type { ComputeKind } from './compute-kind';

/** An environment with its image decided, as aws-cdk-lib takes it without an error. */
export interface CheckedEnvironment {
  readonly environment: BuildEnvironment & { readonly buildImage: IBuildImage };
  readonly compute: ComputeKind;
}

/** The environment of a build: reports combinations that CodeBuild refuses. */
export function checkBuildEnvironment(
  problems: Problems,
  settings: BuildSettings,
  needsDocker: boolean,
): CheckedEnvironment {
  const { count } = problems;
  const within = problems.within('environment');
  const given: BuildEnvironment = checkStruct(problems, 'environment', settings.environment) ?? {};
  if (given.environmentVariables !== undefined) {
    within.add('environmentVariables', 'must not be given', { cure: 'use variables' });
  }
  const buildImage = imageOf(within, given.buildImage);
  const compute = computeKind(buildImage);
  const privileged = given.privileged ?? (needsDocker && given.dockerServer === undefined ? true : undefined);
  checkCompute(problems, given, compute, privileged === true, settings);
  if (compute.isLambda) checkLambda(problems, settings);
  const certificate = certificateOf(within, given.certificate);
  const environment = { ...given, buildImage, certificate, privileged, environmentVariables: undefined };
  const messages = validate(buildImage, environment);
  if (problems.count === count) for (const message of messages) within.add('', message);
  return messages.length === 0 && fleetFits(within, environment)
    ? { environment, compute }
    : { environment: { buildImage: standIn(compute) }, compute };
}

function imageOf(problems: Problems, given: IBuildImage | undefined): IBuildImage {
  if (given === undefined) return LinuxBuildImage.STANDARD_7_0;
  if (typeof (given as Partial<IBuildImage> | null)?.validate === 'function') return given;
  problems.add('buildImage', 'must be a build image', {
    got: given,
    cure: 'use LinuxBuildImage, or another of its kind',
  });
  return LinuxBuildImage.STANDARD_7_0;
}

function certificateOf(
  problems: Problems,
  given: BuildEnvironmentCertificate | undefined,
): BuildEnvironmentCertificate | undefined {
  if (given === undefined) return undefined;
  const { bucket } = (given as Partial<BuildEnvironmentCertificate> | null) ?? {};
  if (typeof bucket?.arnForObjects === 'function') return given;
  problems.add('certificate.bucket', 'must be a bucket', { got: bucket });
  return undefined;
}

function checkCompute(
  problems: Problems,
  given: BuildEnvironment,
  compute: ComputeKind,
  privileged: boolean,
  settings: BuildSettings,
): void {
  if (!privileged || compute.isLinux) return;
  const cure = 'Docker needs a Linux image on EC2 compute';
  const prop = given.privileged === true ? 'environment.privileged' : settings.image === undefined ? 'docker' : 'image';
  problems.add(prop, 'must not be given on Lambda, Windows or macOS compute', { cure });
}

/** https://docs.aws.amazon.com/codebuild/latest/userguide/lambda.html */
function checkLambda(problems: Problems, settings: BuildSettings): void {
  const reason = 'must not be given on Lambda compute';
  for (const prop of ['timeout', 'queuedTimeout', 'network'] as const) {
    if (settings[prop] !== undefined) problems.add(prop, reason, { cure: 'use an image on EC2 compute' });
  }
  if (settings.environment?.certificate !== undefined) problems.add('environment.certificate', reason);
}

function validate(image: IBuildImage, environment: BuildEnvironment): string[] {
  return image.validate(environment).map((message) => message.replace(/\.$/, ''));
}

function fleetFits(problems: Problems, { fleet, buildImage }: BuildEnvironment): boolean {
  const [ofFleet, ofImage] = [String(fleet?.environmentType), buildImage?.type];
  if (fleet === undefined || Token.isUnresolved(ofFleet) || ofFleet === ofImage) return true;
  if (!Construct.isConstruct(fleet)) {
    problems.add('fleet', 'must be a fleet', { got: fleet });
    return false;
  }
  problems.add('fleet', `must be of the type of the image, ${ofImage ?? 'none'}`, { got: ofFleet });
  return false;
}

/** Something of the same kind that aws-cdk-lib takes, so that what depends on the kind is checked as well. */
function standIn({ isLambda }: ComputeKind): IBuildImage {
  return isLambda ? LinuxLambdaBuildImage.AMAZON_LINUX_2023_NODE_20 : LinuxBuildImage.STANDARD_7_0;
}
