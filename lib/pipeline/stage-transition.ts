import { checkLiteralName } from '../core/checks';
import { LIMITS } from '../core/limits';
import type { Problems } from '../core/problems';
import type { GateSegment, ListedGate } from './gate-segments';
import type { StageSettings } from './stage-assembly';

/**
 * Whether a run may enter the stage of a segment: the user says no, or a gate that opens the transition later. What the user says holds for the first of the
 * segments, so that nobody is asked to approve a run that may not enter.
 */
export function transitionOf(
  problems: Problems,
  segments: GateSegment[],
  index: number,
  prop: string,
  given: string | undefined,
): Pick<StageSettings, 'transitionToEnabled' | 'transitionDisabledReason'> {
  const holder = segments[index].entry.find(holdsTransition);
  const first = segments.flatMap(({ entry }) => entry).find(holdsTransition);
  if (given !== undefined && first !== undefined) {
    problems.add(prop, `must not be given beside ${first.prop}, which would enable the transition`, {
      cure: 'leave the gate out while nobody may enter the stage',
    });
  }
  const [path, reason] =
    given === undefined && holder !== undefined
      ? [`${holder.prop}.transitionDisabledReason`, holder.gate.transitionDisabledReason]
      : [prop, index === 0 ? given : undefined];
  const checked = checkLiteralName(problems, path, reason, LIMITS.transitionReason);
  return checked === undefined ? {} : { transitionToEnabled: false, transitionDisabledReason: checked };
}

function holdsTransition({ gate }: ListedGate): boolean {
  return gate.holdsTransition === true;
}
