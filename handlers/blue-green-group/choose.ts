import { type ResourceRequest } from '../shared/custom-resource';
import { apply, appliedOf, type Applied } from './applied';
import { areOwn, doAllExist } from './auto-scaling-groups';
import { type Shift } from './calls';
import { isSame } from './differences';
import { makeFleet, type MadeFleet } from './fleet';
import { type Group } from './group';
import { digest, keyOf, type Source } from './source';

/** The Auto Scaling groups that a deployment group is to have, and what to remember of it. */
export interface Choice {
  readonly names: readonly string[];
  readonly applied: Applied;
  readonly made?: MadeFleet;
}

interface Past {
  readonly actual: readonly string[];
  /** What was applied last, after CodeDeploy has heard of it. */
  readonly applied: Applied;
  /** No release has put copies in the place of what was sent. */
  readonly isFresh: boolean;
}

/** An update that failed after it was noted down, and before CodeDeploy has heard of it, has changed nothing. */
function pastOf({ autoScalingGroups: actual, tags }: Group, formerKey: string | undefined): Past {
  const noted = appliedOf(tags) ?? apply(formerKey ?? '', actual);
  const { before } = noted;
  if (noted.sent === digest(actual)) return { actual, applied: noted, isFresh: true };
  const isUnheard = before !== undefined && isSame(actual, [before.name]);
  return { actual, applied: isUnheard ? apply(before.key, actual) : noted, isFresh: isUnheard };
}

/** Whether the groups at hand are the ones that the wish of before the last change stands for. */
async function isAtHand(
  source: Source,
  { actual, applied }: Past,
  request: ResourceRequest,
  shift: Shift,
): Promise<boolean> {
  if (source.kind === 'fleet') return areOwn(actual, request, shift);
  return applied.before?.key === keyOf(source) && !(await doAllExist(source.names, shift));
}

async function change(source: Source, past: Past, request: ResourceRequest, shift: Shift): Promise<Choice> {
  const { actual, applied, isFresh } = past;
  const key = keyOf(source);
  const before = actual.length === 1 ? { key: applied.key, name: actual[0] } : undefined;
  const last = applied.before;
  if (isFresh && last?.key === key && (await doAllExist([last.name], shift))) {
    return { names: [last.name], applied: apply(key, [last.name], before) };
  }
  if (await isAtHand(source, past, request, shift)) return { names: actual, applied: apply(key, actual) };
  if (source.kind === 'own') return { names: source.names, applied: apply(key, source.names, before) };
  const made = await makeFleet(source.fleet, request, shift);
  return { names: [made.name], applied: apply(key, [made.name], before), made };
}

/**
 * Keeps what the deployment group has, be it the list that was wanted or CodeDeploy's copies of it, as long as the
 * wish is the one that was applied last.
 */
export async function choose(
  group: Group,
  source: Source,
  formerKey: string | undefined,
  request: ResourceRequest,
  shift: Shift,
): Promise<Choice> {
  const past = pastOf(group, formerKey);
  if (past.applied.key === keyOf(source)) return { names: past.actual, applied: past.applied };
  return change(source, past, request, shift);
}
