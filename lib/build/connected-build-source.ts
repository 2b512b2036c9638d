import { Token } from 'aws-cdk-lib';
import type { CfnProject, IProject, ISource, SourceConfig } from 'aws-cdk-lib/aws-codebuild';
import type { Construct } from 'constructs';
import { checkBoolean, checkOneOf, checkRange, checkStruct, checkText } from '../core/checks';
import { forEachMember } from '../core/list-checks';
import { LIMITS } from '../core/limits';
import type { Problems } from '../core/problems';
import { readConnection } from '../source/connection-access';
import { checkConnected } from '../source/connection-source';
import type { ConnectedRepository } from '../source/connection-source';
import { ConnectionProvider } from '../source/git-provider';
import type { Trigger } from '../source/trigger';
import { checkTriggers } from '../source/trigger-checks';
import type { CheckedTrigger } from '../source/trigger-checks';
import type { BoundBuildSource } from './bound-build-source';
import { ApproverRole, CommentApproval } from './comment-approval';
import type { PullRequestBuildPolicy } from './comment-approval';
import { filterGroups } from './webhook';

/**
 * Options of a build whose source a connection reaches.
 */
export interface ConnectedBuildOptions extends ConnectedRepository {
  /**
   * The branch, tag or commit that a build gets when nothing else says it, and the branch that triggers mean where they name none.
   *
   * @default 'main'
   */
  readonly branch?: string;

  /**
   * What starts a build: pushes and pull requests by a webhook at the host, which AWS makes, and time tables.
   *
   * @default - nothing: builds are started by somebody
   */
  readonly triggers?: Trigger[];

  /**
   * How many commits are fetched; 0 for all.
   *
   * @default 1
   */
  readonly cloneDepth?: number;

  /**
   * Whether submodules are fetched.
   *
   * @default false
   */
  readonly submodules?: boolean;

  /**
   * Whether the host shows the state of a build at its commit.
   *
   * @default true
   */
  readonly commitStatus?: boolean;

  /**
   * The name under which the host shows it, at most 255 characters.
   *
   * @default - `AWS CodeBuild`, the region and the name of the project
   */
  readonly statusContext?: string;

  /**
   * Whose pull requests are built only after a comment. Only where a pull request is among the triggers.
   *
   * @default - pull requests that come from forks wait for a comment of somebody who can push
   */
  readonly pullRequestBuildPolicy?: PullRequestBuildPolicy;
}

/**
 * The same for a server of your own.
 */
export interface SelfManagedBuildOptions extends ConnectedBuildOptions {
  /**
   * The address of the server, e.g. `https://git.example.com`.
   */
  readonly serverUrl: string;
}

/** What CodeBuild calls a provider, and where its repositories are. */
const TYPES: Readonly<Record<string, { type: string; url?: string }>> = {
  [ConnectionProvider.GITHUB]: { type: 'GITHUB', url: 'https://github.com' },
  [ConnectionProvider.GITHUB_ENTERPRISE_SERVER]: { type: 'GITHUB_ENTERPRISE' },
  [ConnectionProvider.BITBUCKET]: { type: 'BITBUCKET', url: 'https://bitbucket.org' },
  [ConnectionProvider.GITLAB]: { type: 'GITLAB', url: 'https://gitlab.com' },
  [ConnectionProvider.GITLAB_SELF_MANAGED]: { type: 'GITLAB_SELF_MANAGED' },
};

/** Binds a source that a connection reaches. */
export function bindConnected(
  scope: Construct,
  problems: Problems,
  provider: ConnectionProvider,
  options: ConnectedBuildOptions & { serverUrl?: string },
): BoundBuildSource {
  const { connectionArn, repository } = checkConnected(problems, scope, provider, options);
  const { cloneDepth = 1, statusContext } = options;
  const submodules = checkBoolean(problems, 'submodules', options.submodules);
  const commitStatus = checkBoolean(problems, 'commitStatus', options.commitStatus) ?? true;
  const { type, url = checkUrl(problems, options.serverUrl) } = TYPES[provider];
  checkRange(problems, 'cloneDepth', cloneDepth, LIMITS.cloneDepth);
  const branch = checkText(problems, 'branch', options.branch, LIMITS.triggerPattern) ?? 'main';
  checkText(problems, 'statusContext', statusContext, LIMITS.statusContext);
  const triggers = triggersFrom(problems, provider, branch, options);
  const sourceProperty: CfnProject.SourceProperty = {
    type,
    location: `${url}/${repository}.git`,
    auth: { type: 'CODECONNECTIONS', resource: connectionArn },
    gitCloneDepth: cloneDepth,
    gitSubmodulesConfig: submodules === undefined ? undefined : { fetchSubmodules: submodules },
    reportBuildStatus: commitStatus,
    buildStatusConfig: statusContext === undefined ? undefined : { context: statusContext },
  };
  return {
    source: new ConnectedSource(sourceProperty, branch, webhookOf(problems, provider, triggers, options)),
    triggers,
    permissions: [],
    permissionsBefore: readConnection(connectionArn, repository),
    reportsBatches: !type.startsWith('GITLAB'),
  };
}

