import type { DeliveryArtifact, PipelineArtifacts } from '../core/artifact';
import { checkFiles, checkHandle, checkPutOut } from '../core/artifact-checks';
import type { Problems } from '../core/problems';
import type { ISource } from '../source/source-interface';

/** Whether what a user listed is there to be bound; else it is reported, with where to get one. */
export function checkBinds(problems: Problems, prop: string, value: unknown, what: string, cure: string): boolean {
  if (typeof value === 'object' && typeof (value as Partial<ISource> | null)?.bind === 'function') return true;
  problems.add(prop, `must be ${what}`, { got: value, cure });
  return false;
}

/** Checks the artifact handles of one pipeline. */
export class ArtifactChecks {
  private readonly producers = new Map<string, string>();
  private readonly accounts = new Map<DeliveryArtifact, string>();

  constructor(
    private readonly problems: Problems,
    private readonly artifacts: PipelineArtifacts,
  ) {}

  /** Whether something that runs earlier puts the artifact out. */
  public checkArtifact(prop: string, artifact: DeliveryArtifact): boolean {
    return this.checkHandle(prop, artifact) && checkPutOut(this.problems, prop, this.artifacts, artifact);
  }

  /** Reports a full clone where files are needed. */
  public checkFiles(prop: string, artifact: DeliveryArtifact): void {
    checkFiles(this.problems, prop, this.artifacts, artifact);
  }

  /** Remembers that an artifact is made in another account. */
  public declareAccount(artifact: DeliveryArtifact, account: string): void {
    this.accounts.set(artifact, account);
  }

  /**
   * Whether CodePipeline brings an artifact to an account, by default that of the pipeline.
   *
   * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/pipelines-create-cross-account.html
   */
  public checkReach(prop: string, artifact: DeliveryArtifact, home: string, account = home): boolean {
    const made = this.accounts.get(artifact) ?? home;
    if ([home, account].includes(made) || account === home) return true;
    this.problems.add(
      prop,
      `must be made in the account of the pipeline or in ${account}: CodePipeline passes none from one other account to another`,
      { got: `the output of ${artifact.producer} in ${made}`, cure: 'build it in between' },
    );
    return false;
  }

  /** Whether it is a handle at all. */
  public checkHandle(prop: string, artifact: DeliveryArtifact): boolean {
    return checkHandle(this.problems, prop, artifact) !== undefined;
  }

  /** Two names may be different and still give one artifact: `a.b` and `a_b`. */
  public checkProducer(prop: string, artifact: DeliveryArtifact): void {
    const other = this.producers.get(artifact.artifactName);
    if (other === undefined) this.producers.set(artifact.artifactName, prop);
    else {
      this.problems.add(prop, `must give its artifact another name than ${other}`, {
        got: artifact.artifactName,
        cure: 'only letters, digits and _ count',
      });
    }
  }
}
