import type { Problems } from '../core/problems';
import type { Rollout, RolloutKind } from './rollout';

/** Each kind as users write it. */
const WRITTEN: Readonly<Record<RolloutKind, string>> = {
  allAtOnce: 'Rollout.allAtOnce',
  canary: 'Rollout.canary',
  linear: 'Rollout.linear',
  halfAtATime: 'Rollout.halfAtATime',
  oneAtATime: 'Rollout.oneAtATime',
  minimumHealthy: 'Rollout.minimumHealthyHosts or minimumHealthyPercentage',
  blueGreen: 'Rollout.blueGreen',
};

/** Reports a kind of rollout that a platform does not have, and why; says whether it has it. */
export function checkRolloutKind(problems: Problems, rollout: Rollout, kinds: RolloutKind[], why: string): boolean {
  const isKnown = kinds.includes(rollout._kind);
  if (!isKnown) {
    const known = kinds.map((kind) => WRITTEN[kind]).join(', ');
    problems.add('', `must be one of ${known}: ${why}`, { got: WRITTEN[rollout._kind] });
  }
  if (rollout._parts.zones === undefined || kinds.includes('halfAtATime')) return isKnown;
  problems.add('', `must not go zone by zone: ${why}`, { cure: 'leave zoneByZone out' });
  return false;
}
