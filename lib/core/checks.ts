import { Token } from 'aws-cdk-lib';
import type { Duration } from 'aws-cdk-lib';
import type { IManagedPolicy } from 'aws-cdk-lib/aws-iam';
import { placeOfKey } from './arns';
import type { NameLimit, RangeLimit } from './limits';
import type { Problems } from './problems';

/** Gives the name back when it is legal or not known yet; else reports it and gives nothing. */
export function checkName(problems: Problems, prop: string, value: unknown, limit: NameLimit): string | undefined {
  if (value === undefined) return undefined;
  if (typeof value !== 'string') {
    problems.add(prop, 'must be a string', { got: value });
    return undefined;
  }
  if (Token.isUnresolved(value)) return value;
  if (value.length >= limit.min && value.length <= limit.max && limit.pattern.test(value)) return value;
  const length = limit.min === limit.max ? `exactly ${limit.min}` : `${limit.min} to ${limit.max}`;
  problems.add(prop, `must be ${length} characters of ${limit.allowed}`, { got: value });
  return undefined;
}

/** The same for a name that policies, keys and ids are made of, so that it must be known at synthesis. */
export function checkLiteralName(
  problems: Problems,
  prop: string,
  value: unknown,
  limit: NameLimit,
): string | undefined {
  return isKnown(problems, prop, value) ? checkName(problems, prop, value, limit) : undefined;
}

/** Gives the number back when it is within its bounds or not known yet; else reports it and gives nothing. */
export function checkRange(problems: Problems, prop: string, value: unknown, limit: RangeLimit): number | undefined {
  if (value === undefined) return undefined;
  if (Token.isUnresolved(value)) return value as number;
  if (typeof value === 'number' && Number.isInteger(value) && value >= limit.min && value <= limit.max) return value;
  if (typeof value !== 'number') {
    problems.add(prop, 'must be a number', { got: value });
    return undefined;
  }
  const whole = Number.isInteger(value) ? '' : 'a whole number of ';
  problems.add(prop, `must be ${whole}${limit.min} to ${limit.max} ${limit.unit}`, { got: value });
  return undefined;
}

/** The same for a text of limited length. */
export function checkText(problems: Problems, prop: string, value: unknown, limit: RangeLimit): string | undefined {
  if (value === undefined || Token.isUnresolved(value)) return value as string | undefined;
  if (typeof value !== 'string') {
    problems.add(prop, 'must be a string', { got: value });
    return undefined;
  }
  if (value === '' && limit.min > 0) {
    problems.add(prop, `must be ${limit.min} to ${limit.max} ${limit.unit}`, { got: value });
    return undefined;
  }
  return checkRange(problems, prop, value.length, limit) === undefined ? undefined : value;
}

/** The same for a number that names are made of, so that it must be known at synthesis. */
export function checkLiteralRange(
  problems: Problems,
  prop: string,
  value: unknown,
  limit: RangeLimit,
): number | undefined {
  return isKnown(problems, prop, value) ? checkRange(problems, prop, value, limit) : undefined;
}

/** The same for a duration, which AWS takes as a whole number of the limit's unit. */
export function checkDuration(
  problems: Problems,
  prop: string,
  value: Duration | undefined,
  limit: RangeLimit,
): Duration | undefined {
  if (value === undefined) return undefined;
  if (!isDuration(value)) {
    problems.add(prop, 'must be a Duration', { got: value });
    return undefined;
  }
  if (value.isUnresolved()) {
    if (value.unitLabel() === limit.unit) return value;
    // aws-cdk-lib turns no unit into another for a value that it does not know.
    const cure = `use Duration.${limit.unit}`;
    problems.add(prop, `must be in ${limit.unit} where it is known at deployment only`, { cure });
    return undefined;
  }
  const count = countOf(value, limit.unit);
  if (!Number.isInteger(count)) {
    problems.add(prop, `must be whole ${limit.unit}`, { got: value.toHumanString() });
    return undefined;
  }
  return checkRange(problems, prop, count, limit) === undefined ? undefined : value;
}

/** The same for a duration that names are made of, or that is calculated with, so that it must be known at synthesis. */
export function checkLiteralDuration(
  problems: Problems,
  prop: string,
  value: Duration | undefined,
  limit: RangeLimit,
): Duration | undefined {
  if (!isDuration(value) || !value.isUnresolved()) return checkDuration(problems, prop, value, limit);
  reportUnknown(problems, prop, value);
  return undefined;
}

/** Gives the account back when it is one that is known at synthesis; else reports it and gives nothing. */
export function checkAccount(problems: Problems, prop: string, value: unknown): string | undefined {
  if (typeof value === 'string' && /^\d{12}$/.test(value)) return value;
  problems.add(prop, 'must be the 12 digits of an account', { got: value });
  return undefined;
}

