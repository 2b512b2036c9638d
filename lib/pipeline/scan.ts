import { Token } from 'aws-cdk-lib';
import { InspectorEcrImageScanAction, InspectorSourceCodeScanAction } from 'aws-cdk-lib/aws-codepipeline-actions';
import type { InspectorScanActionBaseProps } from 'aws-cdk-lib/aws-codepipeline-actions';
import { Repository } from 'aws-cdk-lib/aws-ecr';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { writeActionLogs } from '../core/action-logs';
import { artifactNameOf, DeliveryArtifact, variablesNamespace } from '../core/artifact';
import { checkChoice, checkName, checkRange, checkStruct } from '../core/checks';
import { checkResource } from '../core/environments';
import { LIMITS } from '../core/limits';
import { shortHash } from '../core/names';
import { allow, PERMISSIONS } from '../core/permissions';
import { Problems } from '../core/problems';
import { deployAfter, weak } from '../core/references';
import { NamedVerification } from './named-verification';
import type { ImageScanOptions, ScanThresholds, SourceScanOptions } from './scan-options';
import type { VerificationConfig, VerificationContext } from './verification-interface';

const SEVERITIES = ['critical', 'high', 'medium', 'low'] as const;

/** Scans the packages that source code uses. */
export class SourceScan extends NamedVerification<SourceScanOptions> {
  public bind(scope: Construct, context: VerificationContext): VerificationConfig {
    const problems = Problems.of(scope, 'Verification.sourceScan');
    const props = scanProps(scope, problems, context, this.options);
    const action = new InspectorSourceCodeScanAction({ ...props, input: context.artifacts.input(context.artifact) });
    return { actions: [action], permissions: scanPermissions(scope, context) };
  }
}

/** Scans an image. */
export class ImageScan extends NamedVerification<ImageScanOptions> {
  public bind(scope: Construct, context: VerificationContext): VerificationConfig {
    const problems = Problems.of(scope, 'Verification.imageScan');
    const { repository: given, imageTag } = this.options;
    const repository = checkResource(problems, 'repository', scope, given, 'an ECR repository', 'repositoryUri');
    if (repository !== undefined) deployAfter(scope, repository);
    const name = repository === undefined ? 'missing' : weak(scope, repository.repositoryName);
    const action = new InspectorEcrImageScanAction({
      ...scanProps(scope, problems, context, this.options),
      repository: Repository.fromRepositoryName(scope, 'RepositoryByName', name),
      imageTag: checkTag(scope, problems, imageTag ?? undefined),
    });
    const ofImage = repository && [
      allow(PERMISSIONS.imagePull, [weak(scope, repository.repositoryArn)]),
      allow(PERMISSIONS.imagePullToken, ['*']),
    ];
    return {
      actions: [action],
      permissions: [...scanPermissions(scope, context), ...(ofImage ?? [])],
      takesFullClone: true,
    };
  }
}

type ScanOptions = Pick<SourceScanOptions, 'verificationName' | 'thresholds' | 'output'>;

function scanProps(
  scope: Construct,
  problems: Problems,
  { runOrder, stageName, artifacts }: VerificationContext,
  { verificationName, thresholds, output }: ScanOptions,
): InspectorScanActionBaseProps {
  const limits = checkThresholds(problems, thresholds ?? undefined);
  const handle = checkChoice(problems, 'output', output ?? undefined, DeliveryArtifact as unknown as ArtifactClass);
  return {
    actionName: verificationName,
    runOrder,
    variablesNamespace: variablesNamespace(stageName, verificationName),
    criticalThreshold: limits.critical,
    highThreshold: limits.high,
    mediumThreshold: limits.medium,
    lowThreshold: limits.low,
    output: artifacts.output(handle ?? unusedOutput(scope, stageName, verificationName)),
  };
}

interface ArtifactClass {
  readonly prototype: DeliveryArtifact;
  readonly name: string;
}

/** The action must put something out, under a name that nothing else has. */
function unusedOutput(scope: Construct, stageName: string, name: string): DeliveryArtifact {
  const hash = shortHash(scope.node.path);
  return DeliveryArtifact.named(`${artifactNameOf(`${stageName}_${name}`).slice(0, 85)}_Scan_${hash}`, `scan ${name}`);
}

function checkThresholds(problems: Problems, given: ScanThresholds | undefined): ScanThresholds {
  const thresholds = checkStruct(problems, 'thresholds', given);
  if (thresholds === undefined) return { critical: 0, high: 0 };
  const entries = SEVERITIES.map(
    (severity) =>
      [
        severity,
        checkRange(problems, `thresholds.${severity}`, thresholds[severity] ?? undefined, LIMITS.findings),
      ] as const,
  );
  if (SEVERITIES.every((severity) => (thresholds[severity] ?? undefined) === undefined)) {
    problems.add('thresholds', `must have at least one of ${SEVERITIES.join(', ')}`, {
      cure: 'a scan without a threshold never fails',
    });
  }
  return Object.fromEntries(entries);
}

function checkTag(scope: Construct, problems: Problems, given: string | undefined): string {
  const isVariable = typeof given === 'string' && (given.includes('#{') || Token.isUnresolved(given));
  if (isVariable) return weak(scope, given);
  return checkName(problems, 'imageTag', given, LIMITS.imageTag) ?? 'latest';
}

function scanPermissions(scope: Construct, { pipelineName }: VerificationContext): PolicyStatement[] {
  return [allow(PERMISSIONS.inspectorScan, ['*']), writeActionLogs(scope, pipelineName)];
}
