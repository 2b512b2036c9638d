import { type Identity } from '../shared/custom-resource';

/** Tags by key. */
export type Tags = Readonly<Record<string, string>>;

/** Begins every tag of this function's own. */
const PREFIX = 'cdk-delivery:';
const STACK = `${PREFIX}stack`;
const RESOURCE = `${PREFIX}resource`;
/** On a deployment group: the list of Auto Scaling groups that was applied last. */
export const APPLIED = `${PREFIX}auto-scaling-groups`;
/** On a fleet: the request that made it. */
export const REQUEST = `${PREFIX}request`;
/** On a fleet: the desired capacity that was wanted last. */
export const CAPACITY = `${PREFIX}desired-capacity`;
/** On a fleet: the deployment group that took it over from another one. */
export const OWNER = `${PREFIX}deployment-group`;

/** The tags that tell whose resource it is. */
export function marksOf({ stackId, logicalResourceId }: Identity): Tags {
  return { [STACK]: stackId, [RESOURCE]: logicalResourceId };
}

export function isOwn(tags: Tags, { stackId, logicalResourceId }: Identity): boolean {
  return tags[STACK] === stackId && tags[RESOURCE] === logicalResourceId;
}

/** Tags that nobody's wish may remove. */
export function isReserved(key: string): boolean {
  return key.startsWith('aws:') || key.startsWith(PREFIX);
}

/** Filters for the Auto Scaling groups of a resource. */
export function filtersOf(identity: Identity): { Name: string; Values: string[] }[] {
  return Object.entries(marksOf(identity)).map(([key, value]) => ({ Name: `tag:${key}`, Values: [value] }));
}
