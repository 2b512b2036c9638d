import { Annotations } from 'aws-cdk-lib';
import { ServerApplication, ServerDeploymentGroup } from 'aws-cdk-lib/aws-codedeploy';
import { CodeDeployServerDeployAction } from 'aws-cdk-lib/aws-codepipeline-actions';
import type { IRole, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { variablesNamespace } from '../../core/artifact';
import { readArtifacts } from '../../core/artifact-access';
import { LIMITS } from '../../core/limits';
import { allow, PERMISSIONS } from '../../core/permissions';
import { Problems } from '../../core/problems';
import { deployAfter, weak } from '../../core/references';
import { codeDeployArns } from '../code-deploy-arns';
import type { DeployTargetConfig, DeployTargetContext } from '../deploy-target-interface';
import type { DeployTargetOptions } from '../deploy-target-options';
import { checkOnce } from '../released-once';
import { AccessTarget, namesOf } from '../access-target';
import { ServerDeployment } from './server-deployment';
import type { IServerDeployment } from './server-deployment-interface';

const SERVERS = {
  prop: 'deployment',
  what: 'a ServerDeployment',
  cure: 'make one of the servers',
  member: 'deploymentGroupName',
} as const;

/** Releases to servers by the action that CodePipeline has for CodeDeploy. */
export class ServerReleaseTarget extends AccessTarget {
  constructor(
    private readonly given: IServerDeployment | undefined,
    options: DeployTargetOptions,
  ) {
    super(given, options, 'Servers');
  }

  public bind(scope: Construct, context: DeployTargetContext): DeployTargetConfig {
    const problems = Problems.of(scope, 'DeployTarget.servers');
    const deployment = this.deploymentIn(scope, problems, context);
    const said = (name: string): string => this.nameIn(problems, 'deployment', scope, context, name);
    const [applicationName, deploymentGroupName] = [
      said(deployment.applicationName),
      said(deployment.deploymentGroupName),
    ];
    const action = new CodeDeployServerDeployAction({
      actionName: this.targetName,
      runOrder: context.runOrder,
      input: context.artifacts.input(context.artifact),
      // By its names: aws-cdk-lib would let the servers of the group read the whole store.
      deploymentGroup: ServerDeploymentGroup.fromServerDeploymentGroupAttributes(scope, 'Group', {
        application: ServerApplication.fromServerApplicationName(scope, 'Application', applicationName),
        deploymentGroupName,
      }),
      variablesNamespace: variablesNamespace(context.stageName, this.targetName),
    });
    if (context.access !== undefined) return { actions: [action], keepsRevisions: true };
    const { foundation, pipelineName } = context;
    this.letRead(scope, () => readArtifacts(foundation, pipelineName));
    return { actions: [action], permissions: releasePermissions(scope, deployment), keepsRevisions: true };
  }

  public allowed(scope: Construct, problems: Problems): PolicyStatement[] {
    const given = this.checkKind(problems, scope, this.given, SERVERS);
    if (given === undefined) return [];
    deployAfter(scope, given);
    return releasePermissions(scope, given);
  }

  public override letRead(scope: Construct, statements: () => PolicyStatement[]): void {
    if (this.given instanceof ServerDeployment) allowServers(scope, this.given, statements);
    else if (Construct.isConstruct(this.given)) warnOfImported(scope, this.given);
  }

  public override get readers(): IRole[] {
    return this.given instanceof ServerDeployment ? this.given._roles.roles : [];
  }

  protected names(): string[] {
    return namesOf(this.given, 'applicationName', 'deploymentGroupName');
  }

  private deploymentIn(scope: Construct, problems: Problems, context: DeployTargetContext): IServerDeployment {
    const given = this.checkKind(problems, scope, this.given, SERVERS, context);
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
function allowServers(scope: Construct, deployment: ServerDeployment, statements: () => PolicyStatement[]): void {
  deployment._roles.allow(scope, statements);
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

function releasePermissions(scope: Construct, deployment: IServerDeployment): PolicyStatement[] {
  const arns = codeDeployArns(scope, {
    applicationName: weak(scope, deployment.applicationName),
    deploymentGroupName: weak(scope, deployment.deploymentGroupName),
    deploymentConfigName: weak(scope, deployment.deploymentConfigName),
  });
  return [
    allow(PERMISSIONS.serverDeploymentGroup, [arns.group]),
    allow(PERMISSIONS.serverDeploymentApplication, [arns.application]),
    allow(PERMISSIONS.deploymentConfiguration, [arns.config]),
  ];
}
