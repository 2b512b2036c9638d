import { ManagedPolicy } from 'aws-cdk-lib/aws-iam';
import type { Grant, IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { checkGiven, checkLiteralName, orEmpty } from '../core/checks';
import type { GrantsOnce } from '../core/grants';
import { LIMITS } from '../core/limits';
import { shortHash } from '../core/names';
import { allow, PERMISSIONS } from '../core/permissions';
import { pipelineArn } from '../core/pipeline-arn';
import { Problems } from '../core/problems';

/**
 * Options of a policy for approvers.
 */
export interface ApproverPolicyOptions {
  /**
   * The name of the policy, 1 to 128 characters of letters, digits and `_+=,.@-`. Names of IAM are known in all regions of an account.
   */
  readonly managedPolicyName: string;
}

/** Where an approval of a stage stands: in the stage, or in one before it that its gates need. */
export interface ApprovalPlace {
  readonly stageName: string;
  readonly actionName: string;
}

/** Who may approve the stages of one pipeline. */
export class Approvers extends Construct {
  private readonly problems: Problems;

  constructor(
    scope: Construct,
    id: string,
    private readonly pipelineName: string,
    private readonly approvals: ReadonlyMap<string, ApprovalPlace[]>,
    private readonly once: GrantsOnce,
  ) {
    super(scope, id);
    this.problems = Problems.of(this, 'DeliveryPipeline.grantApprove');
  }

  /** Lets somebody approve a stage. */
  public grant(stageName: string, grantee: IGrantable): Grant {
    return this.once.grant(this.problems, `Approve${stageName}`, grantee, this.statements(stageName));
  }

  /** The same as a policy that can be attached by its name. */
  public policy(stageName: string, options: ApproverPolicyOptions): ManagedPolicy {
    const statements = this.statements(stageName);
    const given = orEmpty(options).managedPolicyName;
    const scope = new Construct(this, `Policy${stageName}${shortHash(JSON.stringify([given]))}`);
    const problems = Problems.of(scope, 'DeliveryPipeline.approverPolicy');
    const managedPolicyName = checkLiteralName(problems, 'managedPolicyName', given, LIMITS.managedPolicyName);
    checkGiven(problems, 'managedPolicyName', given, 'given');
    const description = `Approves ${stageName} of the pipeline ${this.pipelineName}`;
    return new ManagedPolicy(scope, 'Policy', { managedPolicyName, description, statements });
  }

  private statements(stageName: string): PolicyStatement[] {
    const places = this.approvals.get(stageName) ?? [];
    if (places.length === 0) throw new Error(this.noApproval(stageName));
    const actions = places.map((place) =>
      pipelineArn(this, this.pipelineName, `${place.stageName}/${place.actionName}`),
    );
    return [
      allow(PERMISSIONS.approve, actions),
      allow(PERMISSIONS.readPipeline, [pipelineArn(this, this.pipelineName)]),
    ];
  }

  private noApproval(stageName: string): string {
    const what = this.approvals.has(stageName) ? 'no approval in its stage' : 'no stage';
    const names = [...this.approvals].filter(([, places]) => places.length > 0).map(([name]) => `'${name}'`);
    const list = names.length === 0 ? 'none' : names.join(', ');
    return `${this.node.scope?.node.path ?? ''} has ${what} '${stageName}'; its stages with an approval are: ${list}`;
  }
}
