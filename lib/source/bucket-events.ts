import { Tokenization } from 'aws-cdk-lib';
import { CfnBucket } from 'aws-cdk-lib/aws-s3';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { Problems } from '../core/problems';

/** The custom resource of aws-cdk-lib that writes the notifications of a bucket anew, whatever its template says. */
const NOTIFICATIONS = 'Notifications';

const CONFIRM = 'then say eventBridgeEnabled: true';

/**
 * Has a bucket send its events to EventBridge. On a bucket of the app, by its own property: that of aws-cdk-lib would bring a Lambda
 * function, which is used only where the app has it already.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-event-notifications-eventbridge.html
 */
export function sendEvents(problems: Problems, bucket: IBucket, isEnabled: boolean): void {
  if (isEnabled) return;
  const resource = bucket.node.defaultChild;
  if (!(resource instanceof CfnBucket)) {
    problems.add('eventBridgeEnabled', 'must be true: the library cannot switch on the events of an imported bucket', {
      cure: `let its owner set NotificationConfiguration.EventBridgeConfiguration of the bucket (console: Properties, Amazon EventBridge, on), ${CONFIRM}`,
    });
    return;
  }
  if (bucket.node.tryFindChild(NOTIFICATIONS) !== undefined) {
    bucket.enableEventBridgeNotification();
    return;
  }
  const said = resource.notificationConfiguration;
  if (Tokenization.isResolvable(said)) {
    problems.add('bucket', 'must not have notifications that are known at deployment only', { cure: 'give literals' });
    return;
  }
  resource.notificationConfiguration = { ...said, eventBridgeConfiguration: { eventBridgeEnabled: true } };
  bucket.node.addValidation({ validate: () => overwritten(bucket) });
}

function overwritten(bucket: IBucket): string[] {
  if (bucket.node.tryFindChild(NOTIFICATIONS) === undefined) return [];
  return [
    `${bucket.node.id} (Source.s3) bucket: must not get notifications of aws-cdk-lib after it became a source, for these ` +
      'switch off its events for EventBridge; make the bucket with eventBridgeEnabled: true, or add its notifications before the pipeline',
  ];
}
