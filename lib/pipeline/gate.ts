import { orEmpty } from '../core/checks';
import { ApprovalGate } from './approval-gate';
import type { ApprovalOptions } from './approval-gate';
import type { IGate } from './gate-interface';

/**
 * What may stand before a stage.
 */
export class Gate {
  /**
   * Goes on only when a person approves. While the approval waits, later runs wait before the stage, and only the newest
   * of them enters it.
   *
   * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/approvals.html
   */
  public static approval(options: ApprovalOptions = {}): IGate {
    return new ApprovalGate(orEmpty(options));
  }

  private constructor() {}

  /** @internal */
  protected readonly _kind = 'Gate';
}
