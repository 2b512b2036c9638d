import { Duration } from 'aws-cdk-lib';
import { ManualApprovalAction } from 'aws-cdk-lib/aws-codepipeline-actions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import type { DeliveryActionContext } from '../core/action';
import { tellOfApproval } from '../core/approval-topic';
import { checkDuration, checkText } from '../core/checks';
import { checkOptionalResource } from '../core/environments';
import { LIMITS } from '../core/limits';
import { Problems } from '../core/problems';
import { weak } from '../core/references';
import type { GateConfig, IGate } from './gate-interface';

/**
 * Options of a manual approval.
 */
export interface ApprovalOptions {
  /**
   * The name of the gate, unique in its stage, 1 to 100 characters of letters, digits, dots, `@`, `-` and `_`.
   *
   * @default 'Approve'
   */
  readonly gateName?: string;

  /**
   * A topic that is told when an approval waits.
   *
   * @default - nobody is told; the approval waits in the console
   */
  readonly notify?: ITopic;

  /**
   * What the approver should know, at most 1000 characters.
   *
   * @default - nothing
   */
  readonly information?: string;

  /**
   * A page that the approver should look at, at most 1000 characters.
   *
   * @default - no page
   */
  readonly reviewLink?: string;

  /**
   * How long the approval waits before it fails the stage, 5 to 86400 whole minutes.
   *
   * @default Duration.days(7)
   */
  readonly timeout?: Duration;
}

/** A person must approve. */
export class ApprovalGate implements IGate {
  public readonly gateName: string;
  public readonly holdsFor: Duration;

  constructor(private readonly options: ApprovalOptions) {
    this.gateName = options.gateName ?? 'Approve';
    this.holdsFor = options.timeout ?? Duration.minutes(LIMITS.approvalTimeoutDefault.max);
  }

  public bind(scope: Construct, context: DeliveryActionContext): GateConfig {
    const problems = Problems.of(scope, 'Gate.approval');
    const { information, reviewLink, timeout } = this.options;
    const notify = checkOptionalResource(problems, 'notify', scope, this.options.notify, 'a topic', 'topicArn');
    checkText(problems, 'information', information, LIMITS.actionConfigurationValue);
    checkText(problems, 'reviewLink', reviewLink, LIMITS.actionConfigurationValue);
    const action = new ManualApprovalAction({
      actionName: this.gateName,
      runOrder: context.runOrder,
      notificationTopic: notify && Topic.fromTopicArn(scope, 'Topic', weak(scope, notify.topicArn)),
      additionalInformation: information,
      externalEntityLink: reviewLink,
      timeout: checkDuration(problems, 'timeout', timeout, LIMITS.approvalTimeout),
    });
    return { actions: [action], permissions: notify === undefined ? [] : tellOfApproval(scope, notify) };
  }
}
