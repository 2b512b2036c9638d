import { Annotations } from 'aws-cdk-lib';
import { Project } from 'aws-cdk-lib/aws-codebuild';
import type { IProject } from 'aws-cdk-lib/aws-codebuild';
import type { IRepository } from 'aws-cdk-lib/aws-codecommit';
import { Grant } from 'aws-cdk-lib/aws-iam';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { checkBoolean, checkChoice, checkName, checkStruct, orEmpty } from '../core/checks';
import { checkNames } from '../core/list-checks';
import { LIMITS } from '../core/limits';
import { allow, PERMISSIONS } from '../core/permissions';
import { Problems } from '../core/problems';
import { weak } from '../core/references';
import { Approver } from '../source/approver';
import { repositoriesHere } from '../source/repositories-here';
import { repositoryKey } from '../source/repository-key';
import { BuildProject } from './build-project';
import { BuildSource } from './build-source';
import type { BuildLogSettings } from './build-logs';
import type { BuildSettings } from './build-settings';
import { checkProject } from './given-project';
import { PullRequestWatcher } from './pull-request-watcher';
import type { PullRequestChecksProps } from './pull-request-settings';

/** Settings of a build, which a project that exists already has decided for itself. */
const OF_A_BUILD: readonly (keyof BuildLogSettings | keyof BuildSettings)[] = [
  'batch',
  'buildSpec',
  'cache',
  'commands',
  'concurrentBuilds',
  'docker',
  'environment',
  'feeds',
  'image',
  'logBucket',
  'logEncryptionKey',
  'logGroup',
  'logRetention',
  'network',
  'output',
  'phases',
  'projectName',
  'queuedTimeout',
  'reports',
  'retries',
  'role',
  'runtimes',
  'timeout',
  'variables',
];

/**
 * Builds every pull request that is opened or changed. At CodeCommit the result of the merge is built, and a conflict is a check that
 * fails; at other hosts a webhook starts the build.
 *
 * The build runs with a role of its own: it gets no secret, right to publish, or cache of the builds that release, unless it is named here.
 * At CodeCommit it knows `PULL_REQUEST_ID`, `PULL_REQUEST_REPOSITORY`, `PULL_REQUEST_CHECK`, `PULL_REQUEST_SOURCE_COMMIT`,
 * `PULL_REQUEST_DESTINATION_COMMIT`, `PULL_REQUEST_SOURCE_REFERENCE`, `PULL_REQUEST_DESTINATION_REFERENCE` and
 * `PULL_REQUEST_REVISION_ID`.
 *
 * For CodeCommit one function of this library serves all checks of a stack, so that the environment must be bootstrapped. Wrong props are
 * reported together when the app is synthesized.
 *
 * @see https://docs.aws.amazon.com/codecommit/latest/userguide/how-to-test-a-pull-request.html
 */
export class PullRequestChecks extends Construct {
  /** The project that the checks run in. */
  public readonly project: IProject;

  /** The project with its role and its grants, where it was made here. */
  public readonly buildProject?: BuildProject;

  /** The check as a member of an approval pool, where it approves. */
  public readonly approver?: Approver;

  private readonly repositories: IRepository[];

  constructor(scope: Construct, id: string, props: PullRequestChecksProps) {
    super(scope, id);
    const given = orEmpty(props);
    const problems = Problems.of(this, 'PullRequestChecks');
    if ((given.repositories === undefined) === (given.source === undefined)) {
      problems.add('repositories', 'must be given, or source, and not both');
    }
    this.repositories =
      given.repositories === undefined ? [] : repositoriesHere(this, problems, 'repositories', given.repositories);
    this.buildProject = this.ownProject(problems, given);
    const other = given.project === undefined ? undefined : checkProject(problems, 'project', this, given.project);
    this.project = this.buildProject?.project ?? other ?? Project.fromProjectName(this, 'Missing', 'missing');
    if (given.source !== undefined) refuseForOtherHosts(problems, given);
    else if (this.repositories.length > 0) this.approver = this.watch(problems, given);
  }

