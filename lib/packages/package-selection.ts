import { Token } from 'aws-cdk-lib';
import { agree } from '../core/agreement';
import { checkLiteralOneOf, checkName, checkStruct } from '../core/checks';
import { LIMITS } from '../core/limits';
import type { Problems } from '../core/problems';
import { checkNormal } from './normal-names';
import { NAMESPACES, PackageFormat } from './package-format';

/**
 * Packages of a repository: all of a format, all of a namespace, or one. What is not said does not matter, from left to right: a
 * namespace needs a format, and a name needs a format and, where the format has namespaces, the namespace.
 */
export interface PackageSelection {
  /**
   * The format.
   *
   * @default - all formats
   */
  readonly format?: PackageFormat;

  /**
   * The namespace: the scope of npm and Swift, with or without `@`, the group id of Maven, 1 to 255 characters. CodeArtifact stores scopes of Swift in
   * lower-case letters, and knows them so.
   *
   * @default - all namespaces; with a name, packages without a namespace
   */
  readonly packageNamespace?: string;

  /**
   * The name of the package, 1 to 255 characters, as CodeArtifact stores it: those of Python, NuGet and Swift are in lower-case letters, and those of Python
   * have `-` where they had `.` or `_`. Another form is refused.
   *
   * @default - all names
   */
  readonly packageName?: string;
}

/** The same, checked, with the namespace as CodeArtifact has it. */
export type CheckedSelection = Readonly<Partial<Record<'namespace' | 'name', string>>> & {
  readonly format?: PackageFormat;
};

/** Checks which packages are meant; nothing where that is wrong. */
export function checkSelection(
  problems: Problems,
  prop: string,
  given: PackageSelection | undefined,
): CheckedSelection | undefined {
  if (given === undefined) return {};
  const selection = checkStruct(problems, prop, given);
  if (selection === undefined) return undefined;
  const inner = prop === '' ? problems : problems.within(prop);
  const before = problems.count;
  const format = checkFormat(inner, selection.format);
  const namespace = checkName(inner, 'packageNamespace', bareScope(selection.packageNamespace), LIMITS.packageName);
  const name = checkName(inner, 'packageName', selection.packageName, LIMITS.packageName);
  checkPath(inner, format, namespace, name);
  checkNormal(inner, 'packageNamespace', format, namespace);
  checkNormal(inner, 'packageName', format, name);
  return problems.count === before ? { format, namespace, name } : undefined;
}

/** Gives the format back where it is one. */
export function checkFormat(problems: Problems, given: PackageFormat | undefined): PackageFormat | undefined {
  return checkLiteralOneOf(problems, 'format', given, PackageFormat, 'PackageFormat');
}

/** The end of the ARN of packages, from the format on. */
export function packagePath({ format, namespace, name }: CheckedSelection): string {
  if (format === undefined) return '*';
  if (name !== undefined) return `${format}/${namespace ?? ''}/${name}`;
  return namespace === undefined ? `${format}/*` : `${format}/${namespace}/*`;
}

/** Whether two selections may have a package in common. What is known at deployment only may be anything. */
export function overlap(left: CheckedSelection, right: CheckedSelection): boolean {
  return (
    agree(left.format, right.format) && agree(namespaceOf(left), namespaceOf(right)) && agree(left.name, right.name)
  );
}

/** A name without a namespace is that of a package that has none. */
function namespaceOf({ namespace, name }: CheckedSelection): string | undefined {
  return namespace ?? (name === undefined ? undefined : '');
}

/** A scope of npm without its `@`, as CodeArtifact has it. */
export function bareScope<T>(namespace: T): T | string {
  return typeof namespace === 'string' && !Token.isUnresolved(namespace) ? namespace.replace(/^@/, '') : namespace;
}

function checkPath(
  problems: Problems,
  format: PackageFormat | undefined,
  namespace: string | undefined,
  name: string | undefined,
): void {
  if (format === undefined) {
    const given = namespace === undefined ? 'packageName' : 'packageNamespace';
    if ((namespace ?? name) !== undefined) problems.add(given, 'needs a format', { cure: 'give the format as well' });
    return;
  }
  const rule = NAMESPACES[format];
  if (namespace !== undefined && rule === 'none') {
    problems.add('packageNamespace', `must not be given: packages of the format ${format} have none`, {
      got: namespace,
    });
  }
  if (name !== undefined && namespace === undefined && rule === 'required') {
    problems.add('packageNamespace', `must be given with a name: packages of the format ${format} have one`);
  }
}
