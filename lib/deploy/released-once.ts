import type { IPipeline } from 'aws-cdk-lib/aws-codepipeline';
import type { IConstruct } from 'constructs';
import type { Problems } from '../core/problems';
import type { DeployTargetContext } from './deploy-target-interface';

type Stage = Pick<DeployTargetContext, 'pipeline' | 'stageName' | 'access'>;

const released = new WeakMap<IPipeline, Set<string>>();

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
  const places = released.get(pipeline) ?? new Set<string>();
  released.set(pipeline, places);
  const place = [prop, stageName, access?.account, access?.region, what].join('/');
  const isThere = places.has(place);
  places.add(place);
  return isThere;
}
