import { Stack, Token } from 'aws-cdk-lib';
import type { PipelineProps } from 'aws-cdk-lib/aws-codepipeline';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { IDeliveryAccess } from '../core/access';
import { readWriteArtifacts } from '../core/artifact-access';
import { forEachMember } from '../core/list-checks';
import type { IDeliveryFoundation } from '../core/foundation-interface';
import { localFoundation } from '../core/local';
import type { Problems } from '../core/problems';

/** The artifact stores of a pipeline: that of its own region, and those of others. */
export class ArtifactStores extends Construct {
  private readonly others = new Map<string, IDeliveryFoundation>();
  private readonly givenOthers = new Map<string, IDeliveryFoundation>();

  constructor(
    scope: Construct,
    private readonly problems: Problems,
    private readonly home: IDeliveryFoundation,
    given: IDeliveryFoundation[] | undefined,
  ) {
    super(scope, 'OtherStores');
    forEachMember(problems, 'otherFoundations', given ?? [], 0, (foundation, prop) => {
      this.add(prop, foundation);
    });
  }

  /** The stores as aws-cdk-lib takes them: one alone, or all of them. */
  public get buckets(): Pick<PipelineProps, 'artifactBucket' | 'crossRegionReplicationBuckets'> {
    const { artifactBucket } = this.home;
    if (this.others.size === 0) return { artifactBucket };
    const buckets: Record<string, IBucket> = { [Stack.of(this).region]: artifactBucket };
    for (const [region, other] of this.others) buckets[region] = other.artifactBucket;
    return { crossRegionReplicationBuckets: buckets };
  }

  /** The store of another region, as the user gave it. */
  public givenIn(region: string | undefined): IDeliveryFoundation | undefined {
    return region === undefined ? undefined : this.givenOthers.get(region);
  }

  /** What the role of the pipeline needs of the stores of other regions. */
  public permissions(pipelineName: string): PolicyStatement[] {
    return [...this.others.values()].flatMap((other) => readWriteArtifacts(other, pipelineName));
  }

  /** Whether a stage may work by this access; else what is missing is reported. */
  public checkAccess(prop: string, access: IDeliveryAccess): boolean {
    const { account, region } = Stack.of(this);
    const { env } = access;
    if (Token.isUnresolved(account) || Token.isUnresolved(region)) {
      this.problems.add(prop, 'must not be given where the stack of the pipeline does not say its account and region', {
        cure: 'give the stack an env: CodePipeline must be told which actions are elsewhere',
      });
      return false;
    }
    const store = env.region === region ? this.home : this.others.get(env.region);
    if (store === undefined) {
      this.problems.add(prop, `must be in a region that the pipeline has a store in, and has none in ${env.region}`, {
        cure: 'add a DeliveryFoundation of that region to otherFoundations',
      });
      return false;
    }
    if (env.account === account || store.encryptionKey !== undefined) return true;
    this.problems.add(
      prop,
      'must have a store with a key of its own: another account cannot use keys that AWS manages',
      {
        got: `account ${env.account}`,
        cure: `give the foundation of ${env.region} an encryptionKey and trustedAccounts`,
      },
    );
    return false;
  }

  private add(prop: string, foundation: IDeliveryFoundation): void {
    const { region, account } = Stack.of(this);
    if ((foundation as Partial<IDeliveryFoundation>).artifactBucket === undefined) {
      this.problems.add(prop, 'must be a DeliveryFoundation', { got: foundation });
      return;
    }
    const { env } = foundation;
    if ([region, account, env.region, env.account].some((place) => Token.isUnresolved(place))) {
      this.problems.add(prop, 'must be known by region and account, and so must the pipeline', {
        cure: 'give both stacks an env',
      });
    } else if (env.account !== account) {
      this.problems.add(prop, `must be in the account of the pipeline, ${account}`, { got: env.account });
    } else if (env.region === region || this.others.has(env.region)) {
      this.problems.add(prop, 'must be the only store of its region', { got: env.region });
    } else {
      this.givenOthers.set(env.region, foundation);
      this.others.set(env.region, localFoundation(this, env.region, foundation));
    }
  }
}
