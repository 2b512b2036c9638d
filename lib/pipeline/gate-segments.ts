import { LIMITS } from '../core/limits';
import { suffixedName } from '../core/names';
import type { Problems } from '../core/problems';
import { GateResult } from './gate-interface';
import type { IGate } from './gate-interface';
import { RuleGate } from './rule-gate';

/** A gate, and where it stands in the user's list. */
export interface ListedGate {
  readonly gate: IGate;
  readonly prop: string;
}

/** Gates that fit into one stage: what stands at its entry, then what acts within it. */
export interface GateSegment {
  readonly entry: ListedGate[];
  readonly actions: ListedGate[];
}

/**
 * Parts the gates of a stage in the order in which the user lists them. CodePipeline evaluates an entry condition before any action of its stage, so that what
 * acts before a condition belongs into a stage before. The last segment is for the stage itself.
 */
export function segmentsOf(problems: Problems, gates: ListedGate[]): GateSegment[] {
  const segments: GateSegment[] = [{ entry: [], actions: [] }];
  for (const listed of gates) {
    const current = segments[segments.length - 1];
    if (!standsAtEntry(listed.gate)) current.actions.push(listed);
    else if (current.actions.length > 0) segments.push({ entry: [listed], actions: [] });
    else {
      checkCompanion(problems, current.entry, listed);
      current.entry.push(listed);
    }
  }
  return segments;
}

/** The name of the stage that a segment before the last becomes. */
export function gateStageName(stageName: unknown, index: number): string {
  const suffix = index === 0 ? '-gate' : `-gate-${index + 1}`;
  return suffixedName(typeof stageName === 'string' ? stageName : 'Stage', suffix, LIMITS.stageName.max);
}

/** What becomes of a run that a gate at the entry does not let through. */
export function resultOf(gate: IGate): GateResult {
  return gate.otherwise ?? GateResult.FAIL;
}

/** The rules of a gate. */
export function rulesOf({ rules }: IGate): NonNullable<IGate['rules']> {
  return Array.isArray(rules) ? rules : [];
}

/** Where the user said the name of a gate. */
export function namePropOf({ gate, prop }: ListedGate): string {
  return `${prop}.${gate instanceof RuleGate ? 'ruleName' : 'gateName'}`;
}

function standsAtEntry(gate: IGate): boolean {
  return rulesOf(gate).length > 0 || gate.holdsTransition === true;
}

function checkCompanion(problems: Problems, before: ListedGate[], { gate, prop }: ListedGate): void {
  const holder = before.find((other) => other.gate.holdsTransition === true);
  if (gate.holdsTransition === true && holder !== undefined) {
    problems.add(prop, `must not hold the transition beside ${holder.prop}: each would open what the other closed`, {
      cure: 'leave one of them out, or put an approval between them',
    });
    return;
  }
  const conditions = before.filter((other) => rulesOf(other.gate).length > 0);
  if (conditions.length === 0) return;
  if (gate.holdsTransition === true) {
    problems.add(prop, 'must stand before the rules of its stage: the transition is what a run passes first', {
      cure: `put it before ${conditions[0].prop}, or an approval between them`,
    });
  } else if (resultOf(conditions[0].gate) !== resultOf(gate)) {
    problems.add(prop, `must have the same result as ${conditions[0].prop}: they are one condition`, {
      got: resultOf(gate),
      cure: 'let both fail, or put an approval between them',
    });
  }
}
