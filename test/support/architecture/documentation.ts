import ts from 'typescript';
import { descriptionOf } from './docs';
import { publicNames } from './public-index';
import { type Files, parse, type Sources } from './sources';
import {
  basesOf,
  isPublicType,
  membersOf,
  type PublicMember,
  type PublicType,
  publicTypes,
  surfaceOf,
} from './surface';
import { type Violation, violationAt } from './violation';

/** Public declarations and members that nothing is said about. */
export function checkDocumentation(sources: Sources): Violation[] {
  const files = parse(sources);
  const published = new Set(publicTypes(sources));
  const types = publicNames(sources).flatMap(({ name, declaration }) =>
    declaration === undefined || descriptionOf(declaration) !== ''
      ? []
      : [violationAt(declaration, `${name} has no description`, 'say what it is in a JSDoc comment')],
  );
  const members = surfaceOf(sources).flatMap((type) => {
    const inherited = ts.isClassDeclaration(type) ? inheritedDocs(files, type, published) : new Set<string>();
    return undocumented(membersOf(type))
      .filter(({ name, isStatic }) => isStatic || !inherited.has(name))
      .map(({ name, node }) =>
        violationAt(node, `${type.name?.text ?? ''}.${name} has no description`, 'say what it is in a JSDoc comment'),
      );
  });
  return [...types, ...members];
}

/** Members without a description; a getter may speak for its setter. */
function undocumented(members: readonly PublicMember[]): PublicMember[] {
  const key = ({ name, isStatic }: PublicMember): string => `${isStatic} ${name}`;
  const done = new Set(members.filter(({ node }) => descriptionOf(node) !== '').map(key));
  return members.filter((member) => {
    const isMissing = !done.has(key(member));
    done.add(key(member));
    return isMissing;
  });
}

/** The names of the members that the public types above a type describe. */
function inheritedDocs(files: Files, type: PublicType, published: ReadonlySet<PublicType>): Set<string> {
  const names = new Set<string>();
  const above = new Set([type]);
  for (const current of above) {
    for (const base of basesOf(files, current, ts.SyntaxKind.ExtendsKeyword, ts.SyntaxKind.ImplementsKeyword)) {
      if (base.kind === 'declaration' && isPublicType(base.declaration)) above.add(base.declaration);
    }
    if (current === type || !published.has(current)) continue;
    for (const { name, node, isStatic } of membersOf(current)) {
      if (!isStatic && descriptionOf(node) !== '') names.add(name);
    }
  }
  return names;
}
