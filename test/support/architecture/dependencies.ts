import { isBuiltin } from 'node:module';
import { importsOf, isRelative } from './imports';
import { filesIn, type Sources } from './sources';
import { type Violation, violationAt } from './violation';

/** Modules that lib/ imports although the package does not bring them. */
export function checkDependencies(sources: Sources): Violation[] {
  return filesIn(sources, 'lib').flatMap((file) =>
    importsOf(file)
      .filter(({ specifier }) => !isAllowed(specifier))
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
  if (!specifier.startsWith('node:') && isBuiltin(specifier)) return `write node:${specifier}`;
  if (specifier.startsWith('aws-cdk-lib/')) return 'import the public module of aws-cdk-lib';
  return 'use aws-cdk-lib, constructs, a builtin of Node or a relative file';
}
