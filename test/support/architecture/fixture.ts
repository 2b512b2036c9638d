import type { Sources } from './sources';

/** Sources with one file of lib/, and an index that exports names of it. */
export function published(names: string, text: string): Sources {
  return { 'lib/index.ts': `export { ${names} } from './core/file';\n`, 'lib/core/file.ts': text };
}
