import ts from 'typescript';
import { hasPage } from './docs';
import type { Sources } from './sources';
import { membersOf, publicTypes } from './surface';
import { type Violation, violationAt } from './violation';

/** Classes whose static methods lead to different things: each of these names its own page. */
const FACADES: ReadonlySet<string> = new Set(['Source', 'DeployTarget', 'Gate']);

/** Classes that stand for no one thing of AWS. */
const WITHOUT_PAGE: ReadonlySet<string> = new Set([
  'Delivery',
  'DeliveryStack',
  'DeliveryArtifact',
  'PipelineArtifacts',
]);

const CURE = 'name the page of AWS by @see https://';

/** Public classes, and ways of facades, that name no page to read on. */
export function checkPages(sources: Sources): Violation[] {
  return publicTypes(sources)
    .filter((type) => ts.isClassDeclaration(type))
    .flatMap((type) => {
      const title = type.name?.text ?? '';
      if (FACADES.has(title)) return checkFacade(title, type);
      return WITHOUT_PAGE.has(title) || hasPage(type) ? [] : [violationAt(type, `${title} has no @see`, CURE)];
    });
}

function checkFacade(title: string, type: ts.ClassDeclaration): Violation[] {
  return membersOf(type)
    .filter(({ node, isStatic }) => isStatic && ts.isMethodDeclaration(node) && !hasPage(node))
    .map(({ name, node }) => violationAt(node, `${title}.${name} has no @see`, CURE));
}
