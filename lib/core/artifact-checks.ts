import { DeliveryArtifact } from './artifact';
import type { PipelineArtifacts } from './artifact';
import type { Problems } from './problems';

/** Gives the handle back when it is one; else reports it. */
export function checkHandle(problems: Problems, prop: string, given: unknown): DeliveryArtifact | undefined {
  if (given instanceof DeliveryArtifact) return given;
  problems.add(prop, 'must be a DeliveryArtifact', { got: given, cure: 'use the artifact of a build or source' });
  return undefined;
}

/** Reports a handle that nothing before it in its pipeline puts out; says whether all is well. */
export function checkPutOut(
  problems: Problems,
  prop: string,
  artifacts: PipelineArtifacts,
  handle: DeliveryArtifact,
): boolean {
  if (artifacts.has(handle)) return true;
  problems.add(prop, 'must be put out by a source or an earlier build of this pipeline', {
    got: `the output of ${handle.producer}`,
    cure: 'add what puts it out',
  });
  return false;
}

/** Reports a full clone where files are needed: it is a reference to a repository, which only a build can follow. */
export function checkFiles(
  problems: Problems,
  prop: string,
  artifacts: PipelineArtifacts,
  handle: DeliveryArtifact,
): void {
  if (artifacts.clonePermissions(handle) === undefined) return;
  problems.add(prop, 'must not be a full clone, which only builds can take', {
    got: `the output of ${handle.producer}`,
    cure: 'add a build that puts the files out, or leave fullClone out',
  });
}
