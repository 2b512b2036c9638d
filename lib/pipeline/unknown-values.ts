import { Stack } from 'aws-cdk-lib';
import { CfnPipeline } from 'aws-cdk-lib/aws-codepipeline';
import type { Pipeline } from 'aws-cdk-lib/aws-codepipeline';
import type { Problems } from '../core/problems';

interface ResolvedAction {
  readonly name: string;
  readonly namespace?: string;
  readonly runOrder?: number;
}

interface ResolvedStage {
  readonly name: string;
  readonly actions: ResolvedAction[];
}

/** What CodePipeline and rules put in by themselves. */
const OF_SERVICE: readonly string[] = ['codepipeline', 'rule'];

/**
 * What is wrong with the values that actions and rules take: CodePipeline refuses a pipeline that names a variable which it does not have, or one of an action that does not run before.
 * All of it is known when the whole pipeline is.
 */
export function unknownValues(problems: Problems, pipeline: Pipeline, declared: ReadonlySet<string>): string[] {
  const resource = pipeline.node.defaultChild;
  if (!(resource instanceof CfnPipeline)) return [];
  const stages = Stack.of(pipeline).resolve(resource.stages) as ResolvedStage[];
  const found = new Set<string>();
  const known = new Set(OF_SERVICE);
  for (const { actions, ...conditions } of stages) {
    check(problems, found, conditions, declared, new Set([...known, ...namespacesOf(actions)]));
    for (const action of actions) {
      const earlier = actions.filter(({ runOrder = 1 }) => runOrder < (action.runOrder ?? 1));
      check(problems, found, action, declared, new Set([...known, ...namespacesOf(earlier)]));
    }
    for (const namespace of namespacesOf(actions)) known.add(namespace);
  }
  return [...found];
}

function namespacesOf(actions: ResolvedAction[]): string[] {
  return actions.flatMap(({ namespace }) => (namespace === undefined ? [] : [namespace]));
}

function check(
  problems: Problems,
  found: Set<string>,
  part: object,
  declared: ReadonlySet<string>,
  known: ReadonlySet<string>,
): void {
  for (const [whole, namespace, name] of JSON.stringify(part).matchAll(/#\{([A-Za-z0-9@_-]+)\.([^}"]+)\}/g)) {
    if (namespace === 'variables') {
      if (declared.has(name)) continue;
      const rule = 'must have every variable that an action names';
      found.add(`${problems.subjectOf('variables')}: ${rule}, got '${whole}'; add the PipelineVariable`);
    } else if (!known.has(namespace)) {
      const rule = `must not take a value of an action that does not run before${'name' in part ? ` ${String(part.name)}` : ''}`;
      found.add(
        `${problems.subjectOf('stages')}: ${rule}, got '${whole}'; name stage and target as they are, in an earlier place`,
      );
    }
  }
}
