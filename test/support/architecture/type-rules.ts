import ts from 'typescript';
import { resolveEntity } from './resolution';
import type { Files } from './sources';

const { SyntaxKind } = ts;

/** Types that TypeScript alone has. */
const FOREIGN: ReadonlyMap<ts.SyntaxKind, string> = new Map([
  [SyntaxKind.AnyKeyword, 'any'],
  [SyntaxKind.UnknownKeyword, 'unknown'],
  [SyntaxKind.ObjectKeyword, 'object'],
  [SyntaxKind.NeverKeyword, 'never'],
  [SyntaxKind.UndefinedKeyword, 'undefined by itself'],
  [SyntaxKind.SymbolKeyword, 'a symbol'],
  [SyntaxKind.BigIntKeyword, 'a bigint'],
  [SyntaxKind.UnionType, 'a union'],
  [SyntaxKind.IntersectionType, 'an intersection'],
  [SyntaxKind.LiteralType, 'a literal type'],
  [SyntaxKind.TemplateLiteralType, 'a template literal type'],
  [SyntaxKind.TupleType, 'a tuple'],
  [SyntaxKind.FunctionType, 'a function type'],
  [SyntaxKind.ConstructorType, 'a constructor type'],
  [SyntaxKind.TypeLiteral, 'an object type without a name'],
  [SyntaxKind.MappedType, 'a mapped type'],
  [SyntaxKind.ConditionalType, 'a conditional type'],
  [SyntaxKind.TypeQuery, 'typeof'],
  [SyntaxKind.TypeOperator, 'a type operator'],
  [SyntaxKind.IndexedAccessType, 'an indexed access'],
  [SyntaxKind.TypePredicate, 'a type predicate'],
  [SyntaxKind.ImportType, 'an import in a type'],
]);

const PLAIN: ReadonlySet<ts.SyntaxKind> = new Set([
  SyntaxKind.StringKeyword,
  SyntaxKind.NumberKeyword,
  SyntaxKind.BooleanKeyword,
  SyntaxKind.VoidKeyword,
  SyntaxKind.ThisType,
]);

const ARRAYS: ReadonlySet<string> = new Set(['Array', 'ReadonlyArray']);

/** What in a type other languages cannot say; aliases of lib/ are looked into. */
export function foreignTypesIn(files: Files, type: ts.TypeNode, seen: ReadonlySet<ts.Node> = new Set()): string[] {
  if (PLAIN.has(type.kind)) return [];
  if (ts.isArrayTypeNode(type)) return foreignTypesIn(files, type.elementType, seen);
  if (ts.isParenthesizedTypeNode(type)) return foreignTypesIn(files, type.type, seen);
  if (ts.isTypeOperatorNode(type) && type.operator === SyntaxKind.ReadonlyKeyword) {
    return foreignTypesIn(files, type.type, seen);
  }
  if (ts.isTypeLiteralNode(type) && type.members.length > 0) {
    const values = type.members.map((member) => (ts.isIndexSignatureDeclaration(member) ? member.type : undefined));
    if (values.every((value) => value !== undefined)) return values.flatMap((it) => foreignTypesIn(files, it, seen));
  }
  if (ts.isTypeReferenceNode(type)) return foreignReference(files, type, seen);
  return [FOREIGN.get(type.kind) ?? type.getText()];
}

/** The same for what a method or an accessor gives, which may be undefined. */
export function foreignResultsIn(files: Files, type: ts.TypeNode): string[] {
  if (!ts.isUnionTypeNode(type)) return foreignTypesIn(files, type);
  const rest = type.types.filter(({ kind }) => kind !== SyntaxKind.UndefinedKeyword);
  const only = rest.length === 1 ? rest.at(0) : undefined;
  return only !== undefined ? foreignTypesIn(files, only) : foreignTypesIn(files, type);
}

function foreignReference(files: Files, type: ts.TypeReferenceNode, seen: ReadonlySet<ts.Node>): string[] {
  const { typeName, typeArguments = [] } = type;
  const resolved = resolveEntity(files, typeName);
  if (resolved === undefined) return foreignBuiltin(files, type, seen);
  if (typeArguments.length > 0) return ['type arguments'];
  if (resolved.kind !== 'declaration' || !ts.isTypeAliasDeclaration(resolved.declaration)) return [];
  const alias = resolved.declaration;
  if (seen.has(alias)) return ['a type that contains itself'];
  return foreignTypesIn(files, alias.type, new Set([...seen, alias])).map((it) => `${it} (${alias.name.text})`);
}

/** A type that the file neither declares nor imports. */
function foreignBuiltin(files: Files, type: ts.TypeReferenceNode, seen: ReadonlySet<ts.Node>): string[] {
  const name = type.typeName.getText();
  const first = type.typeArguments?.at(0);
  const second = type.typeArguments?.at(1);
  if (ARRAYS.has(name) && first !== undefined) return foreignTypesIn(files, first, seen);
  if (name !== 'Record' || first === undefined || second === undefined) return [name];
  return [
    ...(first.kind === SyntaxKind.StringKeyword ? [] : ['a Record whose keys are no strings']),
    ...foreignTypesIn(files, second, seen),
  ];
}
