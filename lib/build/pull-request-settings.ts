import type { IProject } from 'aws-cdk-lib/aws-codebuild';
import type { IRepository } from 'aws-cdk-lib/aws-codecommit';
import type { BuildLogSettings } from './build-logs';
import type { BuildSettings } from './build-settings';
import type { BuildSource } from './build-source';

/**
 * Has the check approve a pull request that passes, and take its approval back from one that does not. It counts where the check is
 * among the approvers of a rule: see `PullRequestChecks.approver`.
 */
export interface PullRequestApproval {
  /**
   * Whether the check approves.
   *
   * @default true
   */
  readonly enabled?: boolean;
}

/**
 * How pull requests are checked.
 */
export interface PullRequestCheckSettings extends BuildSettings, BuildLogSettings {
  /**
   * The destination branches whose pull requests are checked, e.g. `main` or `release/*`: `*` stands for any characters but `/`, `**` for
   * any characters. For CodeCommit; with a `source` its triggers say it.
   *
   * @default - all branches
   */
  readonly branches?: string[];

  /**
   * The name of the check, which its comments begin with, 1 to 100 characters.
   *
   * @default - the id of the construct
   */
  readonly checkName?: string;

  /**
   * Whether a comment tells when a check starts, passes, fails or is stopped, with a link to its log. For CodeCommit; other hosts show the
   * state at the commit.
   *
   * @default true
   */
  readonly comments?: boolean;

  /**
   * Has the check approve what passes. For CodeCommit. The author of a pull request may change what its own check runs: never let the check
   * be the only approval.
   *
   * @default - the check approves nothing
   */
  readonly approval?: PullRequestApproval;

  /**
   * A project that exists already, whose role may pull from the repositories. Beside it no settings of a build are given.
   *
   * @default - a project of its own, with a role of its own
   */
  readonly project?: IProject;
}

/**
 * Properties of `PullRequestChecks`: either `repositories` or a `source`.
 */
export interface PullRequestChecksProps extends PullRequestCheckSettings {
  /**
   * CodeCommit repositories, in the account and region of the stack, imported ones too.
   *
   * @default - a source is given
   */
  readonly repositories?: IRepository[];

  /**
   * A repository at GitHub, GitLab or Bitbucket: AWS makes a webhook there, and the host shows the state of the check at the commit.
   *
   * @default - repositories are given
   */
  readonly source?: BuildSource;
}
