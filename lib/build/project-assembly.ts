import { Artifacts, CfnProject, PipelineProject, Project } from 'aws-cdk-lib/aws-codebuild';
import type {
  BuildEnvironmentCertificate,
  BuildSpec,
  IArtifacts,
  PipelineProjectProps,
} from 'aws-cdk-lib/aws-codebuild';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { acknowledgeFindings } from '../core/acknowledgements';
import { checkChoice, checkDuration, checkRange, checkStruct } from '../core/checks';
import { checkOptionalResource } from '../core/environments';
import { commandsOf, warnOfReferences } from '../core/command-warnings';
import { LIMITS } from '../core/limits';
import { localKey } from '../core/local';
import { allow, PERMISSIONS } from '../core/permissions';
import type { Problems } from '../core/problems';
import { deployAfter, weak } from '../core/references';
import type { RolePolicy } from '../core/role-policy';
import { bindAdditionalFiles } from './additional-files';
import type { BoundBuildSource } from './bound-build-source';
import { mergeAdditions } from './build-additions';
import type { MergedAdditions } from './build-additions';
import { bindBatch } from './build-batch';
import { BuildCache, warnOfCachePaths } from './build-cache';
import type { BoundCache } from './build-cache';
import { checkBuildEnvironment } from './build-environment';
import type { CheckedEnvironment } from './build-environment';
import { buildSpecOf, objectOf } from './build-instructions';
import { bindLogs } from './build-logs';
import type { BoundNetwork } from './build-network';
import {
  assetPermissions,
  certificatePermissions,
  imagePermissions,
  outputPermissions,
  projectArn,
  reportPermissions,
} from './build-permissions';
import type { BuildProjectProps } from './build-settings';
import type { BuildSpecObject } from './build-spec-rules';
import { bindVariables, checkDuplicates } from './build-variables';
import { bindDocker } from './docker-build';
import { bindFeedAdditions } from './feed-additions';
import { bindImage } from './image-build';

/** What a project is made of that is bound before. */
export interface ProjectParts {
  readonly projectName: string;
  readonly rolePolicy: RolePolicy;
  readonly source?: BoundBuildSource;
  readonly network?: BoundNetwork;
}

const AWS_MANAGED_KEY = {
  id: 'AwsSolutions-CB4',
  reason:
    'Artifacts are encrypted with the key that AWS manages for S3; a foundation with a key of its own changes that.',
};

const PRIVILEGED = {
  id: 'AwsSolutions-CB3',
  reason: 'The build was asked to use Docker, whose daemon runs only in a privileged build.',
};

/** Makes the project of a build. */
export class ProjectAssembly {
  constructor(
    private readonly scope: Construct,
    private readonly problems: Problems,
    private readonly props: BuildProjectProps,
    private readonly parts: ProjectParts,
  ) {}

  /** The project. What aws-cdk-lib would let its role do by itself never reaches the role. */
  public make(): Project {
    const { scope, problems, props } = this;
    const { projectName, rolePolicy, source } = this.parts;
    const needsDocker = props.docker !== undefined || props.image !== undefined;
    const environment = checkBuildEnvironment(problems, props, needsDocker);
    const cache = this.cacheIn(environment);
    const additions = this.additions(cache, environment);
    const buildSpec = buildSpecOf(problems, projectName, props, additions);
    this.checkBuildSpec(buildSpec, additions, cache);
    const logs = bindLogs(scope, problems, projectName, props);
    const variables = bindVariables(scope, problems.within('variables'), {
      ...additions.variables,
      ...props.variables,
    });
    const key = checkOptionalResource(problems, 'encryptionKey', scope, props.encryptionKey, 'a key', 'keyArn');
    rolePolicy.add(
      ...logs.permissions,
      ...reportPermissions(scope, projectName),
      ...imagePermissions(scope, problems.within('environment'), environment.environment.buildImage),
      ...certificatePermissions(scope, environment.environment.certificate),
      ...variables.permissions,
      ...additions.permissions,
      ...(source?.permissions ?? []),
    );
    if (key !== undefined) rolePolicy.add(allow(PERMISSIONS.artifactKey, [weak(scope, key.keyArn)]));
    const project = this.newProject({
      projectName,
      buildSpec,
      environment: { ...environment.environment, certificate: this.certificate(environment) },
      environmentVariables: variables.variables,
      encryptionKey: localKey(scope, 'KeyOfAnotherStack', key ?? props.outputBucket?.encryptionKey),
      grantReportGroupPermissions: false,
      logging: {
        cloudWatch: { logGroup: logs.logGroup, prefix: projectName },
        s3: logs.logBucket && { bucket: logs.logBucket, prefix: projectName },
      },
      role: rolePolicy.frozen,
      ...this.durations(environment),
      concurrentBuildLimit: checkRange(problems, 'concurrentBuilds', props.concurrentBuilds, LIMITS.concurrentBuilds),
      autoRetryLimit: this.retries(),
    });
    this.complete(project, cache);
    rolePolicy.add(...assetPermissions(buildSpec));
    acknowledgeFindings(scope, () => [
      ...(props.encryptionKey === undefined ? [AWS_MANAGED_KEY] : []),
      ...(needsDocker ? [PRIVILEGED] : []),
    ]);
    return project;
  }

