import { CustomResource, Duration, Stack, Token } from 'aws-cdk-lib';
import type { CfnResource } from 'aws-cdk-lib';
import type { IRepository } from 'aws-cdk-lib/aws-codecommit';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { checkChoice, checkGiven, checkLiteralRange, checkName, checkRange, checkText, orEmpty } from '../core/checks';
import { checkNames, forEachMember } from '../core/list-checks';
import { HandlerFunction } from '../core/handler-function';
import { LIMITS } from '../core/limits';
import { fixedName } from '../core/names';
import { allow, PERMISSIONS } from '../core/permissions';
import { Problems } from '../core/problems';
import { weak } from '../core/references';
import { Approver } from './approver';
import { repositoriesHere } from './repositories-here';

/**
 * What an approval rule asks for.
 */
export interface ApprovalRuleOptions {
  /**
   * How many approvals a pull request needs, 1 to 50. That of its author does not count.
   */
  readonly required: number;

  /**
   * Whose approvals count, at most 50.
   *
   * @default - everybody's who may approve
   */
  readonly approvers?: Approver[];

  /**
   * The destination branches for which the rule holds, at most 100, e.g. `main`.
   *
   * @default - all branches
   */
  readonly branches?: string[];

  /**
   * The name of the rule, 1 to 100 characters, unique in the account and region. Another name renames it.
   *
   * @default - made from the name of the stack and the path of the construct
   */
  readonly ruleName?: string;

  /**
   * What the rule is for, at most 400 characters. A mark of the stack is added, by which the library knows what is its own.
   *
   * @default - the mark alone
   */
  readonly description?: string;
}

/**
 * Properties of an `ApprovalRule`.
 */
export interface ApprovalRuleProps extends ApprovalRuleOptions {
  /**
   * The repositories, in the account and region of the stack, imported ones too. At least one.
   */
  readonly repositories: IRepository[];
}

/**
 * A rule for the approval of pull requests, shared by repositories: CodeCommit's approval rule template. It holds for pull
 * requests that are created from then on.
 *
 * CloudFormation has no type for it: a function of this library makes it, as a custom resource, so that the environment must be
 * bootstrapped. A template of the same name that the stack did not make fails the deployment with that reason.
 *
 * Wrong props are reported together when the app is synthesized.
 *
 * @see https://docs.aws.amazon.com/codecommit/latest/userguide/approval-rule-templates.html
 */
export class ApprovalRule extends Construct {
  /** The name of the rule. */
  public readonly ruleName: string;

  /** The id that CodeCommit gave the rule. */
  public readonly ruleId: string;

  constructor(scope: Construct, id: string, props: ApprovalRuleProps) {
    super(scope, id);
    const given = orEmpty(props);
    const problems = Problems.of(this, 'ApprovalRule');
    const { description } = given;
    const name = checkName(problems, 'ruleName', given.ruleName, LIMITS.approvalRuleName);
    this.ruleName = name ?? fixedName(this, LIMITS.approvalRuleName.max);
    checkText(problems, 'description', description, LIMITS.approvalRuleDescription);
    checkGiven(problems, 'required', given.required, 'given');
    const approvals = checkLiteralRange(problems, 'required', given.required, LIMITS.approvals);
    const branches = branchesOf(problems, given.branches);
    const approvers = this.approversOf(problems, given.approvers);
    const repositories = repositoriesHere(this, problems, 'repositories', given.repositories);
    checkLength(problems, approvers, branches);
    checkPool(problems, approvals, approvers);

    const handler = HandlerFunction.of(this, 'approval-rule', {
      description: 'Makes approval rule templates of CodeCommit, for CloudFormation',
      timeout: Duration.minutes(5),
    });
    handler.allow(...this.permissions(repositories));
    const resource = new CustomResource(this, 'Resource', {
      resourceType: 'Custom::CodeCommitApprovalRule',
      serviceToken: handler.function.functionArn,
      serviceTimeout: Duration.minutes(20),
      properties: {
        ruleName: this.ruleName,
        description,
        approvals: String(approvals),
        approvers,
        branches,
        repositoryNames: repositories.map(({ repositoryName }) => weak(this, repositoryName)),
      },
    });
    handler.allowBefore(resource.node.defaultChild as CfnResource);
    this.ruleId = resource.ref;
  }

  private permissions(repositories: IRepository[]): PolicyStatement[] {
    const everyRepository = Stack.of(this).formatArn({ service: 'codecommit', resource: '*' });
    const arns = repositories.map(({ repositoryArn }) => weak(this, repositoryArn));
    return [
      allow(PERMISSIONS.approvalRuleTemplates, ['*']),
      ...(arns.length === 0 ? [] : [allow(PERMISSIONS.approvalRuleAssociation, arns)]),
      allow(PERMISSIONS.approvalRuleDisassociation, [everyRepository]),
    ];
  }

  private approversOf(problems: Problems, given: Approver[] | undefined): string[] {
    const members: string[] = [];
    if (given === undefined) return members;
    forEachMember(problems, 'approvers', given, 1, (approver, prop) => {
      const member = checkChoice(problems, prop, approver, Approver)?._bind(this, problems.within(prop));
      if (member !== undefined && !members.includes(member)) members.push(member);
    });
    checkRange(problems, 'approvers', members.length, LIMITS.approvalPool);
    return members;
  }
}

function branchesOf(problems: Problems, given: string[] | undefined): string[] {
  const branches = checkNames(problems, 'branches', given, LIMITS.branchName);
  checkRange(problems, 'branches', branches.length, LIMITS.approvalBranches);
  return branches.map((branch) => `refs/heads/${branch}`);
}

function checkLength(problems: Problems, approvers: string[], branches: string[]): void {
  const all = [...approvers, ...branches];
  // A token stands for a text of another length.
  if (all.some((text) => Token.isUnresolved(text))) return;
  const { length } = JSON.stringify({
    Version: '2018-11-08',
    DestinationReferences: branches,
    Statements: [{ Type: 'Approvers', NumberOfApprovalsNeeded: LIMITS.approvals.max, ApprovalPoolMembers: approvers }],
  });
  const { max } = LIMITS.approvalRuleContent;
  if (length <= max) return;
  const prop = approvers.join().length > branches.join().length ? 'approvers' : 'branches';
  problems.add(prop, `must be so few that the rule has at most ${max} characters`, {
    got: length,
    cure: 'use more than one rule, or name roles as approvers',
  });
}

/** Without patterns a pool has as many people as members. */
function checkPool(problems: Problems, approvals: number | undefined, approvers: string[]): void {
  if (approvals === undefined || approvers.length === 0 || approvals <= approvers.length) return;
  if (approvers.some((member) => Token.isUnresolved(member) || member.includes('*'))) return;
  problems.add('required', 'must be at most the number of approvers, or no pull request could be approved', {
    got: approvals,
  });
}
