import ts from 'typescript';
import { nodesIn, parse, type Sources } from './sources';
import { type Violation, violationAt } from './violation';

const DIRECTIVES = ['eslint-disable', '@ts-ignore', '@ts-expect-error', '@ts-nocheck'];

/** Places that silence the compiler or the linter, or that know who extends them. */
export function checkSuppressions(sources: Sources): Violation[] {
  return [...parse(sources).values()].flatMap((file) => [...directives(file), ...expressions(file)]);
}

function directives(file: ts.SourceFile): Violation[] {
  return file.text.split('\n').flatMap((text, index) =>
    DIRECTIVES.filter((directive) => text.includes(directive)).map((directive) => ({
      file: file.fileName,
      line: index + 1,
      problem: `has ${directive}`,
      cure: 'mend what is reported',
    })),
  );
}

function expressions(file: ts.SourceFile): Violation[] {
  return nodesIn(file).flatMap((node) => {
    if (ts.isMetaProperty(node) && node.keywordToken === ts.SyntaxKind.NewKeyword) {
      return [
        violationAt(node, 'has new.target', 'a class does not know its subclasses: give it a method to override'),
      ];
    }
    const isCast = ts.isAsExpression(node) || ts.isTypeAssertionExpression(node);
    return isCast && node.type.kind === ts.SyntaxKind.AnyKeyword
      ? [violationAt(node, 'casts to any', 'write the type, or narrow from unknown')]
      : [];
  });
}
