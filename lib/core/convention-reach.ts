import { Stage } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

type Apply = (scope: IConstruct) => void;

const APPLIED = new WeakMap<IConstruct, Apply[]>();
const REACHED = new WeakSet<IConstruct>();

/**
 * Applies aspects to a scope and, since aspects stop at the stages of the CDK, to the stages below: those that are there, and others when something in them asks for
 * a convention first.
 */
export function applyAspects(scope: IConstruct, apply: Apply): void {
  // What comes from further away must come first: what is applied last wins.
  const stage = Stage.of(scope);
  if (stage !== undefined) reachStage(stage);
  apply(scope);
  APPLIED.set(scope, [...(APPLIED.get(scope) ?? []), apply]);
  for (const below of stagesBelow(scope)) {
    if (REACHED.has(below)) apply(below);
    else reachStage(below);
  }
}

/** Applies to a stage what was applied to what it is in. */
export function reachStage(scope: IConstruct): void {
  if (!Stage.isStage(scope) || REACHED.has(scope)) return;
  REACHED.add(scope);
  for (const above of scope.node.scopes.slice(0, -1)) {
    for (const apply of APPLIED.get(above) ?? []) apply(scope);
  }
}

/** The stages below a scope of which nothing is known. */
export function unreachedStages(scope: IConstruct): Stage[] {
  return stagesBelow(scope).filter((stage) => !REACHED.has(stage));
}

function stagesBelow(scope: IConstruct): Stage[] {
  return scope.node.findAll().filter((node): node is Stage => node !== scope && Stage.isStage(node));
}
