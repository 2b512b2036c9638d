import { createHash } from 'node:crypto';
import { Stack, Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { conventionOf } from './conventions';

/** Stands between the name of a pipeline and the names of what it makes. No pipeline name may contain it. */
export const NAME_SEPARATOR = '--';

/**
 * A name for a construct, known at synthesis, so that other stacks and policies can say it: the prefix of the organization,
 * the name of the stack and the ids on the way to the construct. It changes only when one of these does.
 */
export function fixedName(scope: IConstruct, maxLength: number): string {
  const parts = partsOf(scope);
  // `a-b` with `c` and `a` with `b-c` would read the same.
  const ambiguous = parts.length > 1 && parts.some((part) => part.includes('-'));
  return fitted(prefixed(scope, parts.join('-')), maxLength, ambiguous ? parts.join('/') : undefined);
}

/** The same for a resource, with a hash of what tells it from others, and of what changes only together with its name. */
export function identifiedName(resource: IConstruct, maxLength: number, identity: string): string {
  const parts = partsOf(resource);
  const said = parts.filter((part) => !['Resource', 'Default'].includes(part)).join('-');
  return fitted(prefixed(resource, said), maxLength, `${parts.join('/')}${identity}`);
}

/** What the names begin with that CloudFormation, or an organization, gives to what is in the stack of a construct. */
export function namesOfStack(scope: IConstruct): string {
  const stack = Stack.of(scope);
  if (conventionOf(scope, 'namePrefix') === undefined) return `${stack.stackName}-`;
  return `${prefixed(scope, stackNames(stack).join('-'))}-`;
}

/** A name with the prefix that an organization wants. */
export function prefixed(scope: IConstruct, name: string): string {
  const prefix = conventionOf(scope, 'namePrefix');
  return prefix === undefined || name.startsWith(prefix) ? name : `${prefix}${name}`;
}

/** A name under a parent's own prefix, which nothing but what belongs to the parent carries. */
export function childName(parent: string, child: string, maxLength: number): string {
  const ambiguous = `${NAME_SEPARATOR}${child}`.startsWith(`${NAME_SEPARATOR}-`) ? `${parent}/${child}` : undefined;
  return fitted(`${childPrefix(parent)}${child}`, maxLength, ambiguous);
}

/** What the names of all children of a parent begin with. */
export function childPrefix(parent: string): string {
  return `${fitted(parent, parent.length + 9, parent.endsWith('-') ? parent : undefined)}${NAME_SEPARATOR}`;
}

/** A name with an ending that must stay whole. */
export function suffixedName(name: string, suffix: string, maxLength: number): string {
  return `${fitted(name, maxLength - suffix.length)}${suffix}`;
}

/** Letters, digits, `-` and `_`. Where that takes something away, or the name is not enough, a hash says the difference. */
function fitted(name: string, maxLength: number, identity?: string): string {
  const clean = name.replace(/[^A-Za-z0-9_-]/g, '-').replace(/^[^A-Za-z0-9]+/, '');
  if (clean.length <= maxLength && clean === name && identity === undefined) return clean;
  const hash = shortHash(identity ?? name);
  return `${clean.slice(0, maxLength - hash.length - 1).replace(/-+$/, '')}-${hash}`;
}

/** Eight characters that differ where the text does. */
export function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}

function partsOf(scope: IConstruct): string[] {
  return [...stackNames(Stack.of(scope)), ...idsBelowStack(scope)];
}

function stackNames(stack: Stack): string[] {
  const parent = stack.nestedStackParent;
  if (parent !== undefined) return [...stackNames(parent), ...idsBelowStack(stack)];
  return [Token.isUnresolved(stack.stackName) ? stack.node.id : stack.stackName];
}

function idsBelowStack(scope: IConstruct): string[] {
  const enclosing = Stack.isStack(scope) ? scope.nestedStackParent : Stack.of(scope);
  if (enclosing === undefined) return [];
  return scope.node.scopes.slice(enclosing.node.scopes.length).map((ancestor) => ancestor.node.id);
}
