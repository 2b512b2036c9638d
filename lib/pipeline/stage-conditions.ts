import { CfnPipeline, ExecutionMode, Result } from 'aws-cdk-lib/aws-codepipeline';
import type { Conditions, FailureConditions, Rule } from 'aws-cdk-lib/aws-codepipeline';
import { Construct } from 'constructs';
import type { DeliveryActionContext } from '../core/action';
import { checkChoice, checkRange, checkStruct } from '../core/checks';
import { mapMembers } from '../core/list-checks';
import { LIMITS } from '../core/limits';
import type { Problems } from '../core/problems';
import type { RolePolicy } from '../core/role-policy';
import { SuccessResult } from './delivery-stage';
import type { SuccessCondition } from './delivery-stage';
import { GateResult } from './gate-interface';
import { namePropOf, resultOf, rulesOf } from './gate-segments';
import type { ListedGate } from './gate-segments';
import { RuleGate } from './rule-gate';
import { RulePlace } from './rule-kind';
import type { RuleProvider } from './rule-kind';
import { StageFailure } from './stage-failure';
import { StageRule } from './stage-rule';
import { UniqueNames } from './unique-names';

interface ListedRule {
  readonly rule: StageRule;
  readonly nameProp: string;
}

/** https://docs.aws.amazon.com/codepipeline/latest/userguide/stage-conditions.html#stage-conditions-considerations */
const SKIPPING: readonly RuleProvider[] = ['LambdaInvoke', 'VariableCheck'];

/** Makes the conditions of one stage, below a scope of their own. */
export class StageConditions {
  constructor(
    private readonly scope: Construct,
    private readonly problems: Problems,
    private readonly context: DeliveryActionContext,
    private readonly rolePolicy: RolePolicy,
  ) {}

  /** What must be met before the stage is entered. */
  public entry(gates: ListedGate[]): Conditions | undefined {
    const conditional = gates.filter(({ gate }) => rulesOf(gate).length > 0);
    if (conditional.length === 0) return undefined;
    const listed = conditional.flatMap((gate) => this.rulesAtEntry(gate));
    const [{ gate, prop }] = conditional;
    const result = resultOf(gate) === GateResult.SKIP ? Result.SKIP : Result.FAIL;
    return { conditions: [{ result, rules: this.rules(prop, RulePlace.ENTRY, listed) }] };
  }

  /** What must be met when all actions of the stage have succeeded. */
  public success(prop: string, given: SuccessCondition | undefined): Conditions | undefined {
    const condition = checkStruct(this.problems, prop, given);
    if (condition === undefined) return undefined;
    const listed = this.listed(`${prop}.rules`, condition.rules);
    const { otherwise = SuccessResult.ROLLBACK } = condition;
    this.checkMember(`${prop}.otherwise`, otherwise, Object.values(SuccessResult));
    if (otherwise === SuccessResult.ROLLBACK) {
      this.checkRollback(`${prop}.otherwise`, 'let the stage fail: SuccessResult.FAIL');
    }
    const result = otherwise === SuccessResult.FAIL ? Result.FAIL : Result.ROLLBACK;
    if (listed.length === 0) return undefined;
    return { conditions: [{ result, rules: this.rules(`${prop}.rules`, RulePlace.SUCCESS, listed) }] };
  }

  /** What becomes of the stage when an action of it has failed. */
  public failure(prop: string, given: StageFailure | undefined): FailureConditions | undefined {
    const settings = checkChoice(this.problems, prop, given, StageFailure)?._settings();
    if (settings === undefined) return undefined;
    const { result, retryMode, rules } = settings;
    if (rules !== undefined || result === Result.ROLLBACK) {
      this.checkRollback(prop, 'use StageFailure.retryAllActions');
    }
    if (rules === undefined) return result && { result, retryMode };
    const listed = this.listed(prop, rules);
    if (listed.length === 0) return undefined;
    const bound = this.rules(prop, RulePlace.FAILURE, listed);
    return { conditions: [{ result: Result.ROLLBACK, rules: bound }] };
  }

  private rulesAtEntry(listed: ListedGate): ListedRule[] {
    const { gate, prop } = listed;
    const rules = this.listed(
      `${prop}.rules`,
      rulesOf(gate),
      gate instanceof RuleGate ? namePropOf(listed) : undefined,
    );
    this.checkMember(`${prop}.otherwise`, resultOf(gate), Object.values(GateResult));
    if (resultOf(gate) !== GateResult.SKIP) return rules;
    const unfit = rules.find(({ rule }) => !SKIPPING.includes(rule._provider));
    if (unfit !== undefined) {
      this.problems.add(`${prop}.otherwise`, `must not skip the stage by a ${unfit.rule._provider} rule`, {
        got: GateResult.SKIP,
        cure: 'CodePipeline skips a stage by variable checks and Lambda functions alone: let the run fail',
      });
    }
    return rules;
  }

  private listed(prop: string, rules: StageRule[] | undefined, nameProp?: string): ListedRule[] {
    const check = (given: StageRule, path: string): ListedRule | undefined => {
      const rule = checkChoice(this.problems, path, given, StageRule);
      return rule && { rule, nameProp: nameProp ?? `${path}.ruleName` };
    };
    return mapMembers(this.problems, prop, rules, check, 1);
  }

  private rules(prop: string, place: RulePlace, listed: ListedRule[]): Rule[] {
    if (listed.length > 0) checkRange(this.problems, prop, listed.length, LIMITS.rulesPerCondition);
    const names = new UniqueNames(this.problems, LIMITS.ruleName);
    const scope = new Construct(this.scope, place);
    return listed.map(({ rule, nameProp }) => {
      const ruleName = names.use(nameProp, rule.ruleName);
      const bound = rule._bind(new Construct(scope, ruleName), { ...this.context, place, ruleName });
      this.rolePolicy.add(...(bound.permissions ?? []));
      return bound.rule;
    });
  }

  private checkMember(prop: string, given: unknown, members: readonly unknown[]): void {
    if (!members.includes(given)) this.problems.add(prop, `must be ${members.join(' or ')}`, { got: given });
  }

  /** https://docs.aws.amazon.com/codepipeline/latest/userguide/stage-rollback.html */
  private checkRollback(prop: string, cure: string): void {
    const { defaultChild } = this.context.pipeline.node;
    if (!(defaultChild instanceof CfnPipeline) || defaultChild.executionMode !== ExecutionMode.PARALLEL) return;
    this.problems.add(prop, 'must not roll back in executionMode PARALLEL, which has no last run to go back to', {
      cure,
    });
  }
}
