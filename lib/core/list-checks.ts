import { checkName, checkOneOf } from './checks';
import type { NameLimit } from './limits';
import type { Problems } from './problems';

/** Gives the list, without the members that are nothing; reports what is no list and what is missing in it. */
export function checkList<T>(problems: Problems, prop: string, value: T[] | undefined, least = 0): T[] {
  if (value === undefined && least === 0) return [];
  if (!Array.isArray(value)) {
    problems.add(prop, 'must be a list', { got: value });
    return [];
  }
  value.forEach((member: T | undefined, index) => {
    if (member === undefined || member === null)
      problems.add(`${prop}[${index}]`, 'must not be empty', { got: member });
  });
  if (value.length < least) problems.add(prop, `must have at least ${least}`, { got: value.length });
  return value.filter((member: T | undefined) => member !== undefined && member !== null);
}

/**
 * What a list becomes member by member, without the members that become nothing. Each member comes with its place in what the user wrote, also behind
 * missing ones; reports the same as `checkList`.
 */
export function mapMembers<T, U>(
  problems: Problems,
  prop: string,
  list: T[] | undefined,
  visit: (member: T, prop: string) => U | undefined,
  least = 0,
): U[] {
  const members = checkList(problems, prop, list, least);
  if (list === undefined || members.length === 0) return [];
  return list.flatMap((member, index) => {
    const isThere = member !== undefined && member !== null;
    const answer = isThere ? visit(member, `${prop}[${index}]`) : undefined;
    return answer === undefined ? [] : [answer];
  });
}

/** Goes through a list; reports what is no list, what is missing in it, and when there are too few. */
export function forEachMember<T>(
  problems: Problems,
  prop: string,
  list: T[],
  least: number,
  visit: (member: T, prop: string) => void,
): void {
  mapMembers(problems, prop, list, visit, least);
}

/** The names of a list, also those that are not legal, which are reported. */
export function checkNames(
  problems: Problems,
  prop: string,
  list: string[] | undefined,
  limit: NameLimit,
  least = 0,
): string[] {
  const check = (name: string, place: string): string => checkName(problems, place, name, limit) ?? name;
  return mapMembers(problems, prop, list, check, least);
}

/** The members of a list of such members of an enum. */
export function checkAllOneOf<T extends string>(
  problems: Problems,
  prop: string,
  list: T[] | undefined,
  members: Readonly<Record<string, T>>,
  kind: string,
  least = 0,
): T[] {
  const check = (member: T, place: string): T | undefined => checkOneOf(problems, place, member, members, kind);
  return mapMembers(problems, prop, list, check, least);
}
