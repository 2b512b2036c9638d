import { Duration, Stack } from 'aws-cdk-lib';
import type { IProject } from 'aws-cdk-lib/aws-codebuild';
import type { IRepository } from 'aws-cdk-lib/aws-codecommit';
import { EventField, Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import type { EventPattern } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { IRole, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { consoleHost } from '../core/console-host';
import { HandlerFunction } from '../core/handler-function';
import { LIMITS } from '../core/limits';
import { allow, PERMISSIONS } from '../core/permissions';
import type { Problems } from '../core/problems';
import { weak } from '../core/references';
import { repositoryKey } from '../source/repository-key';
import { literalRepositoryName } from '../source/repository-name';

/** What is watched, with every default decided. */
export interface WatchedCheck {
  readonly project: IProject;
  readonly repositories: IRepository[];
  readonly checkName: string;
  readonly branches?: string[];
  readonly comments: boolean;
  readonly approves: boolean;
}

const approved = new WeakMap<HandlerFunction, Set<string>>();

/** Tells the function of the stack what happens to pull requests, and to the builds of one check. */
export class PullRequestWatcher {
  /** The role of the function. */
  public readonly role: IRole;

  private readonly handler: HandlerFunction;
  private readonly names: string[];

  constructor(
    private readonly scope: Construct,
    private readonly check: WatchedCheck,
  ) {
    this.handler = HandlerFunction.of(scope, 'pull-request-checks', {
      description: 'Starts builds for pull requests of CodeCommit, and tells there how they end',
      timeout: Duration.minutes(5),
    });
    this.role = this.handler.role;
    this.names = check.repositories.map(({ repositoryName }) => weak(scope, repositoryName));
    this.handler.allow(...this.permissions());
    this.onPullRequests();
    this.onBuilds();
  }

  /** Reports more repositories than an event pattern takes. */
  public checkLength(problems: Problems): void {
    const literal = this.check.repositories.map((repository) => literalRepositoryName(repository) ?? '');
    const { detailType, ...others } = this.pullRequestPattern(literal);
    const { length } = JSON.stringify({ ...others, 'detail-type': detailType });
    if (length <= LIMITS.eventPattern.max) return;
    problems.add(
      'repositories',
      `must be so few that the event pattern has at most ${LIMITS.eventPattern.max} characters`,
      {
        got: length,
        cure: 'use more than one PullRequestChecks',
      },
    );
  }

  /** The repositories for which another check of this stack approves as well. */
  public repositoriesWithSeveralApprovals(): string[] {
    const known = approved.get(this.handler) ?? new Set<string>();
    approved.set(this.handler, known);
    const paths = this.check.repositories.map(({ node }) => node.path);
    const again = paths.filter((path) => known.has(path));
    paths.forEach((path) => known.add(path));
    return again;
  }

  private permissions(): PolicyStatement[] {
    const { scope, check } = this;
    const { repositories } = check;
    const arns = repositories.map(({ repositoryArn }) => weak(scope, repositoryArn));
    return [
      allow(PERMISSIONS.pullRequestMerge, arns),
      ...(check.comments ? [allow(PERMISSIONS.pullRequestComment, arns)] : []),
      ...(check.approves ? [allow(PERMISSIONS.pullRequestApproval, arns)] : []),
      ...repositories.flatMap((repository) => repositoryKey(scope, repository)),
      allow(PERMISSIONS.pullRequestBuild, [weak(scope, check.project.projectArn)]),
    ];
  }

  private onPullRequests(): void {
    const description = `Starts the check ${this.check.checkName} of pull requests`;
    this.rule('OnPullRequest', description, this.pullRequestPattern(this.names));
  }

  private onBuilds(): void {
    this.rule('OnBuild', `Tells pull requests how the check ${this.check.checkName} ended`, {
      source: ['aws.codebuild'],
      account: [Stack.of(this.scope).account],
      detailType: ['CodeBuild Build State Change'],
      detail: {
        'project-name': [weak(this.scope, this.check.project.projectName)],
        'build-status': ['SUCCEEDED', 'FAILED', 'FAULT', 'TIMED_OUT', 'STOPPED'],
      },
    });
  }

  private pullRequestPattern(repositoryNames: string[]): EventPattern {
    return {
      source: ['aws.codecommit'],
      account: [Stack.of(this.scope).account],
      detailType: ['CodeCommit Pull Request State Change'],
      detail: { event: ['pullRequestCreated', 'pullRequestSourceBranchUpdated'], repositoryNames },
    };
  }

  private rule(id: string, description: string, eventPattern: EventPattern): void {
    const target = new LambdaFunction(this.handler.function, { event: RuleTargetInput.fromObject(this.input()) });
    new Rule(this.scope, id, { description, eventPattern, targets: [target] });
  }

  private input(): Record<string, unknown> {
    const { scope, check } = this;
    return {
      check: {
        projectName: weak(scope, check.project.projectName),
        checkName: check.checkName,
        comments: check.comments,
        approval: check.approves,
        branches: check.branches,
        repositories: this.names,
        urlSuffix: Stack.of(scope).urlSuffix,
        consoleHost: consoleHost(Stack.of(scope).region),
        initiator: this.role.roleName,
      },
      id: EventField.eventId,
      detailType: EventField.detailType,
      region: EventField.region,
      account: EventField.account,
      detail: EventField.fromPath('$.detail'),
    };
  }
}
