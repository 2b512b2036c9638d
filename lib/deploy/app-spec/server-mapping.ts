import { Token } from 'aws-cdk-lib';
import type { Duration } from 'aws-cdk-lib';
import { nearest } from '../../core/nearest';
import type { Problems } from '../../core/problems';
import { writeYaml } from '../../core/yaml';
import { SCRIPTABLE_EVENTS } from './hook-rules';
import { ServerOperatingSystem } from './server-props';
import type { ServerAppSpecProps } from './server-props';
import type { SpecMap } from './spec-context';
import { isMap, withoutGaps, writable } from './spec-map';

/** Keys whose props are called otherwise, since other languages of the CDK have reserved these words. */
const PROPS: Readonly<Record<string, string>> = {
  file_exists_behavior: 'fileExistsBehavior',
  object: 'objectPath',
  except: 'exceptions',
  type: 'objectTypes',
  'context.name': 'contextUser',
  'context.type': 'contextType',
  'context.range': 'contextRange',
};

/** How the props call an event or a key of the file. */
export function propOf(key: string): string {
  return PROPS[key] ?? key.charAt(0).toLowerCase() + key.slice(1);
}

/**
 * The mapping that the props mean, in the order of AWS's page. What has a wrong type stays as it is, for the rules to report;
 * what the mapping cannot hold, a timeout, is reported here where there is something to report to.
 */
export function mappingOf(given: ServerAppSpecProps, problems?: Problems): SpecMap {
  const props = given as unknown as SpecMap;
  return withoutGaps({
    version: 0,
    os: props.os ?? ServerOperatingSystem.LINUX,
    files: members(props.files, (file) => pick(file, ['source', 'destination'])),
    file_exists_behavior: props.fileExistsBehavior,
    permissions: members(props.permissions, permissionOf),
    hooks: isMap(props.hooks) ? hooksOf(props.hooks, problems) : props.hooks,
  });
}

/** The text of a mapping; what YAML cannot hold is left out. */
export function textOf(mapping: SpecMap): string {
  return writeYaml(writable(mapping) as SpecMap, { version: 1 });
}

function permissionOf(permission: SpecMap): SpecMap {
  const keys = ['object', 'pattern', 'except', 'owner', 'group', 'mode', 'acls', 'context', 'type'];
  const named = withoutGaps(Object.fromEntries(keys.map((key) => [key, permission[propOf(key)]])));
  const { context } = permission;
  if (!isMap(context)) return named;
  // Agents read the user from `name`, whatever the page of AWS says:
  // https://github.com/aws/aws-codedeploy-agent/blob/master/src/application_specification/parse.rs
  const { contextUser, contextType, contextRange } = context;
  return { ...named, context: withoutGaps({ name: contextUser, type: contextType, range: contextRange }) };
}

function hooksOf(hooks: SpecMap, problems?: Problems): SpecMap | undefined {
  const known = SCRIPTABLE_EVENTS.map(propOf);
  for (const key of Object.keys(hooks)) {
    if (!known.includes(key)) problems?.add(`hooks.${key}`, `must be one of ${known.join(', ')}`, cureFor(key, known));
  }
  const events = SCRIPTABLE_EVENTS.filter((event) => (hooks[propOf(event)] ?? undefined) !== undefined);
  if (events.length === 0) return undefined;
  return Object.fromEntries(
    events.map((event) => {
      const prop = propOf(event);
      return [
        event,
        members(hooks[prop], (script, index) => {
          const { location, timeout, runas } = script;
          const inner = problems?.within(`hooks.${prop}[${index}]`);
          return withoutGaps({ location, timeout: secondsOf(timeout, inner), runas });
        }),
      ];
    }),
  );
}

function cureFor(key: string, known: string[]): { readonly cure?: string } {
  const meant = nearest(key, known);
  return meant === undefined ? {} : { cure: `write ${meant}` };
}

/** Seconds, which may be known at deployment only. */
function secondsOf(timeout: unknown, problems?: Problems): unknown {
  if ((timeout ?? undefined) === undefined || Token.isUnresolved(timeout)) return timeout;
  if (typeof (timeout as Partial<Duration>).toSeconds !== 'function') {
    problems?.add('timeout', 'must be a Duration', { got: timeout });
    return undefined;
  }
  const duration = timeout as Duration;
  if (!duration.isUnresolved()) return duration.toSeconds({ integral: false });
  if (duration.unitLabel() === 'seconds') return duration.toSeconds();
  problems?.add('timeout', 'must be given in seconds where it is known at deployment only');
  return undefined;
}

/** Every member that is a map as another one; what is none stays. */
function members(list: unknown, map: (member: SpecMap, index: number) => unknown): unknown {
  if (!Array.isArray(list) || Token.isUnresolved(list)) return list ?? undefined;
  return list.map((member: unknown, index) => (isMap(member) ? map(member, index) : member));
}

function pick(map: SpecMap, keys: readonly string[]): SpecMap {
  return withoutGaps(Object.fromEntries(keys.map((key) => [key, map[key]])));
}
