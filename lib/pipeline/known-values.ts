import { variablesNamespace } from '../core/artifact';

/** An action as CloudFormation gets it. */
export interface ResolvedAction {
  readonly name: string;
  readonly namespace?: string;
  readonly runOrder?: number;
  readonly actionTypeId?: { readonly provider?: string };
  readonly outputVariables?: string[];
}

/** A stage as CloudFormation gets it. */
export interface ResolvedStage {
  readonly name: string;
  readonly actions: ResolvedAction[];
}

/** An action and its stage. */
export interface PlacedAction {
  readonly stageName: string;
  readonly action: ResolvedAction;
}

/** A rule that a value breaks, and what to do about it. */
export interface BrokenRule {
  readonly rule: string;
  readonly cure: string;
}

/** What CodePipeline and rules put in by themselves. */
const OF_SERVICE: readonly string[] = ['codepipeline', 'rule'];

/** The values of the actions that run before something. */
export class KnownValues {
  constructor(private readonly earlier: readonly PlacedAction[]) {}

  /** What is wrong with a value that this action or stage takes; nothing where it is known, or may be. */
  public wrongWith(namespace: string, name: string, taker: string): BrokenRule | undefined {
    if (OF_SERVICE.includes(namespace)) return undefined;
    const giver = this.earlier.find(({ action }) => action.namespace === namespace);
    if (giver !== undefined) return undeclared(giver, name);
    const silent = this.earlier.find(
      ({ stageName, action }) =>
        action.namespace === undefined && variablesNamespace(stageName, action.name) === namespace,
    );
    if (silent !== undefined) {
      const rule = `must not take a value of ${silent.action.name} of ${silent.stageName}, which has none`;
      return { rule, cure: this.givers(silent.stageName) };
    }
    const stage = this.earlier.find(({ stageName }) =>
      namespace.startsWith(`${stageName.replace(/[^A-Za-z0-9-]/g, '_')}_`),
    );
    return {
      rule: `must not take a value of an action that does not run before ${taker}`,
      cure: `name stage and target as they are, in an earlier place${stage === undefined ? '' : `; ${this.givers(stage.stageName)}`}`,
    };
  }

  private givers(stageName: string): string {
    const givers = this.earlier.filter((each) => each.stageName === stageName && each.action.namespace !== undefined);
    return `in ${stageName} those with values are ${listed(givers.map(({ action }) => action.name))}`;
  }
}

/** Only of commands is it known what they tell: https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-Commands.html */
function undeclared({ action, stageName }: PlacedAction, name: string): BrokenRule | undefined {
  if (action.actionTypeId?.provider !== 'Commands') return undefined;
  const { outputVariables = [] } = action;
  if (outputVariables.includes(name)) return undefined;
  const rule = `must take a value that ${action.name} of ${stageName} tells, which are ${listed(outputVariables)}`;
  return { rule, cure: 'add it to outputVariables, which Verification.commands takes' };
}

function listed(names: readonly string[]): string {
  return names.length === 0 ? 'none' : names.map((name) => `'${name}'`).join(', ');
}
