import { orEmpty } from '../core/checks';
import type { CodeReviewOptions, ReviewerReviewOptions, StaticAnalysisOptions } from './code-review-options';
import type { IReviewerAssociation } from './reviewer-association-interface';

/** A review, in one form. */
export type ReviewParts =
  | { readonly kind: 'inspector'; readonly options: CodeReviewOptions }
  | { readonly kind: 'staticAnalysis'; readonly options: StaticAnalysisOptions }
  | {
      readonly kind: 'reviewer';
      readonly options: ReviewerReviewOptions;
      readonly association: IReviewerAssociation | undefined;
    };

/**
 * Who looks at the code before it is released, and how much may be found. `Verification.codeReview` lets a stage of a pipeline wait for it.
 *
 * CodeGuru Reviewer takes no new repositories since 7 November 2025. The other two take its place.
 *
 * @see https://docs.aws.amazon.com/codeguru/latest/reviewer-ug/codeguru-reviewer-availability-change.html
 */
export class CodeReview {
  /**
   * Amazon Inspector scans the packages that the code uses for known vulnerabilities. It knows severities, and no categories.
   *
   * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-InspectorScan.html
   */
  public static inspector(options: CodeReviewOptions): CodeReview {
    return new CodeReview({ kind: 'inspector', options: orEmpty(options) });
  }

  /**
   * A tool of yours analyses the code in a build, which leaves a report. Every tool that writes SARIF will do.
   *
   * @see https://docs.aws.amazon.com/codebuild/latest/userguide/test-reporting.html
   */
  public static staticAnalysis(options: StaticAnalysisOptions): CodeReview {
    return new CodeReview({ kind: 'staticAnalysis', options: orEmpty(options) });
  }

  /**
   * CodeGuru Reviewer reviews a branch of a repository that is associated already, within half an hour; a build waits for it, and leaves a report.
   *
   * @see https://docs.aws.amazon.com/codeguru/latest/reviewer-ug/create-code-reviews.html
   */
  public static reviewer(association: IReviewerAssociation, options: ReviewerReviewOptions): CodeReview {
    return new CodeReview({ kind: 'reviewer', association, options: orEmpty(options) });
  }

  private constructor(
    /** @internal */
    public readonly _parts: ReviewParts,
  ) {}
}
