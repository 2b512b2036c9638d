import { existsSync, statSync } from 'node:fs';
import { CfnOutput, CrossStackReferences, ReferenceStrength } from 'aws-cdk-lib';
import { CfnRepository, Code, Repository } from 'aws-cdk-lib/aws-codecommit';
import type { IRepository } from 'aws-cdk-lib/aws-codecommit';
import type { Grant, IGrantable } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { removalPolicyOf } from '../core/cdk-choices';
import { checkGiven, checkName, checkStruct, checkText, orEmpty } from '../core/checks';
import { checkOptionalResource } from '../core/environments';
import { LIMITS } from '../core/limits';
import { localKey } from '../core/local';
import { Problems } from '../core/problems';
import { ApprovalRule } from './approval-rule';
import { BranchProtection } from './branch-protection';
import { RepositoryAccess, withAccess } from './repository-access';
import { repositoryNameIn } from './repository-name';
import type { RepositorySeed, SourceRepositoryProps } from './repository-settings';
import { repositoryTriggers } from './repository-triggers';
import type { ISourceRepository } from './source-repository-interface';

/**
 * A CodeCommit repository that is kept when its stack goes, with what teams put around it: access by role, protected
 * branches, approvals, triggers, and outputs with its clone addresses. It is a `Repository` of aws-cdk-lib, with all of its events.
 *
 * No user of IAM is made, and no credential: people clone with their own role, through `git-remote-codecommit`.
 *
 * Wrong props are reported together when the app is synthesized.
 *
 * @see https://docs.aws.amazon.com/codecommit/latest/userguide/repositories.html
 */
export class SourceRepository extends Repository implements ISourceRepository {
  /**
   * A repository that exists already, with the same grants: that of `SourceRepository.fromRepositoryName` or `fromRepositoryArn`, or a
   * `Repository` of aws-cdk-lib.
   */
  public static fromRepository(scope: Construct, id: string, repository: IRepository): ISourceRepository {
    return withAccess(Repository.fromRepositoryName(scope, id, repositoryNameIn(scope, repository)));
  }

  /** The customer-managed key of the contents, where there is one. */
  public readonly encryptionKey?: IKey;

  /** The policy that protects branches, where it was asked for. */
  public readonly protection?: BranchProtection;

  /** The rule of the repository's own for approvals, where it was asked for. */
  public readonly approvalRule?: ApprovalRule;

  private readonly access: RepositoryAccess;

  constructor(scope: Construct, id: string, props: SourceRepositoryProps) {
    const given = orEmpty(props);
    super(scope, id, {
      repositoryName: nameOrStandIn(given.repositoryName),
      description: given.description,
      kmsKey: localKey(scope, `${id}Key`, given.encryptionKey),
    });
    const problems = Problems.of(this, 'SourceRepository');
    checkGiven(problems, 'repositoryName', given.repositoryName, 'given');
    checkName(problems, 'repositoryName', given.repositoryName, LIMITS.repositoryName);
    checkText(problems, 'description', given.description, LIMITS.repositoryDescription);
    this.encryptionKey = checkOptionalResource(problems, 'encryptionKey', this, given.encryptionKey, 'a key', 'keyArn');
    this.access = new RepositoryAccess(this, this.encryptionKey);
    this.applyRemovalPolicy(removalPolicyOf(problems, given.removalPolicy));
    CrossStackReferences.of(this).produce(ReferenceStrength.WEAK);
    this.complete(problems, given);

    const repositories = [this];
    if (given.protection !== undefined) {
      this.protection = new BranchProtection(this, 'Protection', { ...given.protection, repositories });
    }
    if (given.approvals !== undefined) {
      this.approvalRule = new ApprovalRule(this, 'Approvals', { ...given.approvals, repositories });
    }
  }

  /**
   * Lets somebody clone the repository and look at all of it, pull requests too.
   */
  public override grantRead(grantee: IGrantable): Grant {
    return this.access.grantRead(grantee);
  }

  /**
   * Lets somebody clone the repository, push to it, open, comment, approve and merge pull requests; not delete a branch or the
   * repository, not override an approval rule. Pushes to protected branches are for `protection` to deny.
   */
  public grantContribute(grantee: IGrantable): Grant {
    return this.access.grantContribute(grantee);
  }

  /**
   * Lets somebody do everything with the repository, deletion and the overriding of approval rules too.
   */
  public grantAdminister(grantee: IGrantable): Grant {
    return this.access.grantAdminister(grantee);
  }

  private complete(problems: Problems, given: SourceRepositoryProps): void {
    const resource = this.node.defaultChild;
    if (!(resource instanceof CfnRepository)) return;
    const triggers = repositoryTriggers(this, problems, given.triggers);
    if (triggers.length > 0) resource.triggers = triggers;
    const seed = checkStruct(problems, 'seed', given.seed);
    if (seed !== undefined) resource.code = seedOf(this, problems.within('seed'), seed);
    if (given.cloneAddresses ?? true) {
      output(this, 'CloneHttps', 'HTTPS', this.repositoryCloneUrlHttp);
      output(this, 'CloneSsh', 'SSH', this.repositoryCloneUrlSsh);
      output(this, 'CloneGrc', 'git-remote-codecommit', this.repositoryCloneUrlGrc);
    }
  }
}

function output(scope: Construct, id: string, way: string, value: string): void {
  new CfnOutput(scope, id, { value, description: `Address for git clone by ${way}` });
}

function seedOf(scope: Construct, problems: Problems, seed: RepositorySeed): CfnRepository.CodeProperty | undefined {
  const { directory, branch = 'main' } = seed;
  checkName(problems, 'branch', branch, LIMITS.branchName);
  if (typeof directory !== 'string' || !existsSync(directory) || !statSync(directory).isDirectory()) {
    problems.add('directory', 'must be a folder', { got: directory });
    return undefined;
  }
  return Code.fromDirectory(directory, branch).bind(scope).code;
}

/** A missing name is reported as a problem; aws-cdk-lib would end with an error of its own before. */
function nameOrStandIn(name: string | undefined): string {
  return typeof name === 'string' ? name : 'missing';
}
