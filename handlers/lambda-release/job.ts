import { malformed, objectAt, textAt } from './json';
import { property } from '../shared/property';
import { firstState, readToken, type State } from './state';
import { parseUserParameters, type Target } from './user-parameters';

/** A deployment package in S3. */
export interface CodePackage {
  readonly bucket: string;
  readonly key: string;
}

/** One call of CodePipeline's Lambda action. */
export interface Job {
  readonly id: string;
  readonly target: Target;
  readonly code: CodePackage;
  readonly state: State;
}

export function jobIdOf(event: unknown): string {
  const id = property(property(event, 'CodePipeline.job'), 'id');
  if (typeof id !== 'string' || id === '') {
    throw new Error('The event has no job id at CodePipeline.job.id: only CodePipeline can call this function.');
  }
  return id;
}

function parseArtifact(artifacts: unknown): CodePackage {
  const count = Array.isArray(artifacts) ? artifacts.length : 0;
  if (!Array.isArray(artifacts) || count !== 1) {
    throw malformed(`inputArtifacts: must be exactly one, the function's deployment package, got ${count}.`);
  }
  const path = 'inputArtifacts[0].location';
  const location = objectAt(property(artifacts[0], 'location'), path);
  if (location.type !== 'S3') throw malformed(`${path}.type: must be S3.`);
  const object = objectAt(location.s3Location, `${path}.s3Location`);
  return {
    bucket: textAt(object, 'bucketName', `${path}.s3Location`),
    key: textAt(object, 'objectKey', `${path}.s3Location`),
  };
}

export function parseJob(event: unknown, now: number): Job {
  const id = jobIdOf(event);
  const data = objectAt(property(property(event, 'CodePipeline.job'), 'data'), 'CodePipeline.job.data');
  const configuration = property(data.actionConfiguration, 'configuration');
  const token = data.continuationToken ?? '';
  return {
    id,
    target: parseUserParameters(property(configuration, 'UserParameters')),
    code: parseArtifact(data.inputArtifacts),
    state: token === '' ? firstState(id, now) : readToken(token),
  };
}
