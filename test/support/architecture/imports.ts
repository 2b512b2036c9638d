import { posix } from 'node:path';
import ts from 'typescript';
import { type Files, nodesIn } from './sources';

/** Something that a file imports or re-exports, as a value or as a type. */
export interface Import {
  /** The module as it is written; code where it is computed. */
  readonly specifier: string;
  readonly node: ts.Node;
}

export function importsOf(file: ts.SourceFile): Import[] {
  return nodesIn(file).flatMap((node) => {
    const specifier = specifierOf(node);
    if (specifier === undefined) return [];
    return [{ specifier: ts.isStringLiteralLike(specifier) ? specifier.text : specifier.getText(), node }];
  });
}

function specifierOf(node: ts.Node): ts.Node | undefined {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return node.moduleSpecifier;
  if (ts.isExternalModuleReference(node)) return node.expression;
  if (ts.isImportTypeNode(node)) return ts.isLiteralTypeNode(node.argument) ? node.argument.literal : node.argument;
  if (ts.isCallExpression(node) && isLoader(node.expression)) return node.arguments[0];
  return undefined;
}

function isLoader(callee: ts.Expression): boolean {
  return callee.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(callee) && callee.text === 'require');
}

export function isRelative(specifier: string): boolean {
  return /^\.\.?(?:\/|$)/.test(specifier);
}

/** The path of the file that a relative specifier means; without an ending where there is no such file. */
export function resolvePath(files: Files, importer: string, specifier: string): string {
  const path = posix.join(posix.dirname(importer), specifier).replace(/\/$/, '');
  const bare = path.replace(/\.[jt]s$/, '');
  return [`${path}.ts`, `${bare}.ts`, `${path}/index.ts`].find((candidate) => files.has(candidate)) ?? bare;
}
