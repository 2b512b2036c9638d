import { Stack } from 'aws-cdk-lib';
import { Repository } from 'aws-cdk-lib/aws-codecommit';
import type { IRepository } from 'aws-cdk-lib/aws-codecommit';
import { CodeCommitSourceAction, CodeCommitTrigger } from 'aws-cdk-lib/aws-codepipeline-actions';
import { CodePipeline } from 'aws-cdk-lib/aws-events-targets';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { DeliveryActionConfig, DeliveryActionContext } from '../core/action';
import { artifactNameOf, DeliveryArtifact, variablesNamespace } from '../core/artifact';
import { checkGiven, checkName } from '../core/checks';
import { checkEnvironment } from '../core/environments';
import { LIMITS } from '../core/limits';
import { allow, PERMISSIONS } from '../core/permissions';
import { Problems } from '../core/problems';
import { weak } from '../core/references';
import { RolePolicy } from '../core/role-policy';
import type { ISource } from './source-interface';

/**
 * Options of a CodeCommit source.
 */
export interface CodeCommitSourceOptions {
  /**
   * The branch, 1 to 256 characters.
   *
   * @default 'main'
   */
  readonly branch?: string;

  /**
   * The name of the source, unique in a pipeline, 1 to 100 characters of letters, digits and `. @ - _`.
   *
   * @default 'Source'
   */
  readonly sourceName?: string;
}

/** A branch of a CodeCommit repository. */
export class CodeCommitSource implements ISource {
  public readonly sourceName: string;
  public readonly artifact: DeliveryArtifact;
  private readonly branch: string;

  constructor(
    private readonly repository: IRepository,
    private readonly options: CodeCommitSourceOptions,
  ) {
    this.sourceName = options.sourceName ?? 'Source';
    this.branch = options.branch ?? 'main';
    this.artifact = DeliveryArtifact._named(artifactNameOf(this.sourceName), `source ${this.sourceName}`);
  }

  public bind(scope: Construct, context: DeliveryActionContext): DeliveryActionConfig {
    const problems = Problems.of(scope, 'Source.codeCommit');
    checkName(problems, 'branch', this.options.branch, LIMITS.branchName);
    const given = checkGiven(problems, 'repository', this.repository, 'a CodeCommit repository');
    const usable = given !== undefined && checkEnvironment(problems, 'repository', scope, given.env);
    const repositoryName = usable ? weak(scope, given.repositoryName) : 'missing';
    const repository = Repository.fromRepositoryName(scope, 'Repository', repositoryName);

    repository.onCommit('OnCommit', {
      description: `Starts the pipeline ${context.pipelineName} when ${this.branch} changes`,
      branches: [this.branch],
      target: new CodePipeline(context.pipeline, { eventRole: startRole(scope, context).frozen }),
    });
    return {
      action: new CodeCommitSourceAction({
        actionName: this.sourceName,
        runOrder: context.runOrder,
        repository,
        branch: this.branch,
        output: context.artifacts.output(this.artifact),
        trigger: CodeCommitTrigger.NONE,
        variablesNamespace: variablesNamespace(context.stageName, this.sourceName),
      }),
      permissions: [allow(PERMISSIONS.codeCommitSource, [repository.repositoryArn])],
    };
  }
}

function startRole(scope: Construct, context: DeliveryActionContext): RolePolicy {
  const role = new Role(scope, 'StartRole', { assumedBy: new ServicePrincipal('events.amazonaws.com') });
  const rolePolicy = new RolePolicy(scope, 'StartPolicy', role);
  const { pipelineName } = context;
  const pipelineArn = Stack.of(scope).formatArn({ service: 'codepipeline', resource: pipelineName });
  rolePolicy.add(allow(PERMISSIONS.startPipeline, [pipelineArn]));
  return rolePolicy;
}
