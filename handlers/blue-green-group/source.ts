import { createHash } from 'node:crypto';
import { ResourceFailure, textAt } from '../shared/custom-resource';
import { isText, listAt, PROPERTIES } from '../shared/properties';
import { property } from '../shared/property';
import { parseFleet, type Fleet } from './fleet-properties';

/** Where the first instances of a deployment group come from. */
export type Source =
  { readonly kind: 'own'; readonly names: readonly string[] } | { readonly kind: 'fleet'; readonly fleet: Fleet };

const FLEET = 'fleet';

/** A short name for a list, the same in every order. */
export function digest(names: readonly string[]): string {
  return createHash('sha256')
    .update(JSON.stringify([...names].sort()))
    .digest('hex')
    .slice(0, 16);
}

/** Says whether two sources are the same wish. The name of a fleet is only that of the first of many. */
export function keyOf(source: Source): string {
  return source.kind === 'fleet' ? FLEET : digest(source.names);
}

export function parseSource(properties: unknown): Source {
  const isListed = property(properties, 'autoScalingGroups') !== undefined;
  if (isListed === (property(properties, 'fleet') !== undefined)) {
    throw new ResourceFailure(`${PROPERTIES}autoScalingGroups: is needed, or else ${PROPERTIES}fleet, and not both.`);
  }
  if (!isListed) return { kind: 'fleet', fleet: parseFleet(properties) };
  const names = listAt(properties, 'autoScalingGroups');
  textAt(names, '0', `${PROPERTIES}autoScalingGroups.`);
  return { kind: 'own', names };
}

/** The key of the source that was wanted before, as far as it can be read. */
export function formerKeyOf(properties: unknown): string | undefined {
  if (property(properties, 'fleet') !== undefined) return FLEET;
  const names = property(properties, 'autoScalingGroups');
  return Array.isArray(names) ? digest(names.filter(isText)) : undefined;
}