  /**
   * Lets a build, or somebody, comment on pull requests of the repositories, e.g. with a report of its own.
   */
  public grantComment(grantee: IGrantable): Grant {
    return this.grant(grantee, PERMISSIONS.pullRequestComment.actions);
  }

  /**
   * Lets a build that decides by itself approve pull requests of the repositories, and take its approval back. It counts where the role is
   * among the approvers of a rule.
   */
  public grantApprovalState(grantee: IGrantable): Grant {
    return this.grant(grantee, PERMISSIONS.pullRequestApproval.actions);
  }

  private grant(grantee: IGrantable, actions: string[]): Grant {
    if (this.repositories.length === 0) return Grant.drop(grantee, 'at other hosts than CodeCommit AWS grants nothing');
    const resourceArns = this.repositories.map(({ repositoryArn }) => weak(this, repositoryArn));
    return Grant.addToPrincipal({ grantee, actions, resourceArns });
  }

  private ownProject(problems: Problems, given: PullRequestChecksProps): BuildProject | undefined {
    if (given.project !== undefined) {
      for (const prop of OF_A_BUILD) {
        if (given[prop] !== undefined) problems.add(prop, 'must not be given beside project, which has its own');
      }
      return undefined;
    }
    const own = this.repositories.length === 0 ? undefined : cloneOf(this.repositories[0]);
    const source = checkChoice(problems, 'source', given.source, BuildSource)?._forPullRequests() ?? own;
    const build = new BuildProject(this, 'Build', { ...given, source });
    for (const repository of this.repositories) {
      build._allow(
        allow(PERMISSIONS.codeCommitPull, [weak(this, repository.repositoryArn)]),
        ...repositoryKey(this, repository),
      );
    }
    return build;
  }

  private watch(problems: Problems, given: PullRequestChecksProps): Approver | undefined {
    const least = given.branches === undefined ? 0 : 1;
    const branches = checkNames(problems, 'branches', given.branches, LIMITS.protectedBranch, least);
    const name = given.checkName ?? this.node.id;
    const approval = checkStruct(problems, 'approval', given.approval);
    const approves = approval !== undefined && (checkBoolean(problems, 'approval.enabled', approval.enabled) ?? true);
    for (const prop of ['batch', 'retries'] as const) {
      if (given[prop] === undefined) continue;
      problems.add(prop, 'must not be given at CodeCommit: just the build that the check started counts');
    }
    const watcher = new PullRequestWatcher(this, {
      project: this.project,
      repositories: this.repositories,
      checkName: checkName(problems, 'checkName', name, LIMITS.checkName) ?? 'missing',
      branches: given.branches === undefined ? undefined : branches,
      comments: checkBoolean(problems, 'comments', given.comments) ?? true,
      approves,
    });
    watcher.checkLength(problems);
    if (!approves) return undefined;
    for (const repository of watcher.repositoriesWithSeveralApprovals()) {
      Annotations.of(this).addWarningV2(
        'cdk-delivery:severalChecksApprove',
        `More than one check of this stack approves pull requests of ${repository}, and all speak with one voice: the last to end ` +
          'decides. Let one of them approve',
      );
    }
    return Approver.role(watcher.role);
  }
}

function refuseForOtherHosts(problems: Problems, given: PullRequestChecksProps): void {
  for (const prop of ['branches', 'checkName', 'comments', 'approval', 'project'] as const) {
    if (given[prop] === undefined) continue;
    problems.add(prop, 'must not be given beside source', {
      cure: 'the triggers of the source say which pull requests count, and the host shows the state at the commit',
    });
  }
}

/** No branch leads to the result of a merge: it is found among all commits. */
function cloneOf(repository: IRepository): BuildSource {
  return BuildSource.codeCommit(repository, { cloneDepth: 0 });
}
