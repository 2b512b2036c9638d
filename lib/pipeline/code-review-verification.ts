import { Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { BuildSettings } from '../build/build-settings';
import { BuildVariable } from '../build/build-variable';
import type { DeliveryArtifact } from '../core/artifact';
import { checkChoice, checkGiven, checkLiteralName, checkText } from '../core/checks';
import { checkResource } from '../core/environments';
import { LIMITS } from '../core/limits';
import { allow, PERMISSIONS } from '../core/permissions';
import { Problems } from '../core/problems';
import { weak } from '../core/references';
import { RolePolicy } from '../core/role-policy';
import { CodeReview } from '../insight/code-review';
import type { ReviewerReviewOptions, StaticAnalysisOptions } from '../insight/code-review-options';
import type { CodeReviewOptions } from '../insight/code-review-options';
import { ReviewerAssociation } from '../insight/reviewer-association';
import type { IReviewerAssociation } from '../insight/reviewer-association-interface';
import { checkAnalysis, checkCategories, checkFindingMaximums, judgeFindings, REVIEW_REPORT } from './findings';
import { listSarif } from './sarif';
import { SourceScan } from './scan';
import { bindTest } from './test-verification';
import type { IVerification, VerificationConfig, VerificationContext } from './verification-interface';

const KIND = 'Verification.codeReview';

/** A name of a review has at most 100 characters, and the id of a build has 36. */
const REVIEW = [
  'review="$(aws codeguru-reviewer create-code-review --name "$REVIEW_NAME-${CODEBUILD_BUILD_ID##*:}"',
  '--repository-association-arn "$ASSOCIATION_ARN" --type "$REVIEW_TYPE"',
  '--query CodeReview.CodeReviewArn --output text)"',
  '&& echo "$review" && aws codeguru-reviewer wait code-review-completed --code-review-arn "$review"',
].join(' ');

const RECOMMENDATIONS =
  'aws codeguru-reviewer list-recommendations --code-review-arn "$review" ' +
  "--query 'RecommendationSummaries[].[Severity,RecommendationCategory]' --output text";

/** Lets a stage wait for a review of the code, whoever makes it. */
export class CodeReviewVerification implements IVerification {
  public readonly verificationName: string;
  public readonly artifact?: DeliveryArtifact;

  constructor(private readonly review: CodeReview | undefined) {
    const { reviewName, artifact } = optionsOf(review);
    this.verificationName = reviewName;
    this.artifact = artifact;
  }

  public bind(scope: Construct, context: VerificationContext): VerificationConfig {
    const problems = Problems.of(scope, KIND);
    checkGiven(problems, 'review', this.review, 'given');
    const parts = checkChoice(problems, 'review', this.review, CodeReview)?._parts;
    if (parts?.kind === 'staticAnalysis') return this.analyse(scope, problems, context, parts.options);
    if (parts?.kind === 'reviewer') return this.ask(scope, problems, context, parts.association, parts.options);
    return this.scan(scope, problems, context, parts?.options);
  }

  private scan(
    scope: Construct,
    problems: Problems,
    context: VerificationContext,
    options: CodeReviewOptions | undefined,
  ): VerificationConfig {
    const { info, ...thresholds } = checkFindingMaximums(problems, options?.maximumFindings ?? undefined);
    if (info !== undefined) {
      problems.add('maximumFindings.info', 'must not be given: Amazon Inspector has no such severity', { got: info });
    }
    const given = options as Partial<ReviewerReviewOptions> | undefined;
    if ((given?.maximumByCategory ?? undefined) !== undefined) {
      problems.add('maximumByCategory', 'must not be given: Amazon Inspector has no categories', {
        cure: 'use CodeReview.staticAnalysis',
      });
    }
    // Without one that is right, what is wrong is reported already.
    const isSaid = Object.values<unknown>(thresholds).some((threshold) => threshold !== undefined);
    const scan = { verificationName: this.verificationName, thresholds: isSaid ? thresholds : undefined };
    return new SourceScan(scan).bind(scope, context);
  }

  private analyse(
    scope: Construct,
    problems: Problems,
    context: VerificationContext,
    { resultsFile, runtimes, environment, variables, network, timeout, ...options }: StaticAnalysisOptions,
  ): VerificationConfig {
    const file = checkLiteralName(problems, 'resultsFile', resultsFile ?? undefined, LIMITS.outputPath);
    const commands = checkAnalysis(problems, options.commands);
    const judge = this.judge(problems, listSarif(file ?? 'results.sarif'), options);
    const settings = { runtimes, environment, variables, network, timeout };
    return this.bindBuild(scope, context, { ...settings, commands: [...commands, judge] });
  }

  private ask(
    scope: Construct,
    problems: Problems,
    context: VerificationContext,
    association: IReviewerAssociation | undefined,
    options: ReviewerReviewOptions,
  ): VerificationConfig {
    const arn = associationArn(scope, problems, association);
    const branch = checkText(
      problems,
      'branch',
      checkGiven(problems, 'branch', options.branch, 'given'),
      LIMITS.branchText,
    );
    const role = new RolePolicy(scope, 'ReviewRole', 'codebuild.amazonaws.com');
    role.add(allow(PERMISSIONS.reviewerReview, [arn, `${arn}:*`]));
    const type = { RepositoryAnalysis: { RepositoryHead: { BranchName: branch ?? 'missing' } } };
    return this.bindBuild(scope, context, {
      role: role.role,
      variables: {
        ASSOCIATION_ARN: BuildVariable.plain(arn),
        REVIEW_NAME: BuildVariable.plain(nameOf(this.verificationName)),
        REVIEW_TYPE: BuildVariable.plain(JSON.stringify(type)),
      },
      commands: [`${REVIEW} && ${this.judge(problems, RECOMMENDATIONS, options)}`],
    });
  }

  private judge(
    problems: Problems,
    list: string,
    { maximumFindings, maximumByCategory }: Pick<ReviewerReviewOptions, 'maximumFindings' | 'maximumByCategory'>,
  ): string {
    const severities = checkFindingMaximums(problems, maximumFindings ?? undefined);
    return judgeFindings(list, severities, checkCategories(problems, maximumByCategory ?? undefined));
  }

  private bindBuild(scope: Construct, context: VerificationContext, settings: BuildSettings): VerificationConfig {
    const reported = { ...settings, reports: REVIEW_REPORT };
    return bindTest(scope, context, KIND, this.verificationName, reported, undefined);
  }
}

function optionsOf(review: CodeReview | undefined): CodeReviewOptions {
  const parts = (review as Partial<CodeReview> | null | undefined)?._parts;
  return parts?.options ?? { reviewName: 'Review' };
}

function associationArn(scope: Construct, problems: Problems, given: IReviewerAssociation | undefined): string {
  const prop = 'association';
  const association = checkResource(problems, prop, scope, given, 'a ReviewerAssociation', 'associationArn');
  if (association === undefined) return 'arn:missing';
  if (association instanceof ReviewerAssociation && !association._hasBranches) {
    problems.add(prop, 'must be of a repository with branches: archives in a bucket are reviewed outside of pipelines');
  }
  if (association.associationArn !== undefined) return weak(scope, association.associationArn);
  problems.add(prop, 'must be there: it was not asked for, and AWS takes no new ones', {
    cure: 'use CodeReview.inspector or CodeReview.staticAnalysis',
  });
  return 'arn:missing';
}

/** https://docs.aws.amazon.com/codeguru/latest/reviewer-api/API_CreateCodeReview.html */
function nameOf(name: unknown): string {
  const text = typeof name === 'string' && !Token.isUnresolved(name) ? name : 'review';
  return text.replace(/[^A-Za-z0-9_-]/g, '-').slice(0, 60);
}
