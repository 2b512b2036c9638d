import ts from 'typescript';
import { isRelative, resolvePath } from './imports';
import type { Files } from './sources';

export type Declaration =
  | ts.ClassDeclaration
  | ts.InterfaceDeclaration
  | ts.EnumDeclaration
  | ts.TypeAliasDeclaration
  | ts.FunctionDeclaration
  | ts.VariableDeclaration;

/** What a name in a file stands for. */
export type Resolved =
  | { readonly kind: 'declaration'; readonly declaration: Declaration }
  | { readonly kind: 'namespace'; readonly file: ts.SourceFile }
  /** Something of a file that is not among the sources. */
  | { readonly kind: 'external'; readonly name: string };

/** What a name in a file stands for; nothing where the file neither declares, imports nor re-exports it. */
export function resolve(files: Files, file: ts.SourceFile, name: string): Resolved | undefined {
  return resolveUnseen(files, file, name, new Set());
}

/** What the name of a type or of a base stands for, `Name` or `namespace.Name`. */
export function resolveEntity(files: Files, entity: ts.EntityName | ts.Expression): Resolved | undefined {
  if (ts.isIdentifier(entity)) return resolve(files, entity.getSourceFile(), entity.text);
  const [left, right] = ts.isQualifiedName(entity)
    ? [entity.left, entity.right]
    : ts.isPropertyAccessExpression(entity)
      ? [entity.expression, entity.name]
      : [];
  if (left === undefined || right === undefined) return undefined;
  const owner = resolveEntity(files, left);
  if (owner?.kind === 'external') return { kind: 'external', name: right.text };
  return owner?.kind === 'namespace' ? resolve(files, owner.file, right.text) : undefined;
}

function resolveUnseen(files: Files, file: ts.SourceFile, name: string, seen: Set<string>): Resolved | undefined {
  const key = `${file.fileName} ${name}`;
  if (seen.has(key)) return undefined;
  seen.add(key);
  for (const statement of file.statements) {
    const declaration = declarationsIn(statement).find((it) => it.name?.getText() === name);
    if (declaration !== undefined) return { kind: 'declaration', declaration };
    const binding = bindingIn(statement, name);
    if (binding === undefined || (binding.from === undefined && binding.name === name)) continue;
    if (binding.from === undefined) return resolveUnseen(files, file, binding.name ?? name, seen);
    const target = isRelative(binding.from) ? files.get(resolvePath(files, file.fileName, binding.from)) : undefined;
    if (target === undefined) return { kind: 'external', name: binding.name ?? name };
    if (binding.name === undefined) return { kind: 'namespace', file: target };
    return resolveUnseen(files, target, binding.name, seen);
  }
  return undefined;
}

function declarationsIn(statement: ts.Statement): readonly Declaration[] {
  if (ts.isVariableStatement(statement)) return statement.declarationList.declarations;
  const isDeclaration =
    ts.isClassDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isEnumDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement) ||
    ts.isFunctionDeclaration(statement);
  return isDeclaration ? [statement] : [];
}

interface Binding {
  /** The name over there; undefined for a whole namespace. */
  readonly name?: string;
  /** The module; undefined for this file. */
  readonly from?: string;
}

function bindingIn(statement: ts.Statement, name: string): Binding | undefined {
  if (ts.isImportDeclaration(statement)) {
    const from = textOf(statement.moduleSpecifier);
    const clause = statement.importClause;
    if (clause?.name?.text === name) return { name: 'default', from };
    if (clause?.namedBindings === undefined) return undefined;
    if (ts.isNamespaceImport(clause.namedBindings)) {
      return clause.namedBindings.name.text === name ? { from } : undefined;
    }
    return named(clause.namedBindings.elements, name, from);
  }
  if (ts.isExportDeclaration(statement) && statement.exportClause && ts.isNamedExports(statement.exportClause)) {
    return named(statement.exportClause.elements, name, statement.moduleSpecifier && textOf(statement.moduleSpecifier));
  }
  return undefined;
}

function named(
  elements: readonly (ts.ImportSpecifier | ts.ExportSpecifier)[],
  name: string,
  from: string | undefined,
): Binding | undefined {
  const element = elements.find((it) => it.name.text === name);
  return element && { name: (element.propertyName ?? element.name).text, from };
}

function textOf(node: ts.Expression): string {
  return ts.isStringLiteralLike(node) ? node.text : node.getText();
}
