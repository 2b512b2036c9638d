import { Duration } from 'aws-cdk-lib';
import type { IDeliveryFoundation } from '../core/foundation-interface';
import type { Problems } from '../core/problems';
import type { DeliveryStage } from './delivery-stage';
import type { IGate } from './gate-interface';

/** A run that a gate held goes on with the artifacts that it had: they must still be there. */
export function checkExpiration(
  problems: Problems,
  foundation: IDeliveryFoundation,
  stages: DeliveryStage[] | undefined,
): void {
  const expiration = foundation.artifactExpiration;
  if (expiration === undefined || expiration.isUnresolved() || !Array.isArray(stages)) return;
  stages.forEach((stage: DeliveryStage | undefined, index) => {
    const gates: (IGate | undefined)[] = Array.isArray(stage?.gates) ? stage.gates : [];
    gates.forEach((gate, position) => {
      const holdsFor = gate?.holdsFor;
      if (holdsFor === undefined || typeof holdsFor.toMinutes !== 'function' || holdsFor.isUnresolved()) return;
      if (minutes(holdsFor) < minutes(expiration)) return;
      problems.add(`stages[${index}].gates[${position}]`, 'must not hold a run for longer than artifacts are kept', {
        got: `${holdsFor.toHumanString()} with artifacts kept for ${expiration.toHumanString()}`,
        cure: 'shorten the timeout or lengthen artifactExpiration of the foundation',
      });
    });
  });
}

function minutes(duration: Duration): number {
  return duration.toMinutes({ integral: false });
}