function checkUrl(problems: Problems, serverUrl: unknown): string {
  if (typeof serverUrl === 'string' && (Token.isUnresolved(serverUrl) || /^https:\/\/[^/\s]+/.test(serverUrl))) {
    return serverUrl.replace(/\/+$/, '');
  }
  problems.add('serverUrl', 'must be the address of the server, beginning with https://', { got: serverUrl });
  return 'https://missing';
}

function triggersFrom(
  problems: Problems,
  provider: ConnectionProvider,
  branch: string,
  { triggers }: ConnectedBuildOptions,
): CheckedTrigger[] {
  if (triggers === undefined) return [];
  const isEnterprise = provider === ConnectionProvider.GITHUB_ENTERPRISE_SERVER;
  const checked = checkTriggers(problems, triggers, { branch, patterns: LIMITS.triggerPatterns });
  checked.forEach(({ kind, prop }) => {
    if (!isEnterprise || (kind.kind !== 'push' && kind.kind !== 'pullRequest')) return;
    problems.add(prop, 'must not need a webhook: CloudFormation makes none at a GitHub Enterprise Server', {
      cure: 'start the builds in a pipeline, with Source.gitHubEnterprise',
    });
  });
  return checked;
}

function webhookOf(
  problems: Problems,
  provider: ConnectionProvider,
  triggers: CheckedTrigger[],
  options: ConnectedBuildOptions,
): CfnProject.ProjectTriggersProperty | undefined {
  const policy = checkStruct(problems, 'pullRequestBuildPolicy', options.pullRequestBuildPolicy);
  const groups = filterGroups(provider, triggers);
  const hasPullRequests = triggers.some(({ kind }) => kind.kind === 'pullRequest');
  if (policy !== undefined && !hasPullRequests) {
    problems.add('pullRequestBuildPolicy', 'needs a pull request among triggers');
  }
  if (groups.length === 0) return undefined;
  const pullRequestBuildPolicy = hasPullRequests ? policyOf(problems, provider, policy ?? {}) : undefined;
  return { webhook: true, filterGroups: groups, pullRequestBuildPolicy };
}

/** Who can push to a repository: those whom AWS takes by default, too. */
const PUSHERS: Readonly<Record<string, ApproverRole[]>> = {
  GITHUB: [ApproverRole.GITHUB_ADMIN, ApproverRole.GITHUB_MAINTAIN, ApproverRole.GITHUB_WRITE],
  GITLAB: [ApproverRole.GITLAB_OWNER, ApproverRole.GITLAB_MAINTAINER, ApproverRole.GITLAB_DEVELOPER],
  BITBUCKET: [ApproverRole.BITBUCKET_ADMIN, ApproverRole.BITBUCKET_WRITE],
};

function policyOf(
  problems: Problems,
  provider: ConnectionProvider,
  policy: PullRequestBuildPolicy,
): CfnProject.PullRequestBuildPolicyProperty {
  const host = TYPES[provider].type.replace(/_.*$/, '');
  const { requiresCommentApproval = CommentApproval.FORK_PULL_REQUESTS, approverRoles = PUSHERS[host] } = policy;
  const within = problems.within('pullRequestBuildPolicy');
  checkOneOf(within, 'requiresCommentApproval', requiresCommentApproval, CommentApproval, 'CommentApproval');
  forEachMember(within, 'approverRoles', approverRoles, 1, (role: unknown, prop) => {
    if (typeof role === 'string' && role.startsWith(`${host}_`)) return;
    within.add(prop, `must be a role of ${host}`, { got: role });
  });
  const isOpen = requiresCommentApproval === CommentApproval.DISABLED;
  return { requiresCommentApproval, approverRoles: isOpen ? undefined : approverRoles };
}

/** aws-cdk-lib has no source for connections, and none for GitLab. */
class ConnectedSource implements ISource {
  public readonly type: string;
  public readonly badgeSupported = true;

  constructor(
    private readonly sourceProperty: CfnProject.SourceProperty,
    private readonly sourceVersion: string,
    private readonly buildTriggers: CfnProject.ProjectTriggersProperty | undefined,
  ) {
    this.type = sourceProperty.type;
  }

  public bind(_scope: Construct, _project: IProject): SourceConfig {
    const { sourceProperty, sourceVersion, buildTriggers } = this;
    return { sourceProperty, sourceVersion, buildTriggers };
  }
}
