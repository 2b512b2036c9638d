import type { Construct } from 'constructs';
import { checkChoice, checkDuration, checkGiven, checkStruct } from '../../core/checks';
import { LIMITS } from '../../core/limits';
import type { Problems } from '../../core/problems';
import { BlueFleet } from '../blue-fleet';
import { Rollout } from '../rollout';
import { serverDeploymentConfig } from './server-rollout';
import type { NamedServerConfig } from './server-rollout';

/** What happens at a point of time, in the words of the service. */
export interface TimedAction {
  readonly action: string;

  /** How long until then; it may be known at deployment only. */
  readonly minutes?: number;
}

/** A blue/green rollout, with every default decided. */
export interface BlueGreenSettings {
  readonly config: NamedServerConfig;
  readonly ready: TimedAction;
  readonly terminateBlue: TimedAction;
}

/** The settings of a blue/green rollout. What is out of range is reported. */
export function blueGreenSettings(scope: Construct, problems: Problems, rollout: Rollout): BlueGreenSettings {
  const options = checkStruct(problems, '', rollout._parts.blueGreen) ?? {};
  const speed = checkChoice(problems, 'speed', options.speed, Rollout) ?? Rollout.allAtOnce();
  if (rollout._parts.zones !== undefined) refuseZones(problems, '');
  if (speed._parts.zones !== undefined) refuseZones(problems, 'speed');
  const confirmWithin = checkDuration(problems, 'confirmWithin', options.confirmWithin, LIMITS.trafficConfirmation);
  const blue = checkChoice(problems, 'blue', options.blue, BlueFleet) ?? BlueFleet._DEFAULT;
  const isKept = blue._action === 'KEEP_ALIVE';
  if (!isKept) checkGiven(problems, 'blue', blue._time, 'given a time after which the old fleet is terminated');
  const time = checkDuration(problems, 'blue', blue._time, LIMITS.blueTermination) ?? BlueFleet._DEFAULT._time;
  return {
    config: serverDeploymentConfig(scope, problems.within('speed'), speed),
    ready:
      confirmWithin === undefined
        ? { action: 'CONTINUE_DEPLOYMENT' }
        : { action: 'STOP_DEPLOYMENT', minutes: confirmWithin.toMinutes() },
    terminateBlue: isKept ? { action: 'KEEP_ALIVE' } : { action: 'TERMINATE', minutes: time?.toMinutes() },
  };
}

function refuseZones(problems: Problems, prop: string): void {
  problems.add(prop, 'must not go zone by zone when it is blue/green', { cure: 'leave zoneByZone out' });
}
