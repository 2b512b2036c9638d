import ts from 'typescript';
import { basesOf, hasModifier, membersOf, publicTypes, surfaceOf } from './surface';
import { type Files, filesIn, parse, type Sources } from './sources';
import { type Violation, violationAt } from './violation';

const BEHAVIOURAL_NAME = /^I[A-Z]/;

/** Public interfaces whose name says struct and that behave, or the other way round. */
export function checkInterfaceNames(sources: Sources): Violation[] {
  const files = parse(sources);
  return publicTypes(sources)
    .filter((type) => ts.isInterfaceDeclaration(type))
    .flatMap((type) => {
      const name = type.name.text;
      if (isBehavioural(files, type)) {
        return BEHAVIOURAL_NAME.test(name)
          ? []
          : [violationAt(type, `${name} has behaviour`, `call it I${name}, or leave only readonly properties`)];
      }
      return BEHAVIOURAL_NAME.test(name)
        ? [violationAt(type, `${name} is a struct`, 'call it without the I, or give it a method')]
        : [];
    });
}

/** Properties that can be set, of public structs and of everything called Props or Options. */
export function checkReadonly(sources: Sources): Violation[] {
  const files = parse(sources);
  const structs = surfaceOf(sources)
    .filter((type) => ts.isInterfaceDeclaration(type))
    .filter((type) => !isBehavioural(files, type));
  const named = filesIn(sources, 'lib')
    .flatMap((file) => file.statements.filter((statement) => ts.isInterfaceDeclaration(statement)))
    .filter((type) => hasModifier(type, ts.ModifierFlags.Export) && /(?:Props|Options)$/.test(type.name.text));
  return [...new Set([...structs, ...named])].flatMap((type) =>
    membersOf(type)
      .filter(({ node }) => ts.isPropertySignature(node) && !hasModifier(node, ts.ModifierFlags.Readonly))
      .map(({ node, name }) => violationAt(node, `${type.name.text}.${name} can be set`, 'make it readonly')),
  );
}

/** Whether an interface is more than a bag of values: it has methods, or extends an interface that is more. */
export function isBehavioural(files: Files, type: ts.InterfaceDeclaration): boolean {
  if (type.members.some((member) => ts.isMethodSignature(member) || ts.isCallSignatureDeclaration(member))) return true;
  return basesOf(files, type, ts.SyntaxKind.ExtendsKeyword).some((base) => {
    if (base.kind === 'external') return BEHAVIOURAL_NAME.test(base.name);
    if (base.kind !== 'declaration') return false;
    return (
      ts.isClassDeclaration(base.declaration) ||
      (ts.isInterfaceDeclaration(base.declaration) && isBehavioural(files, base.declaration))
    );
  });
}
