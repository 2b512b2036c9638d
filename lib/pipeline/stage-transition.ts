import { checkLiteralName } from '../core/checks';
import { LIMITS } from '../core/limits';
import type { Problems } from '../core/problems';
import type { GateSegment } from './gate-segments';
import type { StageSettings } from './stage-assembly';

/** Whether a run may enter a stage: the user says no, or a gate that opens the transition later. */
export function transitionOf(
  problems: Problems,
  { entry }: GateSegment,
  prop = '',
  given?: string,
): Pick<StageSettings, 'transitionToEnabled' | 'transitionDisabledReason'> {
  const holder = entry.find(({ gate }) => gate.holdsTransition === true);
  if (given !== undefined && holder !== undefined) {
    problems.add(prop, `must not be given beside ${holder.prop}, which would enable the transition`, {
      cure: 'leave the gate out while nobody may enter the stage',
    });
  }
  const [path, reason] =
    given === undefined && holder !== undefined
      ? [`${holder.prop}.transitionDisabledReason`, holder.gate.transitionDisabledReason]
      : [prop, given];
  const checked = checkLiteralName(problems, path, reason, LIMITS.transitionReason);
  return checked === undefined ? {} : { transitionToEnabled: false, transitionDisabledReason: checked };
}
