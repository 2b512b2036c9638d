import ts from 'typescript';
import { type Files, parse, type Sources } from './sources';
import { constructorsOf, heritageOf, membersOf, type PublicMember, type PublicType, surfaceOf } from './surface';
import { foreignResultsIn, foreignTypesIn } from './type-rules';
import { type Violation, violationAt } from './violation';

const CURES: Readonly<Record<string, string>> = {
  'a union':
    'offer one type: an interface, an enum, or a class with static factories (where it may be absent: name?: Type)',
  'a literal type': 'use an enum, or a class with static factories',
  'a tuple': 'use a struct',
  'a function type': 'use a behavioural interface with one method',
};
const CURE =
  'use a type that every language of the CDK has: a class, an interface, an enum, an array or a Record by string';

/** Signatures of the public surface that other languages of the CDK cannot say. */
export function checkPublicSignatures(sources: Sources): Violation[] {
  const files = parse(sources);
  return surfaceOf(sources).flatMap((type) => [
    ...checkGenerics(type),
    ...checkOverloads(type),
    ...constructorsOf(type).flatMap((node) => checkParameters(files, `the constructor of ${titleOf(type)}`, node)),
    ...checkNamelessMembers(files, type),
    ...membersOf(type)
      .filter(({ node }) => !isCheckedWithConstructor(type, node))
      .flatMap((member) => checkMember(files, titleOf(type), member)),
  ]);
}

function isCheckedWithConstructor(type: PublicType, member: ts.Node): boolean {
  return ts.isParameter(member) && constructorsOf(type).some((node) => node === member.parent);
}

function titleOf(type: PublicType): string {
  return type.name?.text ?? 'a class without a name';
}

function checkGenerics(type: PublicType): Violation[] {
  const cure = 'name one type, or make a class for each';
  if (ts.isEnumDeclaration(type)) return [];
  return [
    ...(type.typeParameters === undefined ? [] : [violationAt(type, `${titleOf(type)} is generic`, cure)]),
    ...heritageOf(type)
      .flatMap(({ types }) => [...types])
      .filter(({ typeArguments }) => typeArguments !== undefined)
      .map((base) => violationAt(base, `${titleOf(type)} has a generic base`, cure)),
  ];
}

function checkOverloads(type: PublicType): Violation[] {
  const seen = new Set<string>();
  const methods = membersOf(type).filter(({ node }) => ts.isMethodDeclaration(node) || ts.isMethodSignature(node));
  const callables = [
    ...methods.map(({ name, node, isStatic }) => ({ name: isStatic ? `static ${name}` : name, node })),
    ...constructorsOf(type).map((node) => ({ name: 'constructor', node })),
  ];
  return callables.flatMap(({ name, node }) => {
    const isOverload = seen.has(name);
    seen.add(name);
    return isOverload
      ? [
          violationAt(
            node,
            `${titleOf(type)}.${name} is overloaded`,
            'give each its own name, or take an options struct',
          ),
        ]
      : [];
  });
}

/** Call, construct and index signatures. */
function checkNamelessMembers(files: Files, type: PublicType): Violation[] {
  const nodes: readonly ts.Node[] = type.members;
  return nodes.flatMap((node) => {
    if (ts.isIndexSignatureDeclaration(node)) {
      return foreignTypesIn(files, node.type).map((it) => wrongType(node, `the index of ${titleOf(type)}`, it));
    }
    return ts.isCallSignatureDeclaration(node) || ts.isConstructSignatureDeclaration(node)
      ? [wrongType(node, titleOf(type), 'a function type')]
      : [];
  });
}

function checkMember(files: Files, owner: string, { name, node }: PublicMember): Violation[] {
  const title = `${owner}.${name}`;
  if (ts.isEnumMember(node)) return [];
  if (ts.isSetAccessor(node)) return checkParameters(files, title, node);
  if (ts.isPropertyDeclaration(node) || ts.isPropertySignature(node) || ts.isParameter(node)) {
    return checkType(node, title, node.type, (type) => foreignTypesIn(files, type));
  }
  return [
    ...(node.typeParameters === undefined
      ? []
      : [violationAt(node, `${title} is generic`, 'name one type, or make a method for each')]),
    ...checkParameters(files, title, node),
    ...checkType(node, title, node.type, (type) => foreignResultsIn(files, type)),
  ];
}

function checkParameters(files: Files, title: string, node: ts.SignatureDeclaration): Violation[] {
  return node.parameters.flatMap((parameter) =>
    checkType(parameter, `${title}(${parameter.name.getText()})`, parameter.type, (type) =>
      foreignTypesIn(files, type),
    ),
  );
}

function checkType(
  node: ts.Node,
  title: string,
  type: ts.TypeNode | undefined,
  foreign: (type: ts.TypeNode) => string[],
): Violation[] {
  if (type === undefined) return [violationAt(node, `${title} has no written type`, 'write the type')];
  return foreign(type).map((it) => wrongType(type, title, it));
}

function wrongType(node: ts.Node, title: string, foreign: string): Violation {
  return violationAt(node, `${title} has ${foreign}`, CURES[foreign.replace(/ \(.*$/, '')] ?? CURE);
}
