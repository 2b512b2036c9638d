import { Grant } from 'aws-cdk-lib/aws-iam';
import type { IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { GrantsOnce } from '../core/grants';
import { allow, PERMISSIONS } from '../core/permissions';
import type { Permission } from '../core/permissions';
import { pipelineArn } from '../core/pipeline-arn';
import { Problems } from '../core/problems';

/**
 * Lets people and machines do things with one pipeline. Each grant is on exactly this pipeline, or on one stage of it; all but `read` let its holder look at
 * the pipeline as well. Approvals are granted by `DeliveryPipeline.grantApprove`.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscodepipeline.html
 */
export class PipelineGrants extends Construct {
  /** @internal */
  public static _of(scope: Construct, pipelineName: string, stageNames: readonly string[]): PipelineGrants {
    return new PipelineGrants(scope, pipelineName, stageNames);
  }

  /** @internal */
  public readonly _once: GrantsOnce;

  private readonly problems: Problems;

  private constructor(
    scope: Construct,
    private readonly pipelineName: string,
    private readonly stageNames: readonly string[],
  ) {
    super(scope, 'Grants');
    this._once = new GrantsOnce(this);
    this.problems = Problems.of(this, 'DeliveryPipeline.grants');
  }

  /** Lets somebody look at the pipeline, its state and its runs. */
  public read(grantee: IGrantable): Grant {
    return this.grant('Read', grantee, []);
  }

  /** Lets somebody start a run, with values for the variables of the pipeline and revisions of its sources. */
  public start(grantee: IGrantable): Grant {
    return this.grant('Start', grantee, [allow(PERMISSIONS.startPipeline, [this.arn()])]);
  }

  /** Lets somebody stop a run, or abandon what it is doing. */
  public stop(grantee: IGrantable): Grant {
    return this.grant('Stop', grantee, [allow(PERMISSIONS.stopPipeline, [this.arn()])]);
  }

  /**
   * Lets somebody run a failed stage again.
   *
   * @param stageName a stage of the pipeline; by default all.
   */
  public retry(grantee: IGrantable, stageName?: string): Grant {
    return this.grantOnStage('Retry', grantee, PERMISSIONS.retryStage, stageName);
  }

  /**
   * Lets somebody take a stage back to what it released before.
   *
   * @param stageName a stage of the pipeline; by default all.
   */
  public rollBack(grantee: IGrantable, stageName?: string): Grant {
    return this.grantOnStage('RollBack', grantee, PERMISSIONS.rollBackStage, stageName);
  }

  /**
   * Lets somebody close and open the transition into a stage.
   *
   * @param stageName a stage of the pipeline; by default all.
   */
  public disableTransition(grantee: IGrantable, stageName?: string): Grant {
    return this.grantOnStage('DisableTransition', grantee, PERMISSIONS.holdStage, stageName);
  }

  /**
   * Lets somebody override a condition of a stage that was not met: a window that is closed, an alarm that is on.
   *
   * @param stageName a stage of the pipeline; by default all.
   */
  public overrideCondition(grantee: IGrantable, stageName?: string): Grant {
    return this.grantOnStage('OverrideCondition', grantee, PERMISSIONS.overrideCondition, stageName);
  }

  private grantOnStage(verb: string, grantee: IGrantable, permission: Permission, stageName?: string): Grant {
    const stages = stageName === undefined ? ['*'] : this.stagesNamed(stageName);
    if (stages.length === 0) return Grant.drop(grantee, 'the pipeline has no such stage');
    const statement = allow(
      permission,
      stages.map((name) => this.arn(name)),
    );
    return this.grant(`${verb}${stageName ?? ''}`, grantee, [statement]);
  }

  /** The stage, and those before it that its gates need. */
  private stagesNamed(stageName: string): string[] {
    const found = this.stageNames.filter((name) => name === stageName || /^-gate(-\d+)?$/.test(rest(name, stageName)));
    if (found.includes(stageName)) return found;
    const names = this.stageNames.map((name) => `'${name}'`).join(', ');
    this.problems.add('stageName', `must be one of the stages ${names}`, { got: stageName });
    return [];
  }

  private grant(verb: string, grantee: IGrantable, statements: PolicyStatement[]): Grant {
    const looking = allow(PERMISSIONS.readPipeline, [this.arn()]);
    return this._once.grant(this.problems, verb, grantee, [...statements, looking]);
  }

  private arn(resourceName?: string): string {
    return pipelineArn(this, this.pipelineName, resourceName);
  }
}

function rest(name: string, stageName: string): string {
  return name.startsWith(stageName) ? name.slice(stageName.length) : '';
}