  /** By the name of its bucket, which may be in another stack. */
  private certificate({ environment }: CheckedEnvironment): BuildEnvironmentCertificate | undefined {
    const { certificate } = environment;
    if (certificate === undefined) return undefined;
    const name = weak(this.scope, certificate.bucket.bucketName);
    return { bucket: Bucket.fromBucketName(this.scope, 'CertificateBucket', name), objectKey: certificate.objectKey };
  }

  private cacheIn({ compute, environment }: CheckedEnvironment): BoundCache | undefined {
    const { projectName, network } = this.parts;
    return checkChoice(this.problems, 'cache', this.props.cache, BuildCache)?._bind(
      this.scope,
      this.problems.within('cache'),
      { projectName, compute, inVpc: network !== undefined, privileged: environment.privileged === true },
    );
  }

  private additions(cache: BoundCache | undefined, { compute }: CheckedEnvironment): MergedAdditions {
    const { scope, problems, props } = this;
    const docker = checkStruct(problems, 'docker', props.docker);
    const image = checkStruct(problems, 'image', props.image);
    const files = checkStruct(problems, 'additionalFiles', props.additionalFiles);
    const folder = outputFolder(props);
    const hasDocker = (docker ?? image) !== undefined;
    const feeds =
      props.feeds === undefined
        ? undefined
        : bindFeedAdditions(scope, problems.within('feeds'), props.feeds, compute, hasDocker);
    return mergeAdditions([
      feeds,
      docker && bindDocker(scope, problems.within('docker'), docker),
      image && bindImage(scope, problems.within('image'), image, { folder, hasSecrets: feeds?.hasSecrets ?? false }),
      files && bindAdditionalFiles(problems, files, folder, compute),
      cache,
    ]);
  }

  private checkBuildSpec(buildSpec: BuildSpec, additions: MergedAdditions, cache: BoundCache | undefined): void {
    const { problems, props } = this;
    const spec = objectOf(buildSpec);
    checkDuplicates(problems, props.variables, additions.variables, 'the library');
    if (spec === undefined) {
      if (additions.cachePaths.length > 0) warnOfCachePaths(this.scope);
      return;
    }
    warnOfReferences(this.scope, commandsOf(spec.phases));
    const env = (spec.env ?? {}) as BuildSpecObject;
    for (const section of ['variables', 'parameter-store', 'secrets-manager']) {
      checkDuplicates(problems, props.variables, env[section], `the buildspec, in env.${section}`);
    }
    if (props.batch !== undefined && spec.batch === undefined) {
      problems.add('batch', 'needs a buildspec with a section batch, which says what builds there are');
    }
    const { paths } = (spec.cache ?? {}) as { paths?: unknown };
    if (cache?.cache.type === 'S3' && !(Array.isArray(paths) && paths.length > 0)) {
      problems.add('cache.paths', 'must have at least one', { got: 0, cure: 'without paths nothing is kept' });
    }
  }

  private durations({ compute }: CheckedEnvironment): Pick<PipelineProjectProps, 'timeout' | 'queuedTimeout'> {
    const { problems, props } = this;
    if (compute.isLambda) return {};
    return {
      timeout: checkDuration(problems, 'timeout', props.timeout, LIMITS.buildTimeout),
      queuedTimeout: checkDuration(problems, 'queuedTimeout', props.queuedTimeout, LIMITS.queuedTimeout),
    };
  }

