import { Stack } from 'aws-cdk-lib';
import type { IRepository } from 'aws-cdk-lib/aws-codecommit';
import { Grant } from 'aws-cdk-lib/aws-iam';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { PERMISSIONS, throughService } from '../core/permissions';
import { weak } from '../core/references';
import type { ISourceRepository } from './source-repository-interface';

const READ = [
  'BatchDescribeMergeConflicts',
  'BatchGetCommits',
  'BatchGetPullRequests',
  'BatchGetRepositories',
  'DescribeMergeConflicts',
  'DescribePullRequestEvents',
  'EvaluatePullRequestApprovalRules',
  'GetBlob',
  'GetBranch',
  'GetComment',
  'GetCommentReactions',
  'GetCommentsForComparedCommit',
  'GetCommentsForPullRequest',
  'GetCommit',
  'GetCommitHistory',
  'GetCommitsFromMergeBase',
  'GetDifferences',
  'GetFile',
  'GetFolder',
  'GetMergeCommit',
  'GetMergeConflicts',
  'GetMergeOptions',
  'GetObjectIdentifier',
  'GetPullRequest',
  'GetPullRequestApprovalStates',
  'GetPullRequestOverrideState',
  'GetReferences',
  'GetRepository',
  'GetRepositoryTriggers',
  'GetTree',
  'GitPull',
  'ListAssociatedApprovalRuleTemplatesForRepository',
  'ListBranches',
  'ListFileCommitHistory',
  'ListPullRequests',
  'ListTagsForResource',
];

/** Push, open and merge pull requests: nothing that deletes a branch or the repository, or gets round an approval rule. */
const CONTRIBUTE = [
  ...READ,
  'CreateBranch',
  'CreateCommit',
  'CreatePullRequest',
  'CreateUnreferencedMergeCommit',
  'DeleteFile',
  'GitPush',
  'MergeBranchesByFastForward',
  'MergeBranchesBySquash',
  'MergeBranchesByThreeWay',
  'MergePullRequestByFastForward',
  'MergePullRequestBySquash',
  'MergePullRequestByThreeWay',
  'PostCommentForComparedCommit',
  'PostCommentForPullRequest',
  'PostCommentReply',
  'PutCommentReaction',
  'PutFile',
  'UpdateComment',
  'UpdatePullRequestApprovalState',
  'UpdatePullRequestDescription',
  'UpdatePullRequestStatus',
  'UpdatePullRequestTitle',
];

const ADMINISTER = [
  ...CONTRIBUTE,
  'AssociateApprovalRuleTemplateWithRepository',
  'BatchAssociateApprovalRuleTemplateWithRepositories',
  'BatchDisassociateApprovalRuleTemplateFromRepositories',
  'CreatePullRequestApprovalRule',
  'CreateRepository',
  'DeleteBranch',
  'DeleteCommentContent',
  'DeletePullRequestApprovalRule',
  'DeleteRepository',
  'DisassociateApprovalRuleTemplateFromRepository',
  'OverridePullRequestApprovalRules',
  'PutRepositoryTriggers',
  'TagResource',
  'TestRepositoryTriggers',
  'UntagResource',
  'UpdateDefaultBranch',
  'UpdatePullRequestApprovalRuleContent',
  'UpdateRepositoryDescription',
  'UpdateRepositoryEncryptionKey',
  'UpdateRepositoryName',
];

/** What people and machines may do with one repository: three sets, each of which holds the one before. */
export class RepositoryAccess {
  constructor(
    private readonly repository: IRepository,
    private readonly key?: IKey,
  ) {}

  /** Clone, and look at everything. */
  public grantRead(grantee: IGrantable): Grant {
    return this.grant(grantee, READ);
  }

  /** Push, open and merge pull requests. */
  public grantContribute(grantee: IGrantable): Grant {
    return this.grant(grantee, CONTRIBUTE);
  }

  /** Everything, deletion too. */
  public grantAdminister(grantee: IGrantable): Grant {
    return this.grant(grantee, ADMINISTER);
  }

  private grant(grantee: IGrantable, names: string[]): Grant {
    const actions = [...names].sort().map((name) => `codecommit:${name}`);
    const grant = Grant.addToPrincipal({ grantee, actions, resourceArns: [this.repository.repositoryArn] });
    if (this.key === undefined) return grant;
    const { region, urlSuffix } = Stack.of(this.repository);
    return grant.combine(
      Grant.addToPrincipal({
        grantee,
        actions: PERMISSIONS.repositoryKey.actions,
        resourceArns: [Construct.isConstruct(grantee) ? weak(grantee, this.key.keyArn) : this.key.keyArn],
        conditions: throughService('codecommit', region, urlSuffix),
      }),
    );
  }
}

/** An imported repository with the same grants. */
export function withAccess(repository: IRepository): ISourceRepository {
  const access = new RepositoryAccess(repository);
  return Object.assign(repository, {
    grantRead: (grantee: IGrantable) => access.grantRead(grantee),
    grantContribute: (grantee: IGrantable) => access.grantContribute(grantee),
    grantAdminister: (grantee: IGrantable) => access.grantAdminister(grantee),
  });
}
