import { Grant, ManagedPolicy } from 'aws-cdk-lib/aws-iam';
import type { IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
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
    const statements = this.statements(this.problems, stageName);
    if (statements === undefined) return Grant.drop(grantee, 'the stage has no approval');
    return this.once.grant(this.problems, `Approve${stageName}`, grantee, statements);
  }

  /** The same as a policy that can be attached by its name. */
  public policy(stageName: string, options: ApproverPolicyOptions): ManagedPolicy {
    const given = orEmpty(options).managedPolicyName;
    const scope = new Construct(this, `Policy${stageName}${shortHash(JSON.stringify([given]))}`);
    const problems = Problems.of(scope, 'DeliveryPipeline.approverPolicy');
    const managedPolicyName = checkLiteralName(problems, 'managedPolicyName', given, LIMITS.managedPolicyName);
    checkGiven(problems, 'managedPolicyName', given, 'given');
    // aws-cdk-lib refuses a policy without statements once more.
    const statements = this.statements(problems, stageName) ?? [this.reading];
    const description = `Approves ${stageName} of the pipeline ${this.pipelineName}`;
    return new ManagedPolicy(scope, 'Policy', { managedPolicyName, description, statements });
  }

  /** What an approver of a stage may do; nothing where there is no approval, which is reported. */
  private statements(problems: Problems, stageName: string): PolicyStatement[] | undefined {
    const places = this.approvals.get(stageName) ?? [];
    if (places.length === 0) {
      const names = [...this.approvals].filter(([, found]) => found.length > 0).map(([name]) => `'${name}'`);
      const list = names.length === 0 ? 'it has none' : names.join(', ');
      problems.add('stageName', `must be a stage of the pipeline with an approval: ${list}`, { got: stageName });
      return undefined;
    }
    const actions = places.map((place) =>
      pipelineArn(this, this.pipelineName, `${place.stageName}/${place.actionName}`),
    );
    return [allow(PERMISSIONS.approve, actions), this.reading];
  }

  private get reading(): PolicyStatement {
    return allow(PERMISSIONS.readPipeline, [pipelineArn(this, this.pipelineName)]);
  }
}
