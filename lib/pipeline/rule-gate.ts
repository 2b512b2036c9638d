import type { Duration } from 'aws-cdk-lib';
import type { GateConfig, GateResult, IGate } from './gate-interface';
import type { StageRule } from './stage-rule';

/** What a gate of one rule is told beside the rule. */
export interface RuleGateSettings {
  readonly holdsFor?: Duration;
  readonly otherwise?: GateResult;
}

/** One rule that must be met. The gate and the rule have one name. */
export class RuleGate implements IGate {
  public readonly gateName: string;
  public readonly rules: StageRule[];
  public readonly holdsFor?: Duration;
  public readonly otherwise?: GateResult;

  constructor(rule: StageRule, settings: RuleGateSettings = {}) {
    this.gateName = rule.ruleName;
    this.rules = [rule];
    this.holdsFor = settings.holdsFor;
    this.otherwise = settings.otherwise;
  }

  public bind(): GateConfig {
    return {};
  }
}
