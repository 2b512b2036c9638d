import ts from 'typescript';
import { tagsOf } from './docs';
import { isBehavioural } from './interfaces';
import { parse, type Sources } from './sources';
import { membersOf, surfaceOf } from './surface';
import { type Violation, violationAt, type Wrong } from './violation';

/** Optional properties of public structs that do not say what happens without them, and required ones that do. */
export function checkDefaults(sources: Sources): Violation[] {
  const files = parse(sources);
  return surfaceOf(sources)
    .filter((type) => ts.isInterfaceDeclaration(type))
    .flatMap((type) => {
      const isStruct = !isBehavioural(files, type);
      return membersOf(type).flatMap(({ name, node }) => {
        if (!ts.isPropertySignature(node)) return [];
        const wrong = wrongDefault(node, isStruct);
        return wrong === undefined ? [] : [violationAt(node, `${type.name.text}.${name} ${wrong.problem}`, wrong.cure)];
      });
    });
}

function wrongDefault(node: ts.PropertySignature, isStruct: boolean): Wrong | undefined {
  const text = tagsOf(node, 'default').at(0);
  if (node.questionToken === undefined) {
    if (text === undefined) return undefined;
    return { problem: 'is required and has a @default', cure: 'remove the tag, or make it optional' };
  }
  if (text === undefined) {
    return isStruct
      ? { problem: 'is optional without a @default', cure: 'write @default - what will happen' }
      : undefined;
  }
  if (/^- +\S/.test(text) || isValue(text)) return undefined;
  return { problem: `has the @default "${text}"`, cure: 'write a value alone, or "- " and a sentence' };
}

/** Whether a text is a value in code and nothing else: `'main'`, `Duration.days(7)`, `RemovalPolicy.RETAIN`. */
function isValue(text: string): boolean {
  const { statements } = ts.createSourceFile('default.ts', `(${text}\n)`, ts.ScriptTarget.Latest, true);
  const statement = statements.at(0);
  if (statements.length !== 1 || statement === undefined || !ts.isExpressionStatement(statement)) return false;
  const { expression } = statement;
  if (!ts.isParenthesizedExpression(expression)) return false;
  return expression.expression.getText() === text && isLiteral(expression.expression);
}

function isLiteral(node: ts.Expression): boolean {
  if (ts.isPropertyAccessExpression(node)) return ts.isIdentifier(node.expression) || isLiteral(node.expression);
  if (ts.isCallExpression(node)) return isLiteral(node.expression) && node.arguments.every(isLiteral);
  if (ts.isNewExpression(node)) return (node.arguments ?? []).every(isLiteral);
  if (ts.isArrayLiteralExpression(node)) return node.elements.every(isLiteral);
  if (ts.isPrefixUnaryExpression(node)) return ts.isNumericLiteral(node.operand);
  if (ts.isObjectLiteralExpression(node)) {
    return node.properties.every((property) => ts.isPropertyAssignment(property) && isLiteral(property.initializer));
  }
  return (
    ts.isStringLiteralLike(node) ||
    ts.isNumericLiteral(node) ||
    node.kind === ts.SyntaxKind.TrueKeyword ||
    node.kind === ts.SyntaxKind.FalseKeyword
  );
}
