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
