import { Annotations } from 'aws-cdk-lib';
import type { IPipeline } from 'aws-cdk-lib/aws-codepipeline';
import type { IConstruct } from 'constructs';
import type { Problems } from '../core/problems';
import type { DeployTargetContext } from './deploy-target-interface';

type Stage = Pick<DeployTargetContext, 'pipeline' | 'stageName' | 'access'>;

/** The stages that release something, by what it is and where. */
const released = new WeakMap<IPipeline, Map<string, string[]>>();

/** Two actions of a stage on one deployment would get in each other's way. */
export function checkOnce(problems: Problems, deployment: IConstruct, stage: Stage, prop = 'deployment'): void {
  const { path, id } = deployment.node;
  if (isAgain(stage, prop, path)) problems.add(prop, 'must be released once in a stage', { got: id });
}

/** The same for what is known by its name. `rule` is what a second action breaks. */
export function checkNameOnce(problems: Problems, name: string, stage: Stage, prop: string, rule: string): void {
  if (isAgain(stage, prop, name)) problems.add(prop, rule, { got: name });
}

const deployments = new WeakMap<IConstruct, string>();

/** Two deployments of one thing would set the same properties of it. */
export function checkOnlyDeployment(scope: IConstruct, problems: Problems, prop: string, deployed: IConstruct): void {
  const other = deployments.get(deployed);
  if (other !== undefined) {
    problems.add(prop, `must have one deployment only, and has ${other}`, { cure: 'give that to both targets' });
  }
  deployments.set(deployed, scope.node.path);
}

function isAgain({ pipeline, stageName, access }: Stage, prop: string, what: string): boolean {
  const places = released.get(pipeline) ?? new Map<string, string[]>();
  released.set(pipeline, places);
  const place = [prop, access?.account, access?.region, what].join('/');
  const stages = places.get(place) ?? [];
  if (stages.includes(stageName)) return true;
  places.set(place, [...stages, stageName]);
  if (stages.length > 0) warnOfAnotherStage(pipeline, what, stages[0], stageName);
  return false;
}

/** It may be meant, with other parameters, and is more often a stage that was copied. */
function warnOfAnotherStage(pipeline: IPipeline, what: string, first: string, again: string): void {
  Annotations.of(pipeline).addWarningV2(
    `cdk-delivery:releasedAgain/${again}/${what}`,
    `The stage ${again} releases ${what} once more, which the stage ${first} releases: give each stage what is its own`,
  );
}
