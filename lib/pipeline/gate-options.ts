import type { FunctionRuleOptions } from './function-rule';
import type { GateResult } from './gate-interface';
import type { VariableRuleOptions } from './variable-rule';

/**
 * Options of a gate that looks at a variable.
 */
export interface VariableGateOptions extends VariableRuleOptions {
  /**
   * What becomes of the run when the check says no. Rules of one entry condition must agree.
   *
   * @default GateResult.FAIL
   */
  readonly otherwise?: GateResult;
}

/**
 * Options of a gate that asks a Lambda function.
 */
export interface FunctionGateOptions extends FunctionRuleOptions {
  /**
   * What becomes of the run when the function says no. Rules of one entry condition must agree.
   *
   * @default GateResult.FAIL
   */
  readonly otherwise?: GateResult;
}
