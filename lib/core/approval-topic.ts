import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { allow, PERMISSIONS } from './permissions';
import { weak } from './references';

/** What an approval needs to tell a topic that somebody is asked. */
export function tellOfApproval(scope: Construct, topic: ITopic): PolicyStatement[] {
  const key = topic.masterKey;
  return [
    allow(PERMISSIONS.approvalTopic, [weak(scope, topic.topicArn)]),
    ...(key === undefined ? [] : [allow(PERMISSIONS.topicKey, [weak(scope, key.keyArn)])]),
  ];
}
