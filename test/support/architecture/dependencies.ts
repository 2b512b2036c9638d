import { isBuiltin } from 'node:module';
import { importsOf, isRelative } from './imports';
import { filesIn, type Sources } from './sources';
import { type Violation, violationAt } from './violation';

/** What the package brings inside of itself, each by the one file that imports it. */
export const BUNDLED: Readonly<Record<string, string>> = { yaml: 'lib/core/yaml.ts' };

/** Modules that lib/ imports although the package does not bring them. */
export function checkDependencies(sources: Sources): Violation[] {
  return filesIn(sources, 'lib').flatMap((file) =>
    importsOf(file)
      .filter(({ specifier }) => !isAllowed(specifier) && BUNDLED[specifier] !== file.fileName)
      .map(({ specifier, node }) => violationAt(node, `imports ${specifier}`, cureFor(specifier))),
  );
}

function isAllowed(specifier: string): boolean {
  if (specifier.startsWith('node:')) return isBuiltin(specifier);
  return isRelative(specifier) || specifier === 'constructs' || isPublicCdk(specifier);
}

function isPublicCdk(specifier: string): boolean {
  const [name, ...rest] = specifier.split('/');
  return name === 'aws-cdk-lib' && !rest.includes('lib');
}

function cureFor(specifier: string): string {
  if (Object.hasOwn(BUNDLED, specifier)) return `leave that to ${BUNDLED[specifier]}`;
  if (!specifier.startsWith('node:') && isBuiltin(specifier)) return `write node:${specifier}`;
  if (specifier.startsWith('aws-cdk-lib/')) return 'import the public module of aws-cdk-lib';
  return 'use aws-cdk-lib, constructs, a builtin of Node or a relative file';
}
