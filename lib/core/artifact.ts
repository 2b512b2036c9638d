import { Artifact } from 'aws-cdk-lib/aws-codepipeline';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { shortHash } from './names';

/**
 * A handle to what a source or a build puts out. Later builds and deployment targets take it as their input.
 */
export class DeliveryArtifact {
  /**
   * A handle for a source of your own.
   *
   * @param artifactName unique in the pipeline, 1 to 100 letters, digits and `_`.
   * @param producer what puts it out, for messages, e.g. `source Archive`.
   */
  public static named(artifactName: string, producer: string): DeliveryArtifact {
    return new DeliveryArtifact(artifactName, producer);
  }

  private constructor(
    /** The name of the artifact in the pipeline. */
    public readonly artifactName: string,

    /** What puts it out, in the user's words, e.g. `build Package`. */
    public readonly producer: string,
  ) {}
}

/**
 * The artifacts of one pipeline: turns handles into the artifacts of aws-cdk-lib's actions.
 */
export class PipelineArtifacts {
  private readonly known = new Map<DeliveryArtifact, Artifact>();
  private readonly references = new Map<DeliveryArtifact, PolicyStatement[]>();

  /** Whether something in this pipeline puts the artifact out. */
  public has(artifact: DeliveryArtifact): boolean {
    return this.known.has(artifact);
  }

  /**
   * The artifact for an action of aws-cdk-lib that takes it as its input.
   *
   * An artifact that nothing in the pipeline puts out is an error of the pipeline, reported at synthesis.
   */
  public input(artifact: DeliveryArtifact): Artifact {
    return this.known.get(artifact) ?? new Artifact(artifact.artifactName);
  }

  /**
   * Declares that an action puts the artifact out, and gives what the action takes as its output.
   *
   * @param clonePermissions for a full clone, which is no more than a reference to the repository: what a build needs to follow
   * it.
   */
  public output(artifact: DeliveryArtifact, clonePermissions?: PolicyStatement[]): Artifact {
    const declared = new Artifact(artifact.artifactName);
    this.known.set(artifact, declared);
    if (clonePermissions !== undefined) this.references.set(artifact, clonePermissions);
    return declared;
  }

  /**
   * What a build needs to follow the reference to a repository that a full clone is; nothing for any other artifact. Only builds can
   * follow it.
   */
  public clonePermissions(artifact: DeliveryArtifact): PolicyStatement[] | undefined {
    return this.references.get(artifact)?.map((statement) => statement.copy());
  }
}

const texts = new WeakMap<DeliveryArtifact, Readonly<Record<string, string>>>();

/** Remembers which text files an artifact is sure to have, by their path. */
export function declareTexts(artifact: DeliveryArtifact, files: Readonly<Record<string, string>>): void {
  texts.set(artifact, files);
}

/** A text file that an artifact is sure to have. */
export function declaredText(artifact: DeliveryArtifact, path: string): string | undefined {
  return texts.get(artifact)?.[path];
}

/** Letters, digits and underscores: what both CodePipeline and CodeBuild take as the name of an artifact. */
export function artifactNameOf(producer: unknown): string {
  const name = String(producer)
    .replace(/[^A-Za-z0-9_]/g, '_')
    .slice(0, 100);
  return name === '' ? '_' : name;
}

/**
 * The namespace of an action's output variables, unique in a pipeline, e.g. `#{Source_Source.CommitId}`. Where the names
 * alone could be read in two ways, a hash tells them apart.
 */
export function variablesNamespace(stageName: string, actionName: string): string {
  const plain = `${stageName}_${actionName}`;
  const clear = [stageName, actionName].every((name) => /^[A-Za-z0-9-]+$/.test(name)) && plain.length <= 100;
  return clear
    ? plain
    : `${plain.replace(/[^A-Za-z0-9-]/g, '_').slice(0, 91)}_${shortHash(`${stageName}/${actionName}`)}`;
}
