import type { IResource } from 'aws-cdk-lib';

/**
 * A repository that CodeGuru Reviewer reviews.
 *
 * @see https://docs.aws.amazon.com/codeguru/latest/reviewer-ug/working-with-repositories.html
 */
export interface IReviewerAssociation extends IResource {
  /**
   * The ARN of the association.
   *
   * @default - there is none: it was not asked for
   */
  readonly associationArn?: string;
}
