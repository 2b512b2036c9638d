import { CodeCommitClient } from '@aws-sdk/client-codecommit';
import { eventsOf, outside, resetOutside, STACK_ID, type Properties, type Answer } from '../shared/test-support';
import { resetCodeCommit, templates, type StoredTemplate } from './fake-codecommit';
import { handle } from './handle';
import { type Services } from './services';

export {
  answers,
  clock,
  fetchAnswer,
  logged,
  MINUTE,
  RESPONSE_URL,
  sleeps,
  STACK_ID,
  START,
  type Answer,
  type Properties,
} from '../shared/test-support';

export const LOGICAL_ID = 'ReviewRule12AB34CD';

export const properties: Properties = {
  ServiceToken: 'arn:aws:lambda:eu-west-1:111111111111:function:approval-rule',
  ServiceTimeout: '600',
  ruleName: 'review',
  description: 'Two look at it',
  approvals: '2',
  approvers: ['CodeCommitApprovers:111111111111:mary', 'arn:aws:sts::111111111111:assumed-role/Reviewer/*'],
  branches: ['refs/heads/main'],
  repositoryNames: ['a', 'b'],
};

export const CONTENT =
  '{"Version":"2018-11-08","DestinationReferences":["refs/heads/main"],"Statements":[{"Type":"Approvers",' +
  '"NumberOfApprovalsNeeded":2,"ApprovalPoolMembers":["CodeCommitApprovers:111111111111:mary",' +
  '"arn:aws:sts::111111111111:assumed-role/Reviewer/*"]}]}';

export function markOf(requestId: string, logicalId = LOGICAL_ID, stackId = STACK_ID): string {
  return `(CloudFormation ${stackId} ${logicalId} ${requestId})`;
}

export const services: Services = {
  codeCommit: new CodeCommitClient({}),
  ...outside,
};

export function resetWorld(): void {
  resetCodeCommit();
  resetOutside();
}

const events = eventsOf({
  LogicalResourceId: LOGICAL_ID,
  ResourceType: 'Custom::ApprovalRule',
  properties,
  handle: (event) => handle(event, services),
});
export const { createEvent, updateEvent, deleteEvent, deliver, fail } = events;

/** Delivers an event that must succeed, with nothing to add. */
export async function succeed(event: object): Promise<Answer> {
  const answer = await events.succeed(event);
  expect(answer.Reason).toBeUndefined();
  return answer;
}

/** The rule review on the repositories a and b, as `properties` want it. */
export async function created(): Promise<string> {
  return (await succeed(createEvent())).PhysicalResourceId;
}

/** All templates by name. Associations have no order. */
export function account(): Record<string, StoredTemplate> {
  return Object.fromEntries(
    [...templates].map(([name, template]) => [name, { ...template, repositories: [...template.repositories].sort() }]),
  );
}
