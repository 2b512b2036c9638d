import ts from 'typescript';
import { filesIn, nodesIn, type Sources } from './sources';
import { type Violation, violationAt } from './violation';

/** The first folders of paths that only one machine has. */
const MACHINE_FOLDERS = ['home', 'work', 'tmp', 'Users'];
const MACHINE_PATH = new RegExp(`^(?:/(?:${MACHINE_FOLDERS.join('|')})|[A-Za-z]:\\\\)`);

const CURE = 'the same input gives the same template: take it as a prop';

/** Places of lib/ that read the environment, the time, chance, or a path of one machine. */
export function checkDeterminism(sources: Sources): Violation[] {
  return filesIn(sources, 'lib').flatMap((file) =>
    nodesIn(file).flatMap((node) => {
      const problem = problemOf(node);
      return problem === undefined ? [] : [violationAt(node, problem, CURE)];
    }),
  );
}

function problemOf(node: ts.Node): string | undefined {
  if (takes(node, 'process', 'env')) return 'reads process.env';
  if (takes(node, 'Math', 'random')) return 'reads Math.random';
  if (takes(node, 'globalThis', 'Date') || (ts.isIdentifier(node) && node.text === 'Date' && !isMemberName(node))) {
    return 'reads Date';
  }
  if ((ts.isStringLiteralLike(node) || ts.isTemplateHead(node)) && MACHINE_PATH.test(node.text)) {
    return 'names a path of one machine';
  }
  return undefined;
}

/** `object.member`, `object['member']`, `const { member } = object` or `import { member } from 'node:object'`. */
function takes(node: ts.Node, object: string, member: string): boolean {
  if (ts.isPropertyAccessExpression(node)) return node.name.text === member && isNamed(node.expression, object);
  if (ts.isElementAccessExpression(node)) {
    const { argumentExpression: key } = node;
    return ts.isStringLiteralLike(key) && key.text === member && isNamed(node.expression, object);
  }
  if (ts.isBindingElement(node) && ts.isObjectBindingPattern(node.parent)) {
    const { initializer } = node.parent.parent;
    return bindingName(node) === member && initializer !== undefined && isNamed(initializer, object);
  }
  if (!ts.isImportSpecifier(node) || (node.propertyName ?? node.name).text !== member) return false;
  const { moduleSpecifier } = node.parent.parent.parent;
  return ts.isStringLiteralLike(moduleSpecifier) && moduleSpecifier.text.replace('node:', '') === object;
}

function isNamed(expression: ts.Expression, name: string): boolean {
  return (
    (ts.isIdentifier(expression) && expression.text === name) ||
    (ts.isPropertyAccessExpression(expression) && expression.name.text === name)
  );
}

function bindingName(element: ts.BindingElement): string {
  return (element.propertyName ?? element.name).getText();
}

function isMemberName(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.name === node;
  if (ts.isQualifiedName(parent)) return parent.right === node;
  return (
    (ts.isPropertyAssignment(parent) ||
      ts.isEnumMember(parent) ||
      ts.isClassElement(parent) ||
      ts.isTypeElement(parent)) &&
    parent.name === node
  );
}
