import { Result } from 'aws-cdk-lib/aws-codepipeline';
import type { Conditions, FailureConditions, Rule } from 'aws-cdk-lib/aws-codepipeline';
import { Construct } from 'constructs';
import type { DeliveryActionContext } from '../core/action';
import { checkChoice, checkList, checkRange, checkStruct } from '../core/checks';
import { LIMITS } from '../core/limits';
import type { Problems } from '../core/problems';
import type { RolePolicy } from '../core/role-policy';
import { SuccessResult } from './delivery-stage';
import type { SuccessCondition } from './delivery-stage';
import { GateResult } from './gate-interface';
import { resultOf, rulesOf } from './gate-segments';
import type { ListedGate } from './gate-segments';
import { StageFailure } from './stage-failure';
import { RulePlace, StageRule } from './stage-rule';
import { UniqueNames } from './unique-names';

interface ListedRule {
  readonly rule: StageRule;
  readonly prop: string;
}

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
    const listed = gates.flatMap(({ gate, prop }) => this.listed(`${prop}.rules`, rulesOf(gate)));
    if (listed.length === 0) return undefined;
    const result = resultOf(gates[gates.length - 1].gate) === GateResult.SKIP ? Result.SKIP : Result.FAIL;
    return { conditions: [{ result, rules: this.rules(gates[0].prop, RulePlace.ENTRY, listed) }] };
  }

  /** What must be met when all actions of the stage have succeeded. */
  public success(prop: string, given: SuccessCondition | undefined): Conditions | undefined {
    const condition = checkStruct(this.problems, prop, given);
    if (condition === undefined) return undefined;
    const listed = this.listed(`${prop}.rules`, checkList(this.problems, `${prop}.rules`, condition.rules, 1));
    const result = condition.otherwise === SuccessResult.FAIL ? Result.FAIL : Result.ROLLBACK;
    if (listed.length === 0) return undefined;
    return { conditions: [{ result, rules: this.rules(`${prop}.rules`, RulePlace.SUCCESS, listed) }] };
  }

  /** What becomes of the stage when an action of it has failed. */
  public failure(prop: string, given: StageFailure | undefined): FailureConditions | undefined {
    const settings = checkChoice(this.problems, prop, given, StageFailure)?._settings();
    if (settings === undefined) return undefined;
    const { result, retryMode, rules } = settings;
    if (result !== undefined) return { result, retryMode };
    const listed = this.listed(prop, checkList(this.problems, prop, rules, 1));
    if (listed.length === 0) return undefined;
    const bound = this.rules(prop, RulePlace.FAILURE, listed);
    return { conditions: [{ result: Result.ROLLBACK, rules: bound }] };
  }

  private listed(prop: string, rules: StageRule[]): ListedRule[] {
    return rules.flatMap((given, index) => {
      const path = `${prop}[${index}]`;
      const rule = checkChoice(this.problems, path, given, StageRule);
      return rule === undefined ? [] : [{ rule, prop: path }];
    });
  }

  private rules(prop: string, place: RulePlace, listed: ListedRule[]): Rule[] {
    checkRange(this.problems, prop, listed.length, LIMITS.rulesPerCondition);
    const names = new UniqueNames(this.problems, LIMITS.ruleName);
    const scope = new Construct(this.scope, place);
    return listed.map(({ rule, prop: path }) => {
      const name = names.use(`${path}.ruleName`, rule.ruleName);
      const bound = rule._bind(new Construct(scope, name), { ...this.context, place });
      this.rolePolicy.add(...(bound.permissions ?? []));
      return bound.rule;
    });
  }
}
