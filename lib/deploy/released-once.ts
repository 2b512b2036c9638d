import type { IPipeline } from 'aws-cdk-lib/aws-codepipeline';
import type { IConstruct } from 'constructs';
import type { Problems } from '../core/problems';
import type { DeployTargetContext } from './deploy-target-interface';

const released = new WeakMap<IPipeline, Set<string>>();

/** Two actions of a stage on one deployment would get in each other's way. */
export function checkOnce(
  problems: Problems,
  deployment: IConstruct,
  { pipeline, stageName }: Pick<DeployTargetContext, 'pipeline' | 'stageName'>,
  prop = 'deployment',
): void {
  const places = released.get(pipeline) ?? new Set<string>();
  released.set(pipeline, places);
  const place = `${stageName}/${deployment.node.path}`;
  if (places.has(place)) problems.add(prop, 'must be released once in a stage', { got: deployment.node.id });
  places.add(place);
}
