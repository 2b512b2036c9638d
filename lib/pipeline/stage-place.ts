import { Stack } from 'aws-cdk-lib';
import type { IAction } from 'aws-cdk-lib/aws-codepipeline';
import type { Construct } from 'constructs';
import { bindAccess } from '../core/access';
import type { IDeliveryAccess, StageAccess } from '../core/access';
import { checkEnvironment } from '../core/environments';
import { shortHash } from '../core/names';
import { OwnRoleAction } from '../core/own-role-action';
import type { Problems } from '../core/problems';
import { deployAfter } from '../core/references';
import type { IDeployTarget } from '../deploy/deploy-target-interface';
import { DeliveryAccess } from './delivery-access';
import type { PipelineParts } from './stage-assembly';

interface Surroundings {
  readonly stages: Construct;
  readonly parts: PipelineParts;
}

/** Where the targets of a stage are: where the pipeline is, or in another account or region. */
export class StagePlace {
  /** The place that an access leads to. What is wrong with it is reported. */
  public static of({ stages, parts }: Surroundings, prop: string, given: IDeliveryAccess | undefined): StagePlace {
    const { region } = Stack.of(stages);
    if (given === undefined) return new StagePlace(region);
    if (typeof (given as Partial<IDeliveryAccess> | null)?.actionRoleArn !== 'string') {
      parts.problems.add(prop, 'must be a DeliveryAccess', { got: given });
      return new StagePlace(region, undefined, true);
    }
    if (!parts.stores.checkAccess(prop, given)) return new StagePlace(region, undefined, true);
    const { account } = Stack.of(stages);
    if (given instanceof DeliveryAccess && !given._checkPipeline(parts.problems, prop, parts.pipelineName, account)) {
      return new StagePlace(region, undefined, true);
    }
    deployAfter(stages, given);
    const id = `Access${shortHash(given.actionRoleArn)}`;
    const known = parts.accesses.get(id) ?? bindAccess(parts.stores, id, given);
    parts.accesses.set(id, known);
    return new StagePlace(region, known);
  }

  private constructor(
    private readonly homeRegion: string,
    /** The way into the other account or region. */
    public readonly access?: StageAccess,
    private readonly isUnknown = false,
  ) {}

  /** Whether a target is where the stage works. */
  public check(problems: Problems, prop: string, target: IDeployTarget, stages: Construct): boolean {
    const { targetEnv } = target;
    // What is wrong with the access is reported; what else follows from it is not.
    if (this.isUnknown) return false;
    if (this.access === undefined) {
      return targetEnv === undefined || checkEnvironment(problems, prop, stages, targetEnv, false);
    }
    const { account, region } = this.access;
    if (target.worksByAccess !== true) {
      problems.add(prop, 'must not be in a stage with access: its release works where the pipeline is only', {
        got: target.targetName,
        cure: 'release it by its stack: DeployTarget.stack',
      });
      return false;
    }
    if (targetEnv === undefined || (targetEnv.account === account && targetEnv.region === region)) return true;
    problems.add(prop, `must be where the access leads, to ${account} and ${region}`, {
      got: `${targetEnv.account} and ${targetEnv.region}`,
    });
    return false;
  }

  /** The actions of a target, with the role and the region that the access has for them. */
  public actions(actions: IAction[]): IAction[] {
    const { access, homeRegion } = this;
    return access === undefined ? actions : actions.map((action) => OwnRoleAction.inAccess(action, access, homeRegion));
  }
}
