import ts from 'typescript';
import { isInternal } from './docs';
import { publicNames } from './public-index';
import { type Resolved, resolveEntity } from './resolution';
import { type Files, parse, type Sources } from './sources';

export type PublicType = ts.ClassDeclaration | ts.InterfaceDeclaration | ts.EnumDeclaration;

export type MemberNode =
  | ts.PropertyDeclaration
  | ts.ParameterDeclaration
  | ts.MethodDeclaration
  | ts.AccessorDeclaration
  | ts.PropertySignature
  | ts.MethodSignature
  | ts.EnumMember;

/** What users see of a declaration: public and protected, not internal. */
export interface PublicMember {
  readonly name: string;
  readonly node: MemberNode;
  readonly isStatic: boolean;
}

/** The classes, interfaces and enums that lib/index.ts exports. */
export function publicTypes(sources: Sources): PublicType[] {
  return publicNames(sources).flatMap(({ declaration }) =>
    declaration !== undefined && isPublicType(declaration) ? [declaration] : [],
  );
}

/** The public types, and the types that they inherit public members from without naming them to users. */
export function surfaceOf(sources: Sources): PublicType[] {
  const files = parse(sources);
  const surface = new Set(publicTypes(sources));
  for (const type of surface) {
    for (const base of basesOf(files, type, ts.SyntaxKind.ExtendsKeyword)) {
      if (base.kind === 'declaration' && isPublicType(base.declaration)) surface.add(base.declaration);
    }
  }
  return [...surface];
}

/** What a type extends or implements. */
export function basesOf(files: Files, type: PublicType, ...kinds: ts.HeritageClause['token'][]): Resolved[] {
  return heritageOf(type)
    .filter(({ token }) => kinds.includes(token))
    .flatMap(({ types }) => [...types])
    .flatMap(({ expression }) => resolveEntity(files, expression) ?? []);
}

export function heritageOf(type: PublicType): readonly ts.HeritageClause[] {
  return ts.isEnumDeclaration(type) ? [] : (type.heritageClauses ?? []);
}

export function membersOf(type: PublicType): PublicMember[] {
  const nodes: readonly ts.Node[] = type.members;
  return nodes
    .flatMap((node) => (ts.isConstructorDeclaration(node) ? [...node.parameters] : [node]))
    .filter(isMember)
    .filter((node) => isVisible(node) && !isInternal(node))
    .map((node) => ({ name: nameOf(node), node, isStatic: hasModifier(node, ts.ModifierFlags.Static) }))
    .filter(({ name }) => !name.startsWith('_') && !name.startsWith('#'));
}

/** The constructors that users call or extend. */
export function constructorsOf(type: PublicType): ts.ConstructorDeclaration[] {
  const nodes: readonly ts.Node[] = type.members;
  return nodes
    .filter((node) => ts.isConstructorDeclaration(node))
    .filter((node) => isVisible(node) && !isInternal(node));
}

export function isPublicType(node: ts.Node): node is PublicType {
  return ts.isClassDeclaration(node) || ts.isInterfaceDeclaration(node) || ts.isEnumDeclaration(node);
}

function isMember(node: ts.Node): node is MemberNode {
  if (ts.isParameter(node)) return ts.isParameterPropertyDeclaration(node, node.parent);
  return (
    ts.isPropertyDeclaration(node) ||
    ts.isMethodDeclaration(node) ||
    ts.isAccessor(node) ||
    ts.isPropertySignature(node) ||
    ts.isMethodSignature(node) ||
    ts.isEnumMember(node)
  );
}

function nameOf({ name }: MemberNode): string {
  return ts.isStringLiteralLike(name) ? name.text : name.getText();
}

function isVisible(node: ts.Declaration): boolean {
  return !hasModifier(node, ts.ModifierFlags.Private);
}

export function hasModifier(node: ts.Declaration, flag: ts.ModifierFlags): boolean {
  return (ts.getCombinedModifierFlags(node) & flag) !== 0;
}
