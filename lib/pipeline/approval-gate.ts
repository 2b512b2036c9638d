import { Annotations, Duration, Token } from 'aws-cdk-lib';
import { ManualApprovalAction } from 'aws-cdk-lib/aws-codepipeline-actions';
import type { Construct } from 'constructs';
import type { DeliveryActionContext } from '../core/action';
import { checkDuration, checkText } from '../core/checks';
import { LIMITS } from '../core/limits';
import { Problems } from '../core/problems';
import { tellChat } from './approval-chat';
import { noticeOf } from './approval-notice';
import type { ApprovalOptions } from './approval-options';
import type { GateConfig, IGate } from './gate-interface';

/** A person must approve. */
export class ApprovalGate implements IGate {
  public readonly gateName: string;
  public readonly holdsFor: Duration;

  constructor(private readonly options: ApprovalOptions) {
    this.gateName = options.gateName ?? 'Approve';
    this.holdsFor = options.timeout ?? Duration.minutes(LIMITS.approvalTimeoutDefault.max);
  }

  public bind(scope: Construct, { pipeline, pipelineName, runOrder }: DeliveryActionContext): GateConfig {
    const problems = Problems.of(scope, 'Gate.approval');
    const { information, reviewLink, timeout, chat } = this.options;
    const { topic, permissions } = noticeOf(scope, problems, this.options);
    tellChat(problems, pipeline, pipelineName, chat);
    checkText(problems, 'information', information, LIMITS.actionConfigurationValue);
    checkText(problems, 'reviewLink', reviewLink, LIMITS.actionConfigurationValue);
    warnOfLink(scope, reviewLink);
    const action = new ManualApprovalAction({
      actionName: this.gateName,
      runOrder,
      notificationTopic: topic,
      additionalInformation: information,
      externalEntityLink: reviewLink,
      timeout: checkDuration(problems, 'timeout', timeout, LIMITS.approvalTimeout),
    });
    return { actions: [action], permissions };
  }
}

/** CodePipeline calls it the URL for review, and does not say what it refuses. */
function warnOfLink(scope: Construct, link: unknown): void {
  if (typeof link !== 'string' || Token.isUnresolved(link) || link.startsWith('#{')) return;
  if (/^https?:\/\/[^/\s]/.test(link)) return;
  Annotations.of(scope).addWarningV2(
    'cdk-delivery:reviewLink',
    `The reviewLink '${link.slice(0, 120)}' does not begin with https:// or http://, so that nobody can open it`,
  );
}
