import { checkAcls } from './acl-rules';
import { checkContext } from './context-rules';
import { plain } from './file-rules';
import { checkMode } from './mode-rules';
import { checkKeys, eachIn, isMissing, listed, mapAt, requiredTextAt, textAt, warn } from './spec-context';
import type { SpecContext, SpecMap } from './spec-context';
import { AppSpecObjectType } from './permission-props';

const KEYS = ['object', 'pattern', 'except', 'type', 'owner', 'group', 'mode', 'acls', 'context'];

/** What permissions can be for. */
const OBJECT_TYPES: string[] = Object.values(AppSpecObjectType);

/** What a permission reaches. */
interface Reach {
  readonly path: string;
  readonly object: string;
  readonly types: readonly string[];
  /** Whether it reaches everything below the object. */
  readonly everything: boolean;
}

/**
 * Reports what is wrong with the permissions.
 *
 * https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-structure-permissions.html
 * https://github.com/aws/aws-codedeploy-agent/blob/master/src/application_specification/permissions.rs
 */
export function checkPermissions(context: SpecContext, spec: SpecMap, os: string | undefined): void {
  const { permissions } = spec;
  const { say } = context;
  if (os === 'windows' && Array.isArray(permissions) && permissions.length > 0) {
    context.problems.add('permissions', 'must not be given for Windows, where agents refuse them');
    return;
  }
  const copied = copiedFiles(spec.files);
  const reaches: Reach[] = [];
  eachIn(context, 'permissions', permissions, (member, path) => {
    const permission = mapAt(context, path, member);
    if (permission === undefined) return;
    checkKeys(context, path, permission, KEYS);
    const object = requiredTextAt(context, `${path}.${say('object')}`, permission.object)?.trim();
    for (const key of ['owner', 'group']) textAt(context, `${path}.${key}`, permission[key]);
    checkMode(context, `${path}.mode`, permission.mode);
    const types = checkTypes(context, `${path}.${say('type')}`, permission.type);
    const hasDefault = checkAcls(context, `${path}.acls`, permission.acls);
    if (hasDefault && types.includes('file')) {
      context.problems.add(`${path}.acls`, 'must not have a default entry for files: agents refuse it', {
        cure: `limit ${say('type')} to directory`,
      });
    }
    checkContext(context, `${path}.context`, permission.context);
    const everything = checkPatterns(
      context,
      path,
      permission,
      types,
      object !== undefined && copied.has(plain(object)),
    );
    if (object !== undefined) reaches.push({ path, object: plain(object), types, everything });
  });
  checkOverlaps(context, reaches);
}

function checkTypes(context: SpecContext, path: string, given: unknown): readonly string[] {
  if (isMissing(given)) return OBJECT_TYPES;
  const types: string[] = [];
  eachIn(context, path, given, (type, inner) => {
    if (typeof type === 'string' && OBJECT_TYPES.includes(type)) types.push(type);
    else context.problems.add(inner, `must be ${listed(OBJECT_TYPES)}`, { got: type });
  });
  if (Array.isArray(given) && given.length === 0) {
    context.problems.add(path, `must have ${listed(OBJECT_TYPES)}: the permission reaches nothing without them`);
  }
  return types;
}

/** Whether the permission reaches everything below its object. Patterns are for what lies in a directory. */
function checkPatterns(
  context: SpecContext,
  path: string,
  permission: SpecMap,
  types: readonly string[],
  isFile: boolean,
): boolean {
  const pattern = textAt(context, `${path}.pattern`, permission.pattern);
  eachIn(context, `${path}.${context.say('except')}`, permission.except, (member, inner) =>
    textAt(context, inner, member),
  );
  const isAll = isMissing(permission.pattern) || pattern === '**';
  const { except } = permission;
  const hasExcept = !isMissing(except) && !(Array.isArray(except) && except.length === 0);
  if (isFile && types.includes('file')) {
    const rule = 'must not be given where the object is a file';
    if (!isAll) context.problems.add(`${path}.pattern`, rule, { got: pattern });
    if (hasExcept) context.problems.add(`${path}.${context.say('except')}`, rule);
  }
  return isAll && !hasExcept;
}

/** The files that `files` copies one by one: a directory is copied without its own name. */
function copiedFiles(files: unknown): ReadonlySet<string> {
  const mappings = (Array.isArray(files) ? files : []) as unknown[];
  return new Set(
    mappings.flatMap((mapping) => {
      const { source, destination } = (mapping ?? {}) as SpecMap;
      if (typeof source !== 'string' || typeof destination !== 'string') return [];
      const name = plain(source).split('/').at(-1) ?? '';
      return name === '' || source.endsWith('/') ? [] : [`${plain(destination)}/${name}`];
    }),
  );
}

/** Agents refuse to set the permissions of one object twice. */
function checkOverlaps(context: SpecContext, reaches: readonly Reach[]): void {
  reaches.forEach((later, index) => {
    for (const earlier of reaches.slice(0, index)) {
      if (!later.types.some((type) => earlier.types.includes(type))) continue;
      if (!later.everything || !earlier.everything) continue;
      if (later.object === earlier.object) {
        context.problems.add(
          `${later.path}.${context.say('object')}`,
          `must not be that of ${earlier.path}: agents refuse it`,
          {
            got: later.object,
          },
        );
      } else if (isBelow(later.object, earlier.object) || isBelow(earlier.object, later.object)) {
        const text = `overlaps with ${earlier.path}: agents refuse two permissions for one object`;
        warn(context, 'appSpecOverlap', `${later.path}.${context.say('object')}`, text);
      }
    }
  });
}

function isBelow(inner: string, outer: string): boolean {
  return inner.startsWith(outer.endsWith('/') ? outer : `${outer}/`);
}
