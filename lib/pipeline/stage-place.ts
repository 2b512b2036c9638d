import { Stack, Token } from 'aws-cdk-lib';
import type { IAction } from 'aws-cdk-lib/aws-codepipeline';
import { CfnBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { bindAccess, checkAccessPlace } from '../core/access';
import type { IDeliveryAccess, StageAccess } from '../core/access';
import { checkEnvironment } from '../core/environments';
import { DeliveryFoundation } from '../core/foundation';
import type { IDeliveryFoundation } from '../core/foundation-interface';
import { shortHash } from '../core/names';
import { OwnRoleAction } from '../core/own-role-action';
import type { Problems } from '../core/problems';
import { deployAfter } from '../core/references';
import { AccessTarget } from '../deploy/access-target';
import type { IDeployTarget } from '../deploy/deploy-target-interface';
import { DeliveryAccess } from './delivery-access';
import type { PipelineParts } from './stage-assembly';
import { warnOfUnknownRoles } from './store-readers';

interface Surroundings {
  readonly stages: Construct;
  readonly parts: PipelineParts;
}

/** Where a source, or the targets of a stage are: where the pipeline is, or in another account or region. */
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
    if (given instanceof DeliveryAccess) {
      const { pipelineName, pipeline } = parts;
      const bucketName = literalBucketName(storeOf(parts, given));
      const isOurs = given._checkPipeline(parts.problems, prop, {
        pipelineName,
        account,
        roleArn: pipeline.role.roleArn,
        bucketName,
      });
      if (!isOurs || !checkTrust(parts, prop, given, account)) return new StagePlace(region, undefined, true);
    } else warnOfUnknownRoles(stages, given, storeOf(parts, given));
    deployAfter(stages, given);
    const id = `Access${shortHash(given.actionRoleArn)}`;
    const known = parts.accesses.get(id) ?? bindAccess(parts.stores, id, given);
    parts.accesses.set(id, known);
    return new StagePlace(region, known, false, given);
  }

  /**
   * The same for a source, which must be in the region of the pipeline.
   *
   * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/actions-create-cross-region.html
   */
  public static ofSource(surroundings: Surroundings, prop: string, given: IDeliveryAccess | undefined): StagePlace {
    const place = StagePlace.of(surroundings, prop, given);
    if (place.access === undefined) return place;
    const { problems } = surroundings.parts;
    const { account, region } = Stack.of(surroundings.stages);
    const before = problems.count;
    if (place.access.region !== region) {
      const rule = `must be in the region of the pipeline, ${region}: CodePipeline has sources there only`;
      problems.add(prop, rule, { got: place.access.region });
    } else if (place.access.account === account) {
      problems.add(prop, 'must be in another account than the pipeline', { got: account, cure: 'leave it out' });
    }
    return problems.count === before ? place : new StagePlace(region, undefined, true);
  }

  private constructor(
    private readonly homeRegion: string,
    /** The way into the other account or region. */
    public readonly access?: StageAccess,
    /** Whether the access is wrong, which is reported. */
    public readonly isUnknown = false,
    private readonly given?: IDeliveryAccess,
  ) {}

  /** Whether a target is where the stage works. */
  public check(problems: Problems, prop: string, target: IDeployTarget, stages: Construct): boolean {
    const { targetEnv } = target;
    // What is wrong with the access is reported; what else follows from it is not.
    if (this.isUnknown) return false;
    if (this.access === undefined) {
      const way =
        target.worksByAccess === true
          ? 'release to the other by a stage with access'
          : 'release it by its stack: DeployTarget.stack in a stage with access';
      return targetEnv === undefined || checkEnvironment(problems, prop, stages, targetEnv, false, way);
    }
    if (target.worksByAccess !== true) {
      problems.add(prop, 'must not be in a stage with access: its release works where the pipeline is only', {
        got: target.targetName,
        cure: 'release it by its stack: DeployTarget.stack',
      });
      return false;
    }
    if (targetEnv !== undefined && !checkAccessPlace(problems, prop, this.access, targetEnv)) return false;
    if (!(this.given instanceof DeliveryAccess) || !(target instanceof AccessTarget)) return true;
    return this.given._checkTarget(problems, prop, stages, target);
  }

  /** Actions, with the role and the region that the access has for them. */
  public actions(actions: IAction[]): IAction[] {
    const { access, homeRegion } = this;
    return access === undefined ? actions : actions.map((action) => OwnRoleAction.inAccess(action, access, homeRegion));
  }
}

/** A store lets nobody in from an account that it does not trust. Of one that exists already nobody knows. */
function checkTrust(parts: PipelineParts, prop: string, access: IDeliveryAccess, home: string): boolean {
  const { env } = access;
  const store = storeOf(parts, access);
  if (env.account === home || !(store instanceof DeliveryFoundation)) return true;
  if (store._trusted.trustedAccounts.includes(env.account)) return true;
  parts.problems.add(prop, `must be in an account that the store of ${env.region} trusts`, {
    got: env.account,
    cure: 'add it to trustedAccounts of its foundation',
  });
  return false;
}

/** The store of the region that an access leads to, as the user gave it. */
function storeOf({ stores, givenFoundation }: PipelineParts, { env }: IDeliveryAccess): IDeliveryFoundation {
  return stores.givenIn(env.region) ?? givenFoundation;
}

function literalBucketName({ artifactBucket }: IDeliveryFoundation): string | undefined {
  const { defaultChild } = artifactBucket.node;
  const name = CfnBucket.isCfnBucket(defaultChild) ? defaultChild.bucketName : artifactBucket.bucketName;
  return name === undefined || Token.isUnresolved(name) ? undefined : name;
}
