import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Alias } from 'aws-cdk-lib/aws-kms';
import { Subscription, SubscriptionProtocol, Topic } from 'aws-cdk-lib/aws-sns';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { tellOfApproval } from '../core/approval-topic';
import { mapMembers } from '../core/list-checks';
import { checkOptionalResource } from '../core/environments';
import { shortHash } from '../core/names';
import { allow, PERMISSIONS } from '../core/permissions';
import type { Problems } from '../core/problems';
import { weak } from '../core/references';
import { checkForm, FORMS } from '../core/text-form';
import type { ApprovalOptions } from './approval-options';

/** The topic that is told of an approval, as the action takes it, and what the pipeline needs for that. */
export interface ApprovalNotice {
  readonly topic?: ITopic;
  readonly permissions: PolicyStatement[];
}

/** The topic of the user, or one of our own where mails are to be sent, with the mails subscribed to it. */
export function noticeOf(scope: Construct, problems: Problems, options: ApprovalOptions): ApprovalNotice {
  const given = checkOptionalResource(problems, 'notify', scope, options.notify, 'a topic', 'topicArn');
  const mails = mailsOf(problems, options.mails);
  const { topic, permissions } = given === undefined ? ownNotice(scope, mails) : givenNotice(scope, given);
  if (topic === undefined) return { permissions };
  for (const endpoint of mails) {
    new Subscription(scope, `Mail${shortHash(endpoint)}`, { topic, protocol: SubscriptionProtocol.EMAIL, endpoint });
  }
  return { topic, permissions };
}

function givenNotice(scope: Construct, given: ITopic): ApprovalNotice {
  const topic = Topic.fromTopicArn(scope, 'Topic', weak(scope, given.topicArn));
  return { topic, permissions: tellOfApproval(scope, given) };
}

/** The key of AWS serves: the pipeline publishes with a role of the account. https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html */
function ownNotice(scope: Construct, mails: string[]): ApprovalNotice {
  if (mails.length === 0) return { permissions: [] };
  const masterKey = Alias.fromAliasName(scope, 'TopicKey', 'alias/aws/sns');
  const topic = new Topic(scope, 'Topic', { masterKey, enforceSSL: true });
  return { topic, permissions: [allow(PERMISSIONS.approvalTopic, [topic.topicArn])] };
}

function mailsOf(problems: Problems, given: string[] | undefined): string[] {
  const mails = mapMembers(
    problems,
    'mails',
    given,
    (mail, prop) => checkForm(problems, prop, mail, FORMS.mailAddress),
    given === undefined ? 0 : 1,
  );
  const twice = mails.find((mail, index) => mails.indexOf(mail) !== index);
  if (twice !== undefined) problems.add('mails', 'must have each address once', { got: twice });
  return [...new Set(mails)];
}
