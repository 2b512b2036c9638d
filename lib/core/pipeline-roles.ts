import { ArnFormat, Stack } from 'aws-cdk-lib';
import { ArnPrincipal, PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { writeActionLogs } from './action-logs';
import { readWriteArtifacts } from './artifact-access';
import type { IDeliveryFoundation } from './foundation-interface';
import { childPrefix } from './names';
import { allow, PERMISSIONS } from './permissions';
import { pipelineArn } from './pipeline-arn';
import { RolePolicy } from './role-policy';

/**
 * Roles that a pipeline works with. One that is left out is made where it is needed.
 */
export interface DeliveryRoles {
  /**
   * The role of the pipeline itself, by which AWS performs its actions. Its policy is widened by what the actions need, unless the role is immutable.
   *
   * @default - a role of the pipeline's own
   */
  readonly pipeline?: IRole;

  /**
   * The role of everything that runs commands of the pipeline's users: builds, tests, and commands of CodePipeline. CodeBuild must be able to take it, and the
   * role of the pipeline where there are commands of CodePipeline. Its policy is widened by what these need, unless the role is immutable.
   *
   * @default - a role of the pipeline's own, which may log, report, and read and write the artifacts of this pipeline, and what builds are given
   */
  readonly commands?: IRole;

  /**
   * The role by which EventBridge starts the pipeline. Its policy is widened, unless the role is immutable.
   *
   * @default - a role of the pipeline's own, which may start this pipeline
   */
  readonly starts?: IRole;
}

/**
 * What the roles of one pipeline depend on.
 *
 * @internal
 */
export interface RoleSurroundings {
  readonly pipelineName: string;
  readonly foundation: IDeliveryFoundation;
  readonly pipelineRole: IRole;
}

/**
 * The roles of a pipeline beside its own, made when they are asked for first.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/security-iam.html
 */
export class PipelineRoles {
  /** @internal */
  public static _of(scope: Construct, surroundings: RoleSurroundings, given: DeliveryRoles): PipelineRoles {
    return new PipelineRoles(scope, surroundings, given);
  }

  private commandPolicy?: RolePolicy;
  private startPolicy?: RolePolicy;
  private runsActions = false;

  private constructor(
    private readonly scope: Construct,
    private readonly surroundings: RoleSurroundings,
    private readonly given: DeliveryRoles,
  ) {}

  /**
   * The role of what runs commands of users: builds, tests, and commands of CodePipeline. It may not release anything.
   */
  public get commands(): IRole {
    this.commandPolicy ??= this.makeCommandPolicy();
    return this.commandPolicy.role;
  }

  /**
   * The role by which EventBridge starts the pipeline.
   */
  public get starts(): IRole {
    this.startPolicy ??= this.makeStartPolicy();
    return this.startPolicy.role;
  }

  /**
   * The role of commands for an action of CodePipeline, which gets it by way of the pipeline's role. Grants of aws-cdk-lib do not reach it.
   *
   * @internal
   */
  public _commandsOfActions(...statements: PolicyStatement[]): IRole {
    this.commandPolicy ??= this.makeCommandPolicy();
    this.trustPipeline();
    this.commandPolicy.add(...statements);
    return this.commandPolicy.frozen;
  }

  /** @internal */
  public _frozenStarts(): IRole {
    this.startPolicy ??= this.makeStartPolicy();
    return this.startPolicy.frozen;
  }

  private makeCommandPolicy(): RolePolicy {
    const { scope, given, surroundings } = this;
    const { foundation, pipelineName } = surroundings;
    const rolePolicy = new RolePolicy(scope, 'CommandRole', 'codebuild.amazonaws.com', given.commands);
    rolePolicy.add(...readWriteArtifacts(foundation, pipelineName), ...this.ownNames());
    return rolePolicy;
  }

  /** One pattern for what all builds of the pipeline need: nothing but these has a name that begins so. */
  private ownNames(): PolicyStatement[] {
    const { scope, surroundings } = this;
    const { foundation, pipelineName } = surroundings;
    const prefix = childPrefix(pipelineName);
    const stack = Stack.of(scope);
    const { buildLogGroup } = foundation;
    const reports = stack.formatArn({ service: 'codebuild', resource: 'report-group', resourceName: `${prefix}*` });
    const streams =
      buildLogGroup &&
      stack.formatArn({
        service: 'logs',
        resource: 'log-group',
        arnFormat: ArnFormat.COLON_RESOURCE_NAME,
        resourceName: `${buildLogGroup.logGroupName}:log-stream:${prefix}*`,
      });
    return [
      allow(PERMISSIONS.buildReports, [reports]),
      ...(streams === undefined ? [] : [allow(PERMISSIONS.buildLogs, [streams])]),
    ];
  }

  private trustPipeline(): void {
    if (this.runsActions) return;
    this.runsActions = true;
    const { scope, surroundings } = this;
    this.commandPolicy?.add(writeActionLogs(scope, surroundings.pipelineName));
    const { commands } = this;
    if (this.given.commands !== undefined || !(commands instanceof Role)) return;
    commands.assumeRolePolicy?.addStatements(
      new PolicyStatement({
        actions: ['sts:AssumeRole'],
        principals: [new ArnPrincipal(surroundings.pipelineRole.roleArn)],
      }),
    );
  }

  private makeStartPolicy(): RolePolicy {
    const { scope, given, surroundings } = this;
    const rolePolicy = RolePolicy.inside(scope, 'StartRole', 'events.amazonaws.com', given.starts);
    rolePolicy.add(allow(PERMISSIONS.startPipeline, [pipelineArn(scope, surroundings.pipelineName)]));
    return rolePolicy;
  }
}
