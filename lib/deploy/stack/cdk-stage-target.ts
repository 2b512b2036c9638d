import { Annotations } from 'aws-cdk-lib';
import type { Stage } from 'aws-cdk-lib';
import { ManualApprovalAction } from 'aws-cdk-lib/aws-codepipeline-actions';
import { Construct } from 'constructs';
import type { IDeliveryAccess } from '../../core/access';
import type { DeliveryArtifact } from '../../core/artifact';
import { checkLiteralName } from '../../core/checks';
import { LIMITS } from '../../core/limits';
import { suffixedName } from '../../core/names';
import { Problems } from '../../core/problems';
import type { DeployTargetConfig, DeployTargetContext, IDeployTarget } from '../deploy-target-interface';
import { publishAssets } from './asset-publication';
import type { CdkStageOptions } from './cdk-stage-options';
import { changeSetActions } from './change-set-actions';
import { stageAssets } from './stage-assets';
import { checkCapabilities } from './stage-capabilities';
import { stageRoles } from './stage-role';
import { checkStage, stageStacks } from './stage-stacks';
import { capabilitiesOf } from './stack-settings';

type Part = Required<Pick<DeployTargetConfig, 'actions' | 'permissions'>>;

/** Deploys the stacks of a stage of the user's app, in their order, from the cloud assembly in the artifact. */
export class CdkStageTarget implements IDeployTarget {
  public readonly targetName: string;
  public readonly artifact?: DeliveryArtifact;
  public readonly access?: IDeliveryAccess;

  constructor(
    private readonly stage: Stage | undefined,
    private readonly options: CdkStageOptions,
  ) {
    this.targetName = options.targetName ?? (Construct.isConstruct(stage) ? stage.node.id : 'Stage');
    this.artifact = options.artifact;
    this.access = options.access ?? undefined;
  }

  public bind(scope: Construct, context: DeployTargetContext): DeployTargetConfig {
    const problems = Problems.of(scope, 'DeployTarget.cdkStage');
    const stage = checkStage(scope, problems, this.stage);
    if (stage === undefined) return standIn(context);
    const { actions, permissions } = this.parts(scope, problems, context, stage);
    return actions.length === 0 ? standIn(context) : { actions, permissions };
  }

  private parts(scope: Construct, problems: Problems, context: DeployTargetContext, stage: Stage): Part {
    const { options } = this;
    warnOfSource(scope, context.artifact);
    const stacks = stageStacks(scope, problems, stage);
    const assets = stageAssets(scope, problems, stacks);
    const capabilities = capabilitiesOf(problems, options.capabilities ?? undefined);
    checkCapabilities(
      problems,
      stacks.map(({ stack }) => stack),
      capabilities,
    );
    const roleOf = stageRoles(scope, problems, options, context, assets);
    const inArtifact = this.paths(problems);
    const publication = assets.exist
      ? publishAssets(scope, problems, context, options, {
          actionName: this.nameOf('.Assets'),
          folder: inArtifact(stage.artifactId),
          assets,
        })
      : { actions: [], permissions: [] };
    // A change set and its execution, with an approval between them.
    const stepsOfStack = (options.approval ?? undefined) === undefined ? 2 : 3;
    const deployments = stacks.map((each) =>
      changeSetActions(new Construct(scope, each.stack.artifactId), problems, context, {
        actionName: each.stack.stackName,
        runOrder: context.runOrder + publication.actions.length + each.level * stepsOfStack,
        stackName: each.stack.stackName,
        templatePath: inArtifact(each.templatePath),
        templateConfigurationPath: each.templateConfigurationPath && inArtifact(each.templateConfigurationPath),
        capabilities,
        approval: options.approval,
        role: roleOf(each),
      }),
    );
    const parts = [publication, ...deployments];
    return {
      actions: parts.flatMap(({ actions }) => actions),
      permissions: parts.flatMap(({ permissions }) => permissions),
    };
  }

  private paths(problems: Problems): (path: string) => string {
    const folder = checkLiteralName(
      problems,
      'assemblyPath',
      this.options.assemblyPath ?? undefined,
      LIMITS.artifactPath,
    );
    return (path) => (folder === undefined ? path : `${folder}/${path}`);
  }

  private nameOf(suffix: string): string {
    const name: unknown = this.targetName;
    return suffixedName(typeof name === 'string' ? name : 'Stage', suffix, LIMITS.actionName.max);
  }
}

/** A source may well hold a cloud assembly, and hardly ever does. */
function warnOfSource(scope: Construct, { producer }: DeliveryArtifact): void {
  if (!producer.startsWith('source ')) return;
  Annotations.of(scope).addWarningV2(
    'cdk-delivery:assemblyOfSource',
    `The cloud assembly is taken out of ${producer} as it is, for nothing is built from it: add a build that runs cdk synth and puts out cdk.out, unless it is in there`,
  );
}

/** Stands in a pipeline that is not synthesized, so that nobody hears that it has no action. */
function standIn({ runOrder }: DeployTargetContext): DeployTargetConfig {
  return { actions: [new ManualApprovalAction({ actionName: 'Invalid', runOrder })] };
}
