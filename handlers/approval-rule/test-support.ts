import { CodeCommitClient } from '@aws-sdk/client-codecommit';
import { resetCodeCommit, templates, type StoredTemplate } from './fake-codecommit';
import { handle } from './handle';
import { type Services } from './services';

export const START = Date.UTC(2026, 10, 2, 9, 0, 0);
export const MINUTE = 60 * 1000;
export const STACK_ID =
  'arn:aws:cloudformation:eu-west-1:111111111111:stack/delivery/5c1e0000-0000-4000-8000-000000000000';
export const LOGICAL_ID = 'ReviewRule12AB34CD';
export const RESPONSE_URL = 'https://answers.example.com/stack?signature=topsecret';

export type Properties = Readonly<Record<string, unknown>>;

export interface Answer {
  readonly Status: string;
  readonly Reason?: string;
  readonly PhysicalResourceId: string;
  readonly StackId: string;
  readonly RequestId: string;
  readonly LogicalResourceId: string;
  readonly Data?: Readonly<Record<string, string>>;
}

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

export const clock = { now: START };
export const sleeps: number[] = [];
export const logged: string[] = [];
export const answers: Answer[] = [];

function answered(_url: unknown, init?: RequestInit): Promise<Response> {
  answers.push(JSON.parse(init?.body as string) as Answer);
  return Promise.resolve(new Response());
}

export const fetchAnswer = jest.fn<Promise<Response>, Parameters<typeof fetch>>();

export const services: Services = {
  codeCommit: new CodeCommitClient({}),
  fetch: fetchAnswer,
  sleep: (milliseconds) => {
    sleeps.push(milliseconds);
    clock.now += milliseconds;
    return Promise.resolve();
  },
  now: () => clock.now,
};

export function resetWorld(): void {
  resetCodeCommit();
  clock.now = START;
  for (const list of [sleeps, logged, answers]) list.length = 0;
  fetchAnswer.mockReset().mockImplementation(answered);
  jest.spyOn(console, 'log').mockImplementation((line: string) => logged.push(line));
}

function eventOf(RequestType: string, RequestId: string, rest: object): object {
  return {
    RequestType,
    RequestId,
    ResponseURL: RESPONSE_URL,
    StackId: STACK_ID,
    LogicalResourceId: LOGICAL_ID,
    ResourceType: 'Custom::ApprovalRule',
    ...rest,
  };
}

export function createEvent(ResourceProperties: unknown = properties, requestId = 'create-1'): object {
  return eventOf('Create', requestId, { ResourceProperties });
}

export function updateEvent(
  PhysicalResourceId: string,
  ResourceProperties: unknown,
  OldResourceProperties: unknown = properties,
  requestId = 'update-1',
): object {
  return eventOf('Update', requestId, { PhysicalResourceId, ResourceProperties, OldResourceProperties });
}

export function deleteEvent(PhysicalResourceId: string, ResourceProperties: unknown = properties): object {
  return eventOf('Delete', 'delete-1', { PhysicalResourceId, ResourceProperties });
}

/** Delivers an event, and gives the one answer to it. Every delivery starts with time of its own. */
export async function deliver(event: object): Promise<Answer> {
  answers.length = 0;
  await handle(event, services);
  expect(answers).toHaveLength(1);
  return answers[0];
}

/** Delivers an event that must succeed. */
export async function succeed(event: object): Promise<Answer> {
  const answer = await deliver(event);
  expect(answer).toMatchObject({ Status: 'SUCCESS' });
  expect(answer.Reason).toBeUndefined();
  return answer;
}

/** Delivers an event that must fail. */
export async function fail(event: object): Promise<Answer & { readonly Reason: string }> {
  const answer = await deliver(event);
  expect(answer).toMatchObject({ Status: 'FAILED' });
  expect(answer.Data).toBeUndefined();
  return { ...answer, Reason: answer.Reason ?? '' };
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
