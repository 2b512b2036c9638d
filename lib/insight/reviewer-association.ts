import { Annotations, Resource, Stack, Token } from 'aws-cdk-lib';
import { CfnRepositoryAssociation } from 'aws-cdk-lib/aws-codegurureviewer';
import type { CfnRepositoryAssociationProps } from 'aws-cdk-lib/aws-codegurureviewer';
import type { Construct } from 'constructs';
import { checkBoolean, checkChoice, checkGiven, orEmpty } from '../core/checks';
import { claimName } from '../core/claims';
import { Problems } from '../core/problems';
import { ReviewedRepository } from './reviewed-repository';
import type { IReviewerAssociation } from './reviewer-association-interface';

/**
 * Properties of a `ReviewerAssociation`.
 */
export interface ReviewerAssociationProps {
  /**
   * What is reviewed. Another repository is another association.
   */
  readonly repository: ReviewedRepository;

  /**
   * Whether the association is made. AWS takes no new ones since 7 November 2025, so that the deployment of one is expected to fail.
   *
   * @default false
   */
  readonly create?: boolean;
}

const ARN = /^arn:[^:]+:codeguru-reviewer:([^:]+):(\d{12}):association:[\w-]+$/;

const CURE =
  'use an association that exists, by ReviewerAssociation.fromAssociationArn, or review by CodeReview.inspector or CodeReview.staticAnalysis';

/**
 * Lets CodeGuru Reviewer review a repository. **AWS takes no new associations since 7 November 2025**; those that exist go on working. Nothing is made unless you ask for it by `create`, and in
 * any case synthesis warns.
 *
 * Wrong props are reported together when the app is synthesized.
 *
 * @see https://docs.aws.amazon.com/codeguru/latest/reviewer-ug/codeguru-reviewer-availability-change.html
 */
export class ReviewerAssociation extends Resource implements IReviewerAssociation {
  /** An association that exists already, in the account and region that its ARN says. */
  public static fromAssociationArn(scope: Construct, id: string, associationArn: string): IReviewerAssociation {
    return new ImportedAssociation(scope, id, associationArn);
  }

  /** The ARN of the association. Nothing where it was not asked for. */
  public readonly associationArn?: string;

  /** @internal */
  public readonly _hasBranches: boolean;

  constructor(scope: Construct, id: string, props: ReviewerAssociationProps) {
    super(scope, id);
    const given = orEmpty(props);
    const problems = Problems.of(this, 'ReviewerAssociation');
    checkGiven(problems, 'repository', given.repository, 'given');
    const repository = checkChoice(problems, 'repository', given.repository, ReviewedRepository);
    this._hasBranches = repository?._hasBranches ?? true;
    const bound = repository?._bind(this, problems.within('repository'));
    const isMade = checkBoolean(problems, 'create', given.create ?? undefined) ?? false;
    this.associationArn = undefined;
    if (bound === undefined || !isMade) {
      this.warn(`CodeGuru Reviewer takes no new associations since 7 November 2025, and this one is not made: ${CURE}`);
      return;
    }
    claimName(this, problems, 'repository', {
      kind: 'association',
      names: [nameOf(this, bound)],
      got: bound.name,
      env: this.env,
    });
    this.associationArn = new CfnRepositoryAssociation(this, 'Resource', bound).attrAssociationArn;
    this.warn(
      `CodeGuru Reviewer takes no new associations since 7 November 2025, so that this is expected to fail: ${CURE}`,
    );
  }

  private warn(message: string): void {
    Annotations.of(this).addWarningV2('cdk-delivery:reviewerClosed', message);
  }
}

/** What is associated: where names are known at deployment only, references to the same thing are the same. */
function nameOf(scope: ReviewerAssociation, bound: CfnRepositoryAssociationProps): string {
  const { type, owner, name, bucketName } = bound;
  const said = [type, owner, name, bucketName].filter((part) => part !== undefined);
  return (Stack.of(scope).resolve(said) as unknown[])
    .map((part) => (typeof part === 'string' ? part : JSON.stringify(part)))
    .join('/');
}

class ImportedAssociation extends Resource implements IReviewerAssociation {
  public readonly associationArn?: string;

  constructor(scope: Construct, id: string, given: unknown) {
    const parts = typeof given === 'string' ? ARN.exec(given) : null;
    super(scope, id, parts === null ? {} : { region: parts[1], account: parts[2] });
    this.associationArn = typeof given === 'string' ? given : undefined;
    if (parts !== null || Token.isUnresolved(given)) return;
    Problems.of(this, 'ReviewerAssociation').add(
      'associationArn',
      'must be the ARN of an association of CodeGuru Reviewer',
      {
        got: given,
      },
    );
  }
}
