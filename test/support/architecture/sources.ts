import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** Texts of source files, by their path from the root of the project. */
export type Sources = Readonly<Record<string, string>>;

export type Files = ReadonlyMap<string, ts.SourceFile>;

/** The TypeScript sources in some folders, without what a build leaves there. */
export function readSources(root: string, folders: readonly string[]): Sources {
  const paths = folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map(
      (path) => `${folder}/${path.replaceAll('\\', '/')}`,
    ),
  );
  return Object.fromEntries(
    paths
      .filter(isSource)
      .sort()
      .map((path) => [path, readFileSync(join(root, path), 'utf8')]),
  );
}

function isSource(path: string): boolean {
  return path.endsWith('.ts') && !path.endsWith('.d.ts') && !path.startsWith('lib/handlers/');
}

const parsed = new WeakMap<Sources, Files>();

/** The syntax trees of sources, each parsed once. */
export function parse(sources: Sources): Files {
  const files =
    parsed.get(sources) ??
    new Map(
      Object.entries(sources).map(([path, text]) => [
        path,
        ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true),
      ]),
    );
  parsed.set(sources, files);
  return files;
}

/** The syntax trees below one folder. */
export function filesIn(sources: Sources, folder: string): ts.SourceFile[] {
  return [...parse(sources)].filter(([path]) => path.startsWith(`${folder}/`)).map(([, file]) => file);
}

/** Every node below this one, and itself. */
export function nodesIn(node: ts.Node): ts.Node[] {
  const nodes: ts.Node[] = [];
  const visit = (current: ts.Node): void => {
    nodes.push(current);
    ts.forEachChild(current, visit);
  };
  visit(node);
  return nodes;
}
