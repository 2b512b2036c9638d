import { textAt } from '../shared/custom-resource';
import { isText, PROPERTIES } from '../shared/properties';
import { property } from '../shared/property';
import { parseTags } from './fleet-properties';
import { type Tags } from './marks';
import { parseSettings, type Settings } from './settings';
import { formerKeyOf, parseSource, type Source } from './source';

/** A name of a deployment group and of its application. */
export interface Place {
  readonly applicationName: string;
  readonly name: string;
}

/** The deployment group that CloudFormation wants. */
export interface Wanted extends Place {
  readonly settings: Settings;
  readonly source: Source;
  readonly tags: Tags;
}

/** What can be read of the deployment group that was wanted before. */
export interface Former {
  readonly place?: Place;
  readonly key?: string;
  readonly desiredCapacity?: string;
  readonly tagKeys: readonly string[];
}

/** Where the group is; it must be said. */
export function knownPlaceOf(properties: unknown): Place {
  return {
    applicationName: textAt(properties, 'applicationName', PROPERTIES),
    name: textAt(properties, 'deploymentGroupName', PROPERTIES),
  };
}

export function parseWanted(properties: unknown): Wanted {
  return {
    ...knownPlaceOf(properties),
    settings: parseSettings(properties),
    source: parseSource(properties),
    tags: parseTags(properties),
  };
}

/** Where the group is, for a deletion: it must not fail for properties that a creation has refused. */
export function placeOf(properties: unknown): Place | undefined {
  const applicationName = property(properties, 'applicationName');
  const name = property(properties, 'deploymentGroupName');
  return isText(applicationName) && isText(name) ? { applicationName, name } : undefined;
}

function tagKeysOf(properties: unknown): string[] {
  const tags: unknown = property(properties, 'tags');
  return Array.isArray(tags) ? tags.map((tag: unknown) => property(tag, 'key')).filter(isText) : [];
}

export function parseFormer(properties: unknown): Former {
  const desiredCapacity = property(property(properties, 'fleet'), 'desiredCapacity');
  return {
    place: placeOf(properties),
    key: formerKeyOf(properties),
    desiredCapacity: isText(desiredCapacity) ? desiredCapacity : undefined,
    tagKeys: tagKeysOf(properties),
  };
}
