import { Stack } from 'aws-cdk-lib';
import { CfnPipeline } from 'aws-cdk-lib/aws-codepipeline';
import type { Pipeline } from 'aws-cdk-lib/aws-codepipeline';
import type { Problems } from '../core/problems';
import { KnownValues } from './known-values';
import type { BrokenRule, PlacedAction, ResolvedStage } from './known-values';

/**
 * What is wrong with the values that actions and rules take: CodePipeline refuses a pipeline that names a variable which it does not have, or one of an action that does not run before.
 * All of it is known when the whole pipeline is.
 */
export function unknownValues(problems: Problems, pipeline: Pipeline, declared: ReadonlySet<string>): string[] {
  const resource = pipeline.node.defaultChild;
  if (!(resource instanceof CfnPipeline)) return [];
  const stages = Stack.of(pipeline).resolve(resource.stages) as ResolvedStage[];
  const found = new Set<string>();
  const before: PlacedAction[] = [];
  for (const { actions, ...conditions } of stages) {
    const stageName = conditions.name;
    const placed = actions.map((action) => ({ stageName, action }));
    const subject = problems.subjectOf(`stages['${stageName}']`);
    const look = (part: object, taker: string, known: PlacedAction[]): void => {
      for (const { rule, got, cure } of wrongIn(part, taker, declared, new KnownValues(known))) {
        const prop = rule === UNDECLARED ? problems.subjectOf('variables') : subject;
        found.add(`${prop}: ${rule}, got '${got}'; ${cure}`);
      }
    };
    look(conditions, stageName, [...before, ...placed]);
    for (const action of actions) {
      const earlier = placed.filter(({ action: { runOrder = 1 } }) => runOrder < (action.runOrder ?? 1));
      look(action, action.name, [...before, ...earlier]);
    }
    before.push(...placed);
  }
  return [...found];
}

const UNDECLARED = 'must have every variable that an action names';

interface WrongValue extends BrokenRule {
  readonly got: string;
}

function wrongIn(part: object, taker: string, declared: ReadonlySet<string>, known: KnownValues): WrongValue[] {
  const values = [...JSON.stringify(part).matchAll(/#\{([A-Za-z0-9@_-]+)\.([^}"]+)\}/g)];
  return values.flatMap(([got, namespace = '', name = '']) => {
    if (namespace === 'variables') {
      return declared.has(name) ? [] : [{ rule: UNDECLARED, got, cure: 'add the PipelineVariable' }];
    }
    const wrong = known.wrongWith(namespace, name, taker);
    return wrong === undefined ? [] : [{ ...wrong, got }];
  });
}
