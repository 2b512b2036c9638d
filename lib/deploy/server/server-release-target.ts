import { Annotations } from 'aws-cdk-lib';
import { ServerApplication, ServerDeploymentGroup } from 'aws-cdk-lib/aws-codedeploy';
import { CodeDeployServerDeployAction } from 'aws-cdk-lib/aws-codepipeline-actions';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { variablesNamespace } from '../../core/artifact';
import { readArtifacts } from '../../core/artifact-access';
import { LIMITS } from '../../core/limits';
import { allow, PERMISSIONS } from '../../core/permissions';
import { Problems } from '../../core/problems';
import { deployAfter, weak } from '../../core/references';
import { codeDeployArns } from '../code-deploy-arns';
import type { CodeDeployNames } from '../code-deploy-arns';
import type { DeployTargetConfig, DeployTargetContext } from '../deploy-target-interface';
import type { DeployTargetOptions } from '../deploy-target-options';
import { checkOnce } from '../released-once';
import { ResourceTarget } from '../resource-target';
import { ServerDeployment } from './server-deployment';
import type { IServerDeployment } from './server-deployment-interface';

/** Releases to servers by the action that CodePipeline has for CodeDeploy. */
export class ServerReleaseTarget extends ResourceTarget {
  constructor(
    private readonly given: IServerDeployment | undefined,
    options: DeployTargetOptions,
  ) {
    super(given, options, 'Servers');
  }

  public bind(scope: Construct, context: DeployTargetContext): DeployTargetConfig {
    const deployment = this.deploymentIn(scope, context);
    const names = {
      applicationName: weak(scope, deployment.applicationName),
      deploymentGroupName: weak(scope, deployment.deploymentGroupName),
      deploymentConfigName: weak(scope, deployment.deploymentConfigName),
    };
    const action = new CodeDeployServerDeployAction({
      actionName: this.targetName,
      runOrder: context.runOrder,
      input: context.artifacts.input(context.artifact),
      // By its names: aws-cdk-lib would let the servers of the group read the whole store.
      deploymentGroup: ServerDeploymentGroup.fromServerDeploymentGroupAttributes(scope, 'Group', {
        application: ServerApplication.fromServerApplicationName(scope, 'Application', names.applicationName),
        deploymentGroupName: names.deploymentGroupName,
      }),
      variablesNamespace: variablesNamespace(context.stageName, this.targetName),
    });
    if (deployment instanceof ServerDeployment) allowServers(scope, deployment, context);
    else if (deployment === this.given) warnOfImported(scope, deployment);
    return { actions: [action], permissions: releasePermissions(scope, names), keepsRevisions: true };
  }

  private deploymentIn(scope: Construct, context: DeployTargetContext): IServerDeployment {
    const problems = Problems.of(scope, 'DeployTarget.servers');
    const kind = { prop: 'deployment', what: 'a ServerDeployment', cure: 'make one of the servers' };
    const given = this.checkKind(problems, scope, this.given, { ...kind, member: 'deploymentGroupName' });
    if (given !== undefined) {
      checkOnce(problems, given, context);
      deployAfter(scope, given);
      if (given instanceof ServerDeployment) checkRelease(problems, given, context);
      return given;
    }
    const missing = { applicationName: 'missing', deploymentGroupName: 'missing' };
    return ServerDeployment.fromServerDeploymentAttributes(scope, 'Missing', missing);
  }
}

/** An action of CodePipeline that deploys by CodeDeploy ends after 5 days; the release itself needs some of that. */
function checkRelease(problems: Problems, deployment: ServerDeployment, { artifact }: DeployTargetContext): void {
  deployment._appSpec?._checkArtifact(problems, artifact);
  const { max } = LIMITS.serverReleaseInPipeline;
  if (deployment._waitMinutes < max) return;
  problems.add('deployment', `must wait for a person less than ${max} minutes to be released by a pipeline`, {
    got: deployment._waitMinutes,
    cure: 'shorten confirmWithin of its rollout',
  });
}

/** Servers fetch revisions from the store of the pipeline, also those that Auto Scaling launches long after the release. */
function allowServers(scope: Construct, deployment: ServerDeployment, context: DeployTargetContext): void {
  const { foundation, pipelineName } = context;
  deployment._roles.allow(scope, () => readArtifacts(foundation, pipelineName));
  // Not before synthesis, since grantInstance may come after the pipeline.
  let isWarned = false;
  const validate = (): string[] => {
    if (deployment._roles.none && !isWarned) warnOfUnknownRole(scope, deployment);
    isWarned = true;
    return [];
  };
  scope.node.addValidation({ validate });
}

function warnOfUnknownRole(scope: Construct, deployment: ServerDeployment): void {
  Annotations.of(scope).addWarningV2(
    'cdk-delivery:unknownServerRole',
    `The role of the servers of ${deployment.node.id} is not known: grantInstance lets them fetch the revisions of this pipeline, and be managed by ` +
      'Systems Manager',
  );
}

/** Nothing of ours can reach the role of servers that are known by names alone. */
function warnOfImported(scope: Construct, deployment: IServerDeployment): void {
  Annotations.of(scope).addWarningV2(
    'cdk-delivery:importedServers',
    `The servers of ${deployment.node.id}, which exists already, must be let fetch the revisions of this pipeline from its artifact store, and its ` +
      'deploymentConfigName must be that of the deployment group (docs/permissions.md)',
  );
}

function releasePermissions(scope: Construct, names: CodeDeployNames): PolicyStatement[] {
  const arns = codeDeployArns(scope, names);
  return [
    allow(PERMISSIONS.serverDeploymentGroup, [arns.group]),
    allow(PERMISSIONS.serverDeploymentApplication, [arns.application]),
    allow(PERMISSIONS.deploymentConfiguration, [arns.config]),
  ];
}
