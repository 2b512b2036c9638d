import { checkRange } from '../../core/checks';
import { LIMITS } from '../../core/limits';
import { nearest } from '../../core/nearest';
import { leavesBundle } from './file-rules';
import { checkKeys, eachIn, isMissing, isToken, mapAt, requiredTextAt, textAt, warn } from './spec-context';
import type { SpecContext, SpecMap } from './spec-context';

/** The events that run scripts, in their order. */
export const SCRIPTABLE_EVENTS = [
  'BeforeBlockTraffic',
  'AfterBlockTraffic',
  'ApplicationStop',
  'BeforeInstall',
  'AfterInstall',
  'ApplicationStart',
  'ValidateService',
  'BeforeAllowTraffic',
  'AfterAllowTraffic',
] as const;

/** What CodeDeploy and its agent do by themselves. */
const RESERVED_EVENTS = ['Start', 'BlockTraffic', 'DownloadBundle', 'Install', 'AllowTraffic', 'End'];

/** What only deployments of ECS services have. */
const CONTAINER_EVENTS = ['AfterAllowTestTraffic', 'AllowTestTraffic', 'BeforeAllowTestTraffic', 'TestTraffic'];

const TRAFFIC_EVENTS = ['BeforeBlockTraffic', 'AfterBlockTraffic', 'BeforeAllowTraffic', 'AfterAllowTraffic'];

/** `sudo` is read by agents, and on no page of AWS. */
const KEYS = ['location', 'timeout', 'runas', 'sudo'];

/**
 * Reports what is wrong with the scripts and their events. Agents run nothing for an event that they do not know.
 *
 * https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-structure-hooks.html
 * https://github.com/aws/aws-codedeploy-agent/blob/master/src/application_specification/hooks.rs
 */
export function checkHooks(context: SpecContext, given: unknown, os: string | undefined): void {
  const hooks = mapAt(context, 'hooks', given);
  if (hooks === undefined) return;
  for (const [event, scripts] of Object.entries(hooks)) {
    const path = `hooks.${context.say(event)}`;
    checkEvent(context, path, event);
    if (isMissing(scripts)) context.problems.add(path, 'must be a list', { got: scripts, cure: 'leave the event out' });
    checkScripts(context, path, scripts, os);
  }
}

/** Goes through the scripts of every event that are what they should be. */
export function eachScript(spec: SpecMap, visit: (location: string, path: string) => void): void {
  const { hooks } = spec;
  if (typeof hooks !== 'object' || hooks === null) return;
  for (const [event, scripts] of Object.entries(hooks)) {
    if (!Array.isArray(scripts)) continue;
    scripts.forEach((script: unknown, index) => {
      const location = typeof script === 'object' && script !== null ? (script as SpecMap).location : undefined;
      const path = `hooks.${event}[${index}].location`;
      if (typeof location === 'string' && !isToken(location)) visit(location.trim(), path);
    });
  }
}

function checkEvent({ problems, traits }: SpecContext, path: string, event: string): void {
  const events: readonly string[] = SCRIPTABLE_EVENTS;
  if (RESERVED_EVENTS.includes(event)) {
    problems.add(path, `must not have scripts: CodeDeploy does ${event} by itself`, {
      cure: `use ${events.join(', ')}`,
    });
  } else if (CONTAINER_EVENTS.includes(event)) {
    problems.add(path, 'must be an event of servers: only deployments of ECS services have this one', {
      cure: `use ${events.join(', ')}`,
    });
  } else if (!events.includes(event)) {
    const meant = nearest(event, events);
    problems.add(path, `must be one of ${events.join(', ')}`, {
      got: event,
      cure: meant === undefined ? undefined : `write ${meant}`,
    });
  } else if (TRAFFIC_EVENTS.includes(event) && !traits.loadBalancer && !traits.blueGreen) {
    problems.add(path, 'needs a load balancer: without one its scripts never run', {
      cure: 'give the deployment its load balancer, or leave the event out',
    });
  }
}

function checkScripts(context: SpecContext, path: string, scripts: unknown, os: string | undefined): void {
  const { problems } = context;
  let total = 0;
  eachIn(context, path, scripts, (member, inner) => {
    const script = mapAt(context, inner, member);
    if (script === undefined) return;
    checkKeys(context, inner, script, KEYS);
    checkLocation(context, `${inner}.location`, script.location);
    total += checkTimeout(context, `${inner}.timeout`, script.timeout) ?? 0;
    const runas = textAt(context, `${inner}.runas`, script.runas);
    if (runas !== undefined && os === 'windows') {
      problems.add(`${inner}.runas`, 'must not be given for Windows, where agents ignore it', { got: runas });
    }
    if (runas !== undefined && !/^\S+$/.test(runas.trim())) {
      problems.add(`${inner}.runas`, 'must be the name of a user', { got: runas });
    }
    checkSudo(context, `${inner}.sudo`, script.sudo);
  });
  const { max, unit } = LIMITS.lifecycleEventTimeout;
  if (total > max) problems.add(path, `must have timeouts of at most ${max} ${unit} together`, { got: total });
}

/** Agents of version 1 take `yes` for true, those of version 2 for a text. */
function checkSudo({ problems, unquoted }: SpecContext, path: string, given: unknown): void {
  if (isMissing(given) || isToken(given)) return;
  const written = unquoted.get(path);
  if (typeof given === 'boolean' && (written === undefined || /^(?:true|false)$/i.test(written))) return;
  problems.add(path, 'must be true or false', { got: written ?? given });
}

/** Agents of version 1 hand the location to a shell as it is. */
function checkLocation(context: SpecContext, path: string, given: unknown): void {
  const location = requiredTextAt(context, path, given)?.trim();
  if (location === undefined) return;
  if (/\s/.test(location)) {
    context.problems.add(path, 'must be the path of a file without spaces', {
      got: location,
      cure: 'arguments cannot be given: write a script that gives them',
    });
  }
  if (leavesBundle(location)) {
    warn(context, 'appSpecLeavesBundle', path, `${location} leaves the bundle, which some agents refuse`);
  }
}

/** The seconds where they count. Agents of version 1 take octal numbers and texts, those of version 2 do not. */
function checkTimeout(context: SpecContext, path: string, given: unknown): number | undefined {
  if (isMissing(given) || isToken(given)) return undefined;
  const written = context.unquoted.get(path);
  if (written !== undefined && Number.isInteger(given) && !/^-?(?:0|[1-9]\d*)$/.test(written)) {
    context.problems.add(path, 'must be decimal digits: agents disagree about other numbers', { got: written });
    return undefined;
  }
  return checkRange(context.problems, path, given, LIMITS.lifecycleEventTimeout);
}
