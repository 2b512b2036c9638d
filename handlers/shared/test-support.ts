import { type AnswerServices } from './custom-resource';
import { type ShiftServices } from './shift';

export const START = Date.UTC(2026, 10, 2, 9, 0, 0);
export const MINUTE = 60 * 1000;
export const STACK_ID =
  'arn:aws:cloudformation:eu-west-1:111111111111:stack/delivery/5c1e0000-0000-4000-8000-000000000000';
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

export const clock = { now: START };
export const sleeps: number[] = [];
export const logged: string[] = [];
export const answers: Answer[] = [];

function answered(_url: unknown, init?: RequestInit): Promise<Response> {
  answers.push(JSON.parse(init?.body as string) as Answer);
  return Promise.resolve(new Response());
}

export const fetchAnswer = jest.fn<Promise<Response>, Parameters<typeof fetch>>();

/** A clock that only sleep moves, and CloudFormation, which takes every answer. */
export const outside: AnswerServices & ShiftServices = {
  fetch: fetchAnswer,
  sleep: (milliseconds) => {
    sleeps.push(milliseconds);
    clock.now += milliseconds;
    return Promise.resolve();
  },
  now: () => clock.now,
};

export function resetOutside(): void {
  clock.now = START;
  for (const list of [sleeps, logged, answers]) list.length = 0;
  fetchAnswer.mockReset().mockImplementation(answered);
  jest.spyOn(console, 'log').mockImplementation((line: string) => logged.push(line));
}

/** A resource of a stack, and what serves it. */
export interface TestedResource {
  readonly LogicalResourceId: string;
  readonly ResourceType: string;
  readonly properties: Properties;
  readonly handle: (event: unknown) => Promise<void>;
}

export interface Events {
  readonly createEvent: (ResourceProperties?: unknown, requestId?: string) => object;
  readonly updateEvent: (
    PhysicalResourceId: string,
    ResourceProperties: unknown,
    OldResourceProperties?: unknown,
    requestId?: string,
  ) => object;
  readonly deleteEvent: (PhysicalResourceId: string, ResourceProperties?: unknown) => object;

  /** Delivers an event, and gives the one answer to it. Every delivery starts with time of its own. */
  readonly deliver: (event: object) => Promise<Answer>;

  /** Delivers an event that must succeed. */
  readonly succeed: (event: object) => Promise<Answer>;

  /** Delivers an event that must fail. */
  readonly fail: (event: object) => Promise<Answer & { readonly Reason: string }>;
}

/** The events of a resource, and how they are delivered. */
export function eventsOf({ LogicalResourceId, ResourceType, properties, handle }: TestedResource): Events {
  const eventOf = (RequestType: string, RequestId: string, rest: object): object => ({
    RequestType,
    RequestId,
    ResponseURL: RESPONSE_URL,
    StackId: STACK_ID,
    LogicalResourceId,
    ResourceType,
    ...rest,
  });
  const deliver = async (event: object): Promise<Answer> => {
    answers.length = 0;
    await handle(event);
    expect(answers).toHaveLength(1);
    return answers[0];
  };
  return {
    createEvent: (ResourceProperties = properties, requestId = 'create-1') =>
      eventOf('Create', requestId, { ResourceProperties }),
    updateEvent: (PhysicalResourceId, ResourceProperties, OldResourceProperties = properties, requestId = 'update-1') =>
      eventOf('Update', requestId, { PhysicalResourceId, ResourceProperties, OldResourceProperties }),
    deleteEvent: (PhysicalResourceId, ResourceProperties = properties) =>
      eventOf('Delete', 'delete-1', { PhysicalResourceId, ResourceProperties }),
    deliver,
    succeed: async (event) => {
      const answer = await deliver(event);
      expect(answer).toMatchObject({ Status: 'SUCCESS' });
      return answer;
    },
    fail: async (event) => {
      const answer = await deliver(event);
      expect(answer).toMatchObject({ Status: 'FAILED' });
      expect(answer.Data).toBeUndefined();
      return { ...answer, Reason: answer.Reason ?? '' };
    },
  };
}
