import { eachIn, textAt } from './spec-context';
import type { SpecContext } from './spec-context';

/** Type, name and what is allowed, of an entry for files or, with `d`, for what is made in a directory later. */
const ENTRY = /^(?:(?:d|default):)?(?<type>u|user|g|group|m|mask|o|other):(?<name>[^:]*):(?:[0-7]|[rwx-]*)$/;

/**
 * Reports entries of access control lists that agents refuse; says whether there is one for what is made later.
 *
 * https://github.com/aws/aws-codedeploy-agent/blob/master/src/application_specification/acl.rs
 */
export function checkAcls(context: SpecContext, path: string, given: unknown): boolean {
  let hasDefault = false;
  eachIn(context, path, given, (member, inner) => {
    const text = textAt(context, inner, member);
    if (text === undefined) return;
    const isDefault = /^(?:d|default):/.test(text);
    if (isDefault) hasDefault = true;
    const entry = ENTRY.exec(text)?.groups;
    if (entry === undefined) {
      context.problems.add(inner, 'must be [d:]u:NAME:PERMISSIONS, or the same with g, m or o', {
        got: text,
        cure: 'PERMISSIONS are made of r, w, x and -, or one octal digit',
      });
      return;
    }
    const { type, name } = entry;
    const isNamed = /^[ug]/.test(type);
    if (!isNamed && name !== '') context.problems.add(inner, 'must not have a name', { got: text });
    if (!isDefault && name === '' && !type.startsWith('m')) {
      context.problems.add(inner, isNamed ? 'must have a name' : 'must not be given', {
        got: text,
        cure: 'mode says what owner, group and others may',
      });
    }
  });
  return hasDefault;
}
