import ts from 'typescript';
import { FLOORS } from './floors';
import { type Declaration, resolve } from './resolution';
import { parse, type Sources } from './sources';
import { type Violation, violationAt } from './violation';

export const INDEX = 'lib/index.ts';

/** A name that lib/index.ts exports. */
export interface PublicName {
  readonly name: string;
  readonly node: ts.ExportSpecifier;
  /** What it stands for, where that is in lib/. */
  readonly declaration?: Declaration;
}

export function publicNames(sources: Sources): PublicName[] {
  const files = parse(sources);
  const index = files.get(INDEX);
  if (index === undefined) return [];
  return namedExports(index).map((node) => {
    const resolved = resolve(files, index, node.name.text);
    return {
      name: node.name.text,
      node,
      declaration: resolved?.kind === 'declaration' ? resolved.declaration : undefined,
    };
  });
}

function namedExports(index: ts.SourceFile): ts.ExportSpecifier[] {
  return index.statements.flatMap((statement) =>
    ts.isExportDeclaration(statement) && statement.exportClause && ts.isNamedExports(statement.exportClause)
      ? [...statement.exportClause.elements]
      : [],
  );
}

/** What stands in lib/index.ts beside sorted, named re-exports of classes, enums and interfaces. */
export function checkPublicIndex(sources: Sources): Violation[] {
  const index = parse(sources).get(INDEX);
  if (index === undefined) return [{ file: INDEX, line: 1, problem: 'is missing', cure: 'export the public surface' }];
  return [...checkStatements(index), ...checkOrder(index), ...checkKinds(sources)];
}

function checkStatements(index: ts.SourceFile): Violation[] {
  return index.statements
    .filter((statement) => folderOf(statement) === undefined)
    .map((statement) =>
      violationAt(statement, 'is no named re-export', "write export { Name } from './folder/file' for each name"),
    );
}

/** The folder of a named re-export. */
function folderOf(statement: ts.Statement): string | undefined {
  if (!ts.isExportDeclaration(statement) || statement.moduleSpecifier === undefined) return undefined;
  if (statement.exportClause === undefined || !ts.isNamedExports(statement.exportClause)) return undefined;
  return /^'\.\/([^/]+)\//.exec(statement.moduleSpecifier.getText().replaceAll('"', "'"))?.[1];
}

function checkOrder(index: ts.SourceFile): Violation[] {
  let highest = 0;
  return index.statements.flatMap((statement) => {
    const folder = folderOf(statement);
    if (folder === undefined) return [];
    const floor = FLOORS.indexOf(folder);
    const before = FLOORS[highest] ?? '';
    highest = Math.max(highest, floor);
    return floor >= highest
      ? []
      : [violationAt(statement, `exports from ${folder} after ${before}`, 'sort the exports by floor')];
  });
}

function checkKinds(sources: Sources): Violation[] {
  return publicNames(sources).flatMap(({ name, node, declaration }) => {
    if (declaration === undefined)
      return [violationAt(node, `exports ${name}, which lib/ does not declare`, 'remove it')];
    const isAllowed =
      ts.isClassDeclaration(declaration) || ts.isInterfaceDeclaration(declaration) || ts.isEnumDeclaration(declaration);
    return isAllowed
      ? []
      : [violationAt(node, `exports ${name}, which is no class, enum or interface`, 'make it one, or keep it inside')];
  });
}
