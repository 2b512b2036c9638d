/**
 * Whose pull requests are built only after somebody of the team has commented `/codebuild_run(COMMIT)` on them.
 */
export enum CommentApproval {
  /** Everybody's. */
  ALL_PULL_REQUESTS = 'ALL_PULL_REQUESTS',
  /** Those that come from forks: of people who cannot push to the repository. */
  FORK_PULL_REQUESTS = 'FORK_PULL_REQUESTS',
  /** Nobody's: whoever can open a pull request runs commands in the build. */
  DISABLED = 'DISABLED',
}

/**
 * The role that somebody has in a repository at its host.
 */
export enum ApproverRole {
  /** GitHub: admin. */
  GITHUB_ADMIN = 'GITHUB_ADMIN',
  /** GitHub: maintain. */
  GITHUB_MAINTAIN = 'GITHUB_MAINTAIN',
  /** GitHub: write. */
  GITHUB_WRITE = 'GITHUB_WRITE',
  /** GitHub: triage. */
  GITHUB_TRIAGE = 'GITHUB_TRIAGE',
  /** GitHub: read. */
  GITHUB_READ = 'GITHUB_READ',
  /** GitLab: owner. */
  GITLAB_OWNER = 'GITLAB_OWNER',
  /** GitLab: maintainer. */
  GITLAB_MAINTAINER = 'GITLAB_MAINTAINER',
  /** GitLab: developer. */
  GITLAB_DEVELOPER = 'GITLAB_DEVELOPER',
  /** GitLab: reporter. */
  GITLAB_REPORTER = 'GITLAB_REPORTER',
  /** GitLab: planner. */
  GITLAB_PLANNER = 'GITLAB_PLANNER',
  /** GitLab: guest. */
  GITLAB_GUEST = 'GITLAB_GUEST',
  /** Bitbucket: admin. */
  BITBUCKET_ADMIN = 'BITBUCKET_ADMIN',
  /** Bitbucket: write. */
  BITBUCKET_WRITE = 'BITBUCKET_WRITE',
  /** Bitbucket: read. */
  BITBUCKET_READ = 'BITBUCKET_READ',
}

/**
 * When pull requests are built, and who may let them.
 *
 * @see https://docs.aws.amazon.com/codebuild/latest/userguide/pull-request-build-policy.html
 */
export interface PullRequestBuildPolicy {
  /**
   * Whose pull requests wait for a comment. AWS itself takes all pull requests for a new project.
   *
   * @default CommentApproval.FORK_PULL_REQUESTS
   */
  readonly requiresCommentApproval?: CommentApproval;

  /**
   * Whose comment counts, at the host of the repository.
   *
   * @default - whoever can push to the repository
   */
  readonly approverRoles?: ApproverRole[];
}
