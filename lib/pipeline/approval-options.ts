import type { Duration } from 'aws-cdk-lib';
import type { INotificationRuleTarget } from 'aws-cdk-lib/aws-codestarnotifications';
import type { ITopic } from 'aws-cdk-lib/aws-sns';

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
   * @default - a topic of our own where there are `mails`; else nobody is told, and the approval waits in the console
   */
  readonly notify?: ITopic;

  /**
   * Mail addresses that are told when an approval waits, by `notify` or by a topic of our own. Each gets a mail first that must be confirmed.
   *
   * @default - no mails
   */
  readonly mails?: string[];

  /**
   * A channel of chat, e.g. a `SlackChannelConfiguration` of aws-cdk-lib, that is told when an approval waits. CodePipeline tells chat of a whole pipeline: the
   * channel hears of every approval of this pipeline.
   *
   * @default - no chat
   */
  readonly chat?: INotificationRuleTarget;

  /**
   * What the approver should know, at most 1000 characters. Variables count: `SourceVariables.of('Source').branchName`.
   *
   * @default - nothing
   */
  readonly information?: string;

  /**
   * A page that the approver should look at, at most 1000 characters. Variables count: the commit is
   * `https://github.com/example/orders/commit/` with `SourceVariables.of('Source').commitId` behind it.
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
