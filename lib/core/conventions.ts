import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IConstruct } from 'constructs';
import { reachStage } from './convention-reach';

/** What is decided where names and roles are made, so that it must be known by then. */
export interface Conventions {
  readonly rolePath?: string;
  readonly namePrefix?: string;
  readonly logRetention?: RetentionDays;
}

const APPLIED = new WeakMap<IConstruct, Conventions>();
const ASKED = new WeakMap<IConstruct, Set<keyof Conventions>>();

/** The convention that is nearest above a construct, or on it. */
export function conventionOf<K extends keyof Conventions>(construct: IConstruct, what: K): Conventions[K] {
  for (let scope: IConstruct | undefined = construct; scope !== undefined; scope = scope.node.scope) {
    noteAsked(scope, what);
    reachStage(scope);
    const found = APPLIED.get(scope)?.[what];
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Puts conventions on a scope, beside those that it has. Gives the names of what comes too late, which has no effect. */
export function applyConventions(scope: IConstruct, fresh: Conventions): (keyof Conventions)[] {
  const known = APPLIED.get(scope) ?? {};
  const given = (Object.keys(fresh) as (keyof Conventions)[]).filter((what) => fresh[what] !== undefined);
  const isLate = (what: keyof Conventions): boolean =>
    ASKED.get(scope)?.has(what) === true && conventionOf(scope, what) !== fresh[what];
  const late = given.filter(isLate);
  const inTime = given.filter((what) => !late.includes(what)).map((what) => [what, fresh[what]]);
  APPLIED.set(scope, { ...known, ...(Object.fromEntries(inTime) as Conventions) });
  return late;
}

/** How long a log group of ours keeps logs: what the user says of it, else the convention, else a year. */
export function logRetentionOf(scope: IConstruct, given?: RetentionDays): RetentionDays {
  return given ?? conventionOf(scope, 'logRetention') ?? RetentionDays.ONE_YEAR;
}

function noteAsked(scope: IConstruct, what: keyof Conventions): void {
  const asked = ASKED.get(scope);
  if (asked === undefined) ASKED.set(scope, new Set([what]));
  else asked.add(what);
}
