import { Stack } from 'aws-cdk-lib';
import { ManualApprovalAction } from 'aws-cdk-lib/aws-codepipeline-actions';
import type { IAction } from 'aws-cdk-lib/aws-codepipeline';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { tellOfApproval } from '../../core/approval-topic';
import { checkDuration, checkStruct, checkText } from '../../core/checks';
import { consoleHost } from '../../core/console-host';
import { checkOptionalResource } from '../../core/environments';
import { LIMITS } from '../../core/limits';
import type { Problems } from '../../core/problems';
import { weak } from '../../core/references';
import type { ChangeSetApproval } from './stack-deployment-options';

/** Where an approval stands, and of what. */
export interface ApprovalPlace {
  readonly actionName: string;
  readonly runOrder: number;
  readonly stackName: string;
  readonly changeSetName: string;
}

/** The action that waits for a person, where the user wants one, and what the pipeline needs for it. */
export function approvalOf(
  scope: Construct,
  problems: Problems,
  given: ChangeSetApproval | undefined,
  { actionName, runOrder, stackName, changeSetName }: ApprovalPlace,
): { readonly actions: IAction[]; readonly permissions: PolicyStatement[] } {
  const options = checkStruct(problems, 'approval', given ?? undefined);
  if (options === undefined) return { actions: [], permissions: [] };
  const within = problems.within('approval');
  const topic = checkOptionalResource(within, 'notify', scope, options.notify ?? undefined, 'a topic', 'topicArn');
  const information = checkText(
    within,
    'information',
    options.information ?? undefined,
    LIMITS.actionConfigurationValue,
  );
  const { region } = Stack.of(scope);
  const action = new ManualApprovalAction({
    actionName,
    runOrder,
    notificationTopic: topic && Topic.fromTopicArn(scope, 'Topic', weak(scope, topic.topicArn)),
    additionalInformation: information ?? `Change set ${changeSetName} of stack ${stackName}`,
    externalEntityLink: `https://${consoleHost(region)}/cloudformation/home?region=${region}#/stacks?filteringText=${stackName}`,
    timeout: checkDuration(within, 'timeout', options.timeout ?? undefined, LIMITS.approvalTimeout),
  });
  return { actions: [action], permissions: topic === undefined ? [] : tellOfApproval(scope, topic) };
}
