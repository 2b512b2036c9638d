import type { Duration } from 'aws-cdk-lib';
import { CfnProject, LinuxBuildImage, PipelineProject } from 'aws-cdk-lib/aws-codebuild';
import type { BuildEnvironment, BuildEnvironmentVariable, IProject } from 'aws-cdk-lib/aws-codebuild';
import type { IGrantable, IPrincipal, IRole, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { acknowledgeFindings } from '../core/acknowledgements';
import { checkDuration, checkName } from '../core/checks';
import { checkOptionalResource } from '../core/environments';
import { LIMITS } from '../core/limits';
import { localKey, localLogGroup } from '../core/local';
import { fixedName } from '../core/names';
import { allow, PERMISSIONS } from '../core/permissions';
import { Problems } from '../core/problems';
import { weak } from '../core/references';
import { RolePolicy } from '../core/role-policy';
import { buildSpecOf } from './build-instructions';
import type { BuildInstructions } from './build-instructions';
import { imagePermissions, logPermissions, reportPermissions } from './build-permissions';
import type { BuildVariable } from './build-variable';

/**
 * What builds alone and builds of a pipeline have in common.
 */
export interface BuildSettings extends BuildInstructions {
  /**
   * The name of the project: 2 to 150 letters, digits, `-` and `_`.
   *
   * @default - made from the name of the stack and the path of the construct
   */
  readonly projectName?: string;

  /**
   * Environment variables by name: letters, digits and `_`, not beginning with a digit or `CODEBUILD_`.
   *
   * @default - only those that CodeBuild sets
   */
  readonly variables?: Record<string, BuildVariable>;

  /**
   * Image, compute and privileges of the build.
   *
   * @default - a small Linux container of the image `aws/codebuild/standard:7.0`, not privileged
   */
  readonly environment?: BuildEnvironment;

  /**
   * The longest time that a build may take, 5 to 2160 minutes.
   *
   * @default Duration.hours(1)
   */
  readonly timeout?: Duration;

  /**
   * The role of the build. Its policy is widened by what the build needs, unless the role is immutable.
   *
   * @default - a role of the project's own
   */
  readonly role?: IRole;
}

/**
 * Properties of a `BuildProject`.
 */
export interface BuildProjectProps extends BuildSettings {
  /**
   * The log group of the builds. The project writes to streams below its own name.
   *
   * @default - a log group of the project's own, which keeps logs for a year and outlives its stack
   */
  readonly logGroup?: ILogGroup;

  /**
   * The key that artifacts are encrypted with: that of the artifact store, where it has one.
   *
   * @default - a key that AWS manages
   */
  readonly encryptionKey?: IKey;
}

const AWS_MANAGED_KEY = {
  id: 'AwsSolutions-CB4',
  reason:
    'Artifacts are encrypted with the key that AWS manages for S3; a foundation with a key of its own changes that.',
};

/**
 * A CodeBuild project whose source is a pipeline, with a role that may do nothing but log, report, and read its variables.
 * Grant it more with the grants of aws-cdk-lib: `bucket.grantRead(build)`.
 *
 * Wrong props are reported together when the app is synthesized.
 *
 * @see https://docs.aws.amazon.com/codebuild/latest/userguide/working-with-build-projects.html
 */
export class BuildProject extends Construct implements IGrantable {
  /** The project. */
  public readonly project: IProject;

  /** The name of the project, known at synthesis. */
  public readonly projectName: string;

  /** The role of the build. */
  public readonly role: IRole;

  /** What grants to the build go to. */
  public readonly grantPrincipal: IPrincipal;

  private readonly rolePolicy: RolePolicy;

  constructor(scope: Construct, id: string, props: BuildProjectProps = {}) {
    super(scope, id);
    const problems = Problems.of(this, 'BuildProject');
    const projectName = checkName(problems, 'projectName', props.projectName, LIMITS.projectName);
    this.projectName = projectName ?? fixedName(this, LIMITS.projectName.max);
    const role = checkOptionalResource(problems, 'role', this, props.role, 'a role', 'roleArn');
    this.rolePolicy = new RolePolicy(this, 'Role', 'codebuild.amazonaws.com', role);
    this.role = this.rolePolicy.role;
    this.grantPrincipal = this.role.grantPrincipal;

    const given = checkOptionalResource(problems, 'logGroup', this, props.logGroup, 'a log group', 'logGroupName');
    const logGroup =
      localLogGroup(this, 'LogsOfAnotherStack', given) ??
      new LogGroup(this, 'Logs', { retention: RetentionDays.ONE_YEAR });
    this.rolePolicy.add(
      ...logPermissions(this, logGroup, this.projectName),
      ...reportPermissions(this, this.projectName),
      ...imagePermissions(this, problems.within('environment'), props.environment?.buildImage),
    );
    this.project = this.makeProject(problems, props, logGroup);
  }

  /** @internal */
  public _allow(...statements: PolicyStatement[]): void {
    this.rolePolicy.add(...statements);
  }

  private makeProject(problems: Problems, props: BuildProjectProps, logGroup: ILogGroup): IProject {
    const timeout = checkDuration(problems, 'timeout', props.timeout, LIMITS.buildTimeout);
    if (props.environment?.environmentVariables !== undefined) {
      problems.add('environment.environmentVariables', 'must not be given', { cure: 'use variables' });
    }
    const key = checkOptionalResource(problems, 'encryptionKey', this, props.encryptionKey, 'a key', 'keyArn');
    if (key !== undefined) this.rolePolicy.add(allow(PERMISSIONS.artifactKey, [weak(this, key.keyArn)]));
    const project = new PipelineProject(this, 'Project', {
      projectName: this.projectName,
      buildSpec: buildSpecOf(problems, this.projectName, props),
      environment: {
        ...props.environment,
        buildImage: props.environment?.buildImage ?? LinuxBuildImage.STANDARD_7_0,
        environmentVariables: undefined,
      },
      environmentVariables: this.bindVariables(problems.within('variables'), props.variables ?? {}),
      encryptionKey: localKey(this, 'KeyOfAnotherStack', key),
      grantReportGroupPermissions: false,
      logging: { cloudWatch: { logGroup, prefix: this.projectName } },
      role: this.rolePolicy.frozen,
      timeout,
    });
    if (project.node.defaultChild instanceof CfnProject) this.rolePolicy.applyBefore(project.node.defaultChild);
    if (props.encryptionKey === undefined) acknowledgeFindings(this, () => [AWS_MANAGED_KEY]);
    // From here on the grants of aws-cdk-lib reach the real role again, also those made through `project`.
    return Object.assign(project, { role: this.role, grantPrincipal: this.role.grantPrincipal });
  }

  private bindVariables(
    problems: Problems,
    variables: Record<string, BuildVariable>,
  ): Record<string, BuildEnvironmentVariable> {
    const bound: Record<string, BuildEnvironmentVariable> = {};
    for (const [name, variable] of Object.entries(variables)) {
      checkName(problems, name, name, LIMITS.variableName);
      if (name.startsWith('CODEBUILD_'))
        problems.add(name, 'must not begin with CODEBUILD_, which AWS keeps for itself');
      if (typeof (variable as BuildVariable | undefined)?._bind !== 'function') {
        // What stands there instead may be a secret: it is not repeated.
        problems.add(name, 'must be a BuildVariable', { cure: 'use BuildVariable.plain, .parameter or .secret' });
        continue;
      }
      const result = variable._bind(this, problems.within(name));
      if (result === undefined) continue;
      bound[name] = result.variable;
      this.rolePolicy.add(...result.permissions);
    }
    return bound;
  }
}
