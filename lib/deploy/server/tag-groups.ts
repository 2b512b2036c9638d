import { Token } from 'aws-cdk-lib';
import { InstanceTagSet } from 'aws-cdk-lib/aws-codedeploy';
import { checkRange, checkStruct, checkText } from '../../core/checks';
import { forEachMember } from '../../core/list-checks';
import { LIMITS } from '../../core/limits';
import type { Problems } from '../../core/problems';

/** Tag keys, each with the values that match; no values match any. */
export type TagGroup = Record<string, string[]>;

/** The groups that are legal. What is not is reported. */
export function checkTagGroups(problems: Problems, prop: string, given: TagGroup[] | undefined): TagGroup[] {
  if (given === undefined) return [];
  const groups: TagGroup[] = [];
  forEachMember(problems, prop, given, 1, (group, groupProp) => {
    const checked = checkTagGroup(problems, groupProp, group);
    if (checked !== undefined) groups.push(checked);
  });
  const { max } = LIMITS.tagGroups;
  if (groups.length <= max) return groups;
  problems.add(prop, `must have at most ${max} tag groups: CodeDeploy takes no more`, {
    got: groups.length,
    cure: 'tag the servers of one release alike, or make more than one ServerDeployment',
  });
  return groups.slice(0, max);
}

/** The same for aws-cdk-lib. */
export function tagSetOf(groups: TagGroup[]): InstanceTagSet | undefined {
  return groups.length === 0 ? undefined : new InstanceTagSet(...groups);
}

function checkTagGroup(problems: Problems, prop: string, given: TagGroup): TagGroup | undefined {
  const group = checkStruct(problems, prop, given);
  if (group === undefined) return undefined;
  const before = problems.count;
  let count = 0;
  for (const [key, given] of Object.entries(group) as [string, string[] | undefined][]) {
    const keyProp = `${prop}.${key}`;
    checkText(problems, keyProp, key, LIMITS.tagKey);
    if (!Array.isArray(given)) problems.add(keyProp, 'must be a list, an empty one for any value', { got: given });
    const values = Array.isArray(given) ? given : [];
    forEachMember(problems, keyProp, values, 0, (value, valueProp) => {
      checkText(problems, valueProp, value, LIMITS.tagValue);
    });
    if (key === '' && values.length === 0) problems.add(prop, 'must have a value where it has no key');
    count += Math.max(1, values.length);
  }
  checkRange(problems, prop, count, LIMITS.tagsPerTagGroup);
  // An object of its own: aws-cdk-lib asks it for inherited members.
  return problems.count === before ? { ...group } : undefined;
}

/** What Systems Manager finds machines by. */
export interface ManagedNodeTarget {
  readonly key: string;
  readonly values: string[];
}

/**
 * The same machines for Systems Manager, which finds those that fulfil each of its targets: one list of targets for each way to take one key of
 * each group. A group with a value and no key has no counterpart there.
 */
export function managedNodesOf(groups: TagGroup[]): ManagedNodeTarget[][] {
  const choices = groups.map((group) =>
    Object.entries(group)
      .filter(([key]) => key !== '' || Token.isUnresolved(key))
      .map(([key, values]) =>
        values.length === 0 ? { key: 'tag-key', values: [key] } : { key: `tag:${key}`, values },
      ),
  );
  return choices.reduce<ManagedNodeTarget[][]>(
    (lists, choice) => lists.flatMap((list) => choice.map((target) => withTarget(list, target))),
    groups.length === 0 ? [] : [[]],
  );
}

/** A key may stand in one target only: the machines of both groups are then among those of the first. */
function withTarget(list: ManagedNodeTarget[], target: ManagedNodeTarget): ManagedNodeTarget[] {
  return list.some(({ key }) => key === target.key) ? list : [...list, target];
}
