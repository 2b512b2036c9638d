import { Pipeline, PipelineNotificationEvents } from 'aws-cdk-lib/aws-codepipeline';
import type { IPipeline } from 'aws-cdk-lib/aws-codepipeline';
import { DetailType, NotificationRule } from 'aws-cdk-lib/aws-codestarnotifications';
import type { INotificationRuleTarget } from 'aws-cdk-lib/aws-codestarnotifications';
import { Construct } from 'constructs';
import { childName } from '../core/names';
import type { Problems } from '../core/problems';
import { weak } from '../core/references';

/** https://docs.aws.amazon.com/codestar-notifications/latest/APIReference/API_CreateNotificationRule.html */
const LONGEST_NAME = 64;

/** The notification rule of one pipeline that tells chat of its approvals. */
class ApprovalChat extends Construct {
  private readonly rule: NotificationRule;
  private readonly known = new Set<INotificationRuleTarget>();

  constructor(scope: Pipeline, id: string, pipelineName: string) {
    super(scope, id);
    this.rule = new NotificationRule(this, 'Rule', {
      notificationRuleName: childName(pipelineName, 'Approvals', LONGEST_NAME),
      source: { bindAsNotificationRuleSource: () => ({ sourceArn: scope.pipelineArn }) },
      events: [PipelineNotificationEvents.MANUAL_APPROVAL_NEEDED],
      detailType: DetailType.FULL,
    });
  }

  public tell(channel: INotificationRuleTarget): void {
    if (this.known.has(channel)) return;
    this.known.add(channel);
    this.rule.addTarget({
      bindAsNotificationRuleTarget: (scope) => {
        const { targetType, targetAddress } = channel.bindAsNotificationRuleTarget(scope);
        return { targetType, targetAddress: weak(scope, targetAddress) };
      },
    });
  }
}

/** Tells a channel of all approvals of a pipeline, by one rule whatever the number of channels. */
export function tellChat(
  problems: Problems,
  pipeline: IPipeline,
  pipelineName: string,
  given: INotificationRuleTarget | undefined,
): void {
  if (given === undefined) return;
  const channel: Partial<INotificationRuleTarget> | null = given;
  if (typeof (channel as typeof channel | null)?.bindAsNotificationRuleTarget !== 'function') {
    problems.add('chat', 'must be a channel that notification rules can tell', {
      got: given,
      cure: 'give a SlackChannelConfiguration of aws-cdk-lib',
    });
    return;
  }
  if (!(pipeline instanceof Pipeline)) return;
  const found = pipeline.node.tryFindChild('ApprovalChat') as ApprovalChat | undefined;
  (found ?? new ApprovalChat(pipeline, 'ApprovalChat', pipelineName)).tell(given);
}
