import type { IRepository } from 'aws-cdk-lib/aws-codecommit';
import type { Grant, IGrantable } from 'aws-cdk-lib/aws-iam';

/**
 * A CodeCommit repository with grants by role, made here or imported.
 */
export interface ISourceRepository extends IRepository {
  /**
   * Lets somebody clone the repository, push to it, open, comment, approve and merge pull requests; not delete a branch or the
   * repository, not override an approval rule.
   */
  grantContribute(grantee: IGrantable): Grant;

  /**
   * Lets somebody do everything with the repository, deletion and the overriding of approval rules too.
   */
  grantAdminister(grantee: IGrantable): Grant;
}