/** Gives the ARN of a role back when it is one that is known at synthesis; else reports it and gives nothing. */
export function checkRoleArn(problems: Problems, prop: string, value: unknown): string | undefined {
  if (
    typeof value === 'string' &&
    !Token.isUnresolved(value) &&
    /^arn:[\w-]+:iam::\d{12}:role\/[\w+=,.@/-]+$/.test(value)
  )
    return value;
  problems.add(prop, 'must be the ARN of a role, known at synthesis', { got: value });
  return undefined;
}

/** Gives the ARN of a key back when it is one, or is known at deployment only; else reports it and gives nothing. */
export function checkKeyArn(problems: Problems, prop: string, value: unknown): string | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'string' && (Token.isUnresolved(value) || placeOfKey(value) !== undefined)) return value;
  problems.add(prop, 'must be the ARN of a key', { got: value });
  return undefined;
}

/** Gives a choice back when it is one; else reports it. A choice is made by static functions of its class. */
export function checkChoice<T>(
  problems: Problems,
  prop: string,
  value: T | undefined,
  choice: { readonly prototype: T; readonly name: string },
): T | undefined {
  if (value === undefined || (value as object) instanceof (choice as unknown as new () => object)) return value;
  problems.add(prop, `must be ${/^[AEIOU]/.test(choice.name) ? 'an' : 'a'} ${choice.name}`, {
    got: value,
    cure: `use the functions of ${choice.name}`,
  });
  return undefined;
}

/** Gives a struct back, where users of plain JavaScript might write anything; reports what is none. */
export function checkStruct<T extends object>(problems: Problems, prop: string, value: T | undefined): T | undefined {
  const given: unknown = value;
  if (given === undefined || (typeof given === 'object' && given !== null && !Array.isArray(given))) return value;
  problems.add(prop, 'must be an object', { got: given });
  return undefined;
}

/** Gives a managed policy back, made here or by AWS; reports what is none. */
export function checkManagedPolicy(
  problems: Problems,
  prop: string,
  value: IManagedPolicy | undefined,
): IManagedPolicy | undefined {
  const given: Partial<IManagedPolicy> | undefined = value;
  if (given === undefined || typeof given.managedPolicyArn === 'string') return value;
  problems.add(prop, 'must be a managed policy', { got: given });
  return undefined;
}

/** Gives a yes or no back; reports what is neither. */
export function checkBoolean(problems: Problems, prop: string, value: boolean | undefined): boolean | undefined {
  if (value === undefined || typeof value === 'boolean' || Token.isUnresolved(value)) return value;
  problems.add(prop, 'must be true or false', { got: value });
  return undefined;
}

/** The same where the template is another one for yes than for no, so that the answer must be known at synthesis. */
export function checkLiteralBoolean(problems: Problems, prop: string, value: boolean | undefined): boolean | undefined {
  return isKnown(problems, prop, value) ? checkBoolean(problems, prop, value) : undefined;
}

/** Gives a member of an enum of texts back; reports what is none. */
export function checkOneOf<T extends string>(
  problems: Problems,
  prop: string,
  value: T | undefined,
  members: Readonly<Record<string, T>>,
  kind: string,
): T | undefined {
  if (value === undefined || Object.values(members).includes(value) || Token.isUnresolved(value)) return value;
  problems.add(prop, `must be one of ${Object.values(members).join(', ')}`, { got: value, cure: `use ${kind}` });
  return undefined;
}

/** The same where something else is looked up by it, so that it must be known at synthesis. */
export function checkLiteralOneOf<T extends string>(
  problems: Problems,
  prop: string,
  value: T | undefined,
  members: Readonly<Record<string, T>>,
  kind: string,
): T | undefined {
  return isKnown(problems, prop, value) ? checkOneOf(problems, prop, value, members, kind) : undefined;
}

/** Props that may be missing altogether, where a compiler does not look. Their missing members are reported as such. */
export function orEmpty<T extends object>(props: T | undefined): T {
  return props ?? ({} as T);
}

/** Gives the value back when there is one; else reports it. */
export function checkGiven<T>(problems: Problems, prop: string, value: T | undefined, what: string): T | undefined {
  if (value !== undefined && value !== null) return value;
  problems.add(prop, `must be ${what}`, { got: value });
  return undefined;
}

function isKnown(problems: Problems, prop: string, value: unknown): boolean {
  if (!Token.isUnresolved(value)) return true;
  reportUnknown(problems, prop, value);
  return false;
}

function reportUnknown(problems: Problems, prop: string, value: unknown): void {
  problems.add(prop, 'must be known at synthesis', { got: value, cure: 'give a literal' });
}

function countOf(duration: Duration, unit: string): number {
  if (unit === 'milliseconds') return duration.toMilliseconds({ integral: false });
  if (unit === 'days') return duration.toDays({ integral: false });
  return unit === 'seconds' ? duration.toSeconds({ integral: false }) : duration.toMinutes({ integral: false });
}

/** Whether something is a duration, also one of another copy of aws-cdk-lib. */
export function isDuration(value: unknown): value is Duration {
  return value instanceof Object && typeof (value as Partial<Duration>).toMinutes === 'function';
}
