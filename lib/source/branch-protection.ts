import { Stack, Token } from 'aws-cdk-lib';
import type { IRepository } from 'aws-cdk-lib/aws-codecommit';
import { Effect, ManagedPolicy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Conditions } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { checkName, orEmpty } from '../core/checks';
import { checkNames, mapMembers } from '../core/list-checks';
import { LIMITS } from '../core/limits';
import { fixedName } from '../core/names';
import { Problems } from '../core/problems';
import { weak } from '../core/references';
import { repositoriesHere } from './repositories-here';

/**
 * Which branches are protected, and from whom.
 */
export interface BranchProtectionOptions {
  /**
   * The branches, e.g. `main` or `release/*`, where `*` stands for any characters. At least one.
   */
  readonly branches: string[];

  /**
   * ARNs of roles and users whom the policy does not bind, `*` and `?` allowed: those of IAM, e.g.
   * `arn:aws:iam::111122223333:role/release-*`, not those of sessions.
   *
   * @default - nobody is exempt
   */
  readonly exemptPrincipalArns?: string[];

  /**
   * Whether pull requests may be merged into the branches. Approval rules say who must agree first. With `false` nobody but who is
   * exempt changes the branches at all.
   *
   * @default true
   */
  readonly mergesByPullRequest?: boolean;

  /**
   * The name of the policy, 1 to 128 characters of letters, digits and `_+=,.@-`. Names of IAM are known in all regions of an
   * account, and a permission set of Identity Center needs the same name in all accounts.
   *
   * @default - the name of the stack, the path of the construct, and the region
   */
  readonly policyName?: string;
}

/**
 * Properties of a `BranchProtection`.
 */
export interface BranchProtectionProps extends BranchProtectionOptions {
  /**
   * The repositories, in the account and region of the stack. At least one.
   */
  readonly repositories: IRepository[];
}

const DIRECT_CHANGES = [
  'codecommit:CreateBranch',
  'codecommit:CreateCommit',
  'codecommit:DeleteBranch',
  'codecommit:DeleteFile',
  'codecommit:GitPush',
  'codecommit:MergeBranchesByFastForward',
  'codecommit:MergeBranchesBySquash',
  'codecommit:MergeBranchesByThreeWay',
  'codecommit:PutFile',
];

const MERGES = [
  'codecommit:MergePullRequestByFastForward',
  'codecommit:MergePullRequestBySquash',
  'codecommit:MergePullRequestByThreeWay',
];

/**
 * A customer-managed policy that denies direct changes of branches to whom it is attached: groups, roles, and permission
 * sets of Identity Center. CodeCommit knows no policies of repositories, so that branches are protected from nobody else.
 *
 * Wrong props are reported together when the app is synthesized.
 *
 * @see https://docs.aws.amazon.com/codecommit/latest/userguide/how-to-conditional-branch.html
 */
export class BranchProtection extends Construct {
  /** The policy. Attach it with `attachToRole` or `attachToGroup`, or by its name. */
  public readonly policy: ManagedPolicy;

  constructor(scope: Construct, id: string, props: BranchProtectionProps) {
    super(scope, id);
    const given = orEmpty(props);
    const problems = Problems.of(this, 'BranchProtection');
    const branches = checkNames(problems, 'branches', given.branches, LIMITS.protectedBranch, 1);
    const exempt = exemptions(problems, given.exemptPrincipalArns);
    const name = checkName(problems, 'policyName', given.policyName, LIMITS.managedPolicyName);
    const mergesByPullRequest = given.mergesByPullRequest ?? true;
    const repositories = repositoriesHere(this, problems, 'repositories', given.repositories);
    const resources = repositories.map(({ repositoryArn }) => weak(this, repositoryArn));
    this.policy = new ManagedPolicy(this, 'Policy', {
      managedPolicyName: name ?? `${fixedName(this, 100)}-${Stack.of(this).region}`,
      description: 'Denies direct changes of protected branches',
      statements: [
        new PolicyStatement({
          effect: Effect.DENY,
          actions: mergesByPullRequest ? DIRECT_CHANGES : [...DIRECT_CHANGES, ...MERGES],
          resources: resources.length === 0 ? ['*'] : resources,
          conditions: conditionsFor(branches, exempt),
        }),
      ],
    });
    const { length } = JSON.stringify(Stack.of(this).resolve(this.policy.document));
    if (length > LIMITS.managedPolicyLength.max) {
      problems.add(
        'branches',
        `must be so few that the policy has at most ${LIMITS.managedPolicyLength.max} characters`,
        {
          got: length,
          cure: 'use patterns, or more than one BranchProtection',
        },
      );
    }
  }
}

function exemptions(problems: Problems, given: string[] | undefined): string[] {
  return mapMembers(problems, 'exemptPrincipalArns', given, (arn, prop) => {
    if (Token.isUnresolved(arn)) return arn;
    if (typeof arn === 'string' && /^arn:[^:]+:iam::[^:]*:(?:root$|role\/.|user\/.|\*)/.test(arn)) return arn;
    problems.add(prop, 'must be the ARN of a role or user of IAM', {
      got: arn,
      cure: 'a session counts by the ARN of its role',
    });
    return undefined;
  });
}

/**
 * The negotiation at the start of a push names no reference: without `Null`, every push would be denied. Where a pattern
 * stands among the branches, all are compared as patterns.
 */
function conditionsFor(branches: string[], exempt: string[]): Conditions {
  const references = branches.map((branch) => `refs/heads/${branch}`);
  const operator = references.some((reference) => reference.includes('*')) ? 'StringLike' : 'StringEquals';
  return {
    [`${operator}IfExists`]: { 'codecommit:References': references },
    Null: { 'codecommit:References': 'false' },
    ...(exempt.length === 0 ? {} : { ArnNotLike: { 'aws:PrincipalArn': exempt } }),
  };
}
