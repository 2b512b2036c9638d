import { DeliveryArtifact } from '../core/artifact';
import type { PipelineArtifacts } from '../core/artifact';
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
    if (!this.checkHandle(prop, artifact)) return false;
    if (this.artifacts.has(artifact)) return true;
    this.problems.add(prop, 'must be put out by a source or an earlier build of this pipeline', {
      got: `the output of ${artifact.producer}`,
      cure: 'add what puts it out',
    });
    return false;
  }

  /** A full clone is a reference to a repository, which only a build can follow. */
  public checkFiles(prop: string, artifact: DeliveryArtifact): void {
    if (this.artifacts.clonePermissions(artifact) === undefined) return;
    this.problems.add(prop, 'must not be a full clone, which only builds can take', {
      got: `the output of ${artifact.producer}`,
      cure: 'add a build that puts the files out, or leave fullClone out',
    });
  }

  /** Whether it is a handle at all. */
  public checkHandle(prop: string, artifact: DeliveryArtifact): boolean {
    if ((artifact as object | undefined) instanceof DeliveryArtifact) return true;
    this.problems.add(prop, 'must be a DeliveryArtifact', {
      got: artifact,
      cure: 'use the artifact of a build or source',
    });
    return false;
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
