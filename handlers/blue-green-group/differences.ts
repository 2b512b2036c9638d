import { type DeploymentGroupInfo } from '@aws-sdk/client-codedeploy';
import { type Settings } from './settings';

/** What a service leaves out where it means no, none or nothing. */
function isNothing(value: unknown): boolean {
  if (value === undefined || value === null || value === false || value === 0) return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

/** The same for what means the same: lists have no order, and what is nothing is left out. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => JSON.stringify(canonical(item))).sort();
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value)
    .map(([key, part]) => [key, canonical(part)] as const)
    .filter(([, part]) => !isNothing(part))
    .sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(entries);
}

export function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(canonical({ value: one })) === JSON.stringify(canonical({ value: other }));
}

/** The settings that a group does not have as they are wanted. */
export function differences(wanted: Settings, actual: DeploymentGroupInfo): Partial<Settings> {
  const current: Partial<Settings> = { outdatedInstancesStrategy: 'UPDATE', ...definedOf(actual) };
  const keys = Object.keys(wanted) as (keyof Settings)[];
  return Object.fromEntries(keys.filter((key) => !isSame(wanted[key], current[key])).map((key) => [key, wanted[key]]));
}

function definedOf(info: DeploymentGroupInfo): Partial<Settings> {
  return Object.fromEntries(Object.entries(info).filter(([, value]) => value !== undefined));
}