  /** CodeBuild starts a build again by the build's own role. */
  private retries(): number | undefined {
    const { scope, problems, props } = this;
    const { projectName, rolePolicy, source } = this.parts;
    if (props.retries === undefined) return undefined;
    if (source === undefined) {
      problems.add(
        'retries',
        'must not be given without a source: CodeBuild does not start builds of a pipeline again',
      );
    }
    rolePolicy.add(allow(PERMISSIONS.retryBuild, [projectArn(scope, projectName)]));
    return checkRange(problems, 'retries', props.retries, LIMITS.buildRetries);
  }

  private newProject(common: PipelineProjectProps): Project {
    const { scope, problems, props } = this;
    const { source } = this.parts;
    const badge = props.badge ?? false;
    const hasBadge =
      source?.source.badgeSupported === true && !String(common.environment?.buildImage?.type).includes('LAMBDA');
    if (badge && !hasBadge) {
      problems.add('badge', 'must not be set without a source that is a Git repository, nor on Lambda compute');
    }
    if (source === undefined) {
      if (props.outputBucket !== undefined) {
        problems.add('outputBucket', 'needs a source', { cure: 'a pipeline takes what its builds put out' });
      }
      return new PipelineProject(scope, 'Project', common);
    }
    return new Project(scope, 'Project', {
      ...common,
      badge: badge && hasBadge,
      source: source.source,
      artifacts: this.output(),
    });
  }

  private output(): IArtifacts | undefined {
    const { scope, problems, props } = this;
    const given = checkOptionalResource(problems, 'outputBucket', scope, props.outputBucket, 'a bucket', 'bucketArn');
    if (given === undefined) return undefined;
    deployAfter(scope, given);
    const { projectName, rolePolicy } = this.parts;
    rolePolicy.add(...outputPermissions(scope, given, projectName));
    const bucket = Bucket.fromBucketName(scope, 'OutputBucket', weak(scope, given.bucketName));
    return Artifacts.s3({ bucket, path: projectName, name: 'output.zip', includeBuildId: true, packageZip: true });
  }

  /** What aws-cdk-lib has no property for, or would grant too much for. */
  private complete(project: Project, cache: BoundCache | undefined): void {
    const { scope, problems, props } = this;
    const { projectName, rolePolicy, source, network } = this.parts;
    const resource = project.node.defaultChild;
    if (!(resource instanceof CfnProject)) return;
    if (network !== undefined) resource.vpcConfig = network.vpcConfig;
    if (cache !== undefined) resource.cache = cache.cache;
    const given = checkStruct(problems, 'batch', props.batch);
    if (given !== undefined) {
      this.checkBatch();
      if (resource.triggers !== undefined) resource.addPropertyOverride('Triggers.BuildType', 'BUILD_BATCH');
      const context = { projectName, reportsBatches: source?.reportsBatches ?? false };
      const batch = bindBatch(scope, problems.within('batch'), given, context);
      resource.buildBatchConfig = batch.config;
      batch.rolePolicy.applyBefore(resource);
    }
    this.applyFirst(resource);
    rolePolicy.applyBefore(resource);
  }

  private checkBatch(): void {
    const { problems } = this;
    const { source } = this.parts;
    const started =
      source?.triggers.filter(({ kind }) => kind.kind === 'schedule' || source.pushes !== undefined) ?? [];
    if (started.length > 0) {
      problems.add(
        'batch',
        'must not be given beside time tables and pushes to CodeCommit, which start single builds',
        {
          cure: 'start the batch in a pipeline, or by a webhook',
        },
      );
    }
  }

  /** CodeBuild tries these when it makes the project: they stand in a policy of their own, which refers to nothing of the project. */
  private applyFirst(resource: CfnProject): void {
    const { rolePolicy, source, network } = this.parts;
    const statements = [...(source?.permissionsBefore ?? []), ...(network?.permissions ?? [])];
    if (statements.length === 0) return;
    resource.node.addDependency(rolePolicy.addApart(this.scope, 'Access', statements));
  }
}

/** The root of what a build puts out, where it is known. */
function outputFolder({ output, buildSpec }: BuildProjectProps): string {
  const artifacts = buildSpec && objectOf(buildSpec)?.artifacts;
  const said = (artifacts as Record<string, unknown> | undefined)?.['base-directory'] ?? output?.baseDirectory;
  return typeof said === 'string' ? said : '.';
}
