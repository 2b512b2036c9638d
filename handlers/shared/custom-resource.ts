import { clip, describe } from './errors';
import { log } from './log';
import { property } from './property';

/** A response of CloudFormation's holds 4096 bytes in all. */
const MAX_REASON = 1000;
const PUT_TIMEOUT_MS = 5000;
const PUT_PAUSES_MS = [0, 1000, 2000, 4000];
const REQUEST_TYPES = ['Create', 'Update', 'Delete'] as const;
/** Begins the id of a resource that was never made. */
const NOT_CREATED = 'not-created-';

/** Whose resource it is: the same for every event of it. */
export interface Identity {
  readonly stackId: string;
  readonly logicalResourceId: string;
}

interface Request extends Identity {
  readonly requestId: string;
  readonly properties: unknown;
}

export interface CreateRequest extends Request {
  readonly type: 'Create';
}

export interface UpdateRequest extends Request {
  readonly type: 'Update';
  readonly physicalResourceId: string;
  /** After a failed update these are the properties that failed, so that nothing is sure of them. */
  readonly oldProperties: unknown;
}

export interface DeleteRequest extends Request {
  readonly type: 'Delete';
  readonly physicalResourceId: string;
}

export type ResourceRequest = CreateRequest | UpdateRequest | DeleteRequest;

export interface Resource {
  readonly physicalResourceId: string;
  /** The attributes of the resource. */
  readonly data?: Readonly<Record<string, string>>;
  /** What somebody should know although the work is done. */
  readonly reason?: string;
}

/** What CloudFormation is told, and the id of what was made all the same. */
export class ResourceFailure extends Error {
  constructor(
    message: string,
    public readonly physicalResourceId?: string,
  ) {
    super(message);
    this.name = 'ResourceFailure';
  }
}

export interface AnswerServices {
  readonly fetch: typeof fetch;
  readonly sleep: (milliseconds: number) => Promise<void>;
}

export function reasonOf(error: unknown): string {
  return error instanceof ResourceFailure ? error.message : describe(error);
}

export function textAt(parent: unknown, key: string, path = ''): string {
  const value = property(parent, key);
  if (typeof value === 'string' && value !== '') return value;
  throw new ResourceFailure(`${path}${key}: must be text of at least one character.`);
}

/** The request that made nothing, when the id says so. */
export function requestThatMadeNothing(physicalResourceId: string): string | undefined {
  return physicalResourceId.startsWith(NOT_CREATED) ? physicalResourceId.slice(NOT_CREATED.length) : undefined;
}

/** CloudFormation makes an id up, of the stack's name and the resource's, when a creation has given no answer. */
export function isMadeUp({ physicalResourceId, logicalResourceId }: DeleteRequest): boolean {
  return physicalResourceId.includes(`-${logicalResourceId}-`);
}

function parse(event: unknown): ResourceRequest {
  const requestType = textAt(event, 'RequestType');
  const type = REQUEST_TYPES.find((known) => known === requestType);
  if (type === undefined) throw new ResourceFailure(`RequestType: must be one of ${REQUEST_TYPES.join(', ')}.`);
  const request = {
    stackId: textAt(event, 'StackId'),
    requestId: textAt(event, 'RequestId'),
    logicalResourceId: textAt(event, 'LogicalResourceId'),
    properties: property(event, 'ResourceProperties'),
  };
  if (type === 'Create') return { ...request, type };
  const physicalResourceId = textAt(event, 'PhysicalResourceId');
  if (type === 'Delete') return { ...request, type, physicalResourceId };
  return { ...request, type, physicalResourceId, oldProperties: property(event, 'OldResourceProperties') };
}

/** The message is left out: it may quote the address, which is signed. */
function faultOf(error: unknown): string {
  const code = property(property(error, 'cause'), 'code');
  return [property(error, 'name'), code].filter((part) => typeof part === 'string').join(' ');
}

async function put(url: string, body: string, services: AnswerServices): Promise<string | undefined> {
  try {
    // The signature of the address covers an empty content type.
    const headers = { 'content-type': '' };
    const signal = AbortSignal.timeout(PUT_TIMEOUT_MS);
    const { ok, status } = await services.fetch(url, { method: 'PUT', body, headers, signal });
    return ok ? undefined : `HTTP ${status}`;
  } catch (error) {
    return faultOf(error);
  }
}

async function send(url: string, body: string, services: AnswerServices): Promise<void> {
  let fault: string | undefined;
  for (const pause of PUT_PAUSES_MS) {
    if (pause > 0) await services.sleep(pause);
    fault = await put(url, body, services);
    if (fault === undefined) return;
  }
  throw new Error(`The answer to CloudFormation could not be sent: ${fault}.`);
}

interface Envelope {
  readonly StackId: string;
  readonly RequestId: string;
  readonly LogicalResourceId: string;
  readonly PhysicalResourceId: string;
}

/** What of the answer is known without the work. A malformed event is answered as far as it goes. */
function envelopeOf(event: unknown): Envelope {
  const known = (key: string): string => {
    const value = property(event, key);
    return typeof value === 'string' ? value : '';
  };
  const RequestId = known('RequestId');
  return {
    StackId: known('StackId'),
    RequestId,
    LogicalResourceId: known('LogicalResourceId'),
    PhysicalResourceId: known('PhysicalResourceId') || `${NOT_CREATED}${RequestId}`,
  };
}

type Work = (request: ResourceRequest) => Promise<Resource>;

async function judge(event: unknown, work: Work): Promise<Readonly<Record<string, unknown>>> {
  try {
    const { physicalResourceId, data, reason } = await work(parse(event));
    return {
      Status: 'SUCCESS',
      ...(reason === undefined ? {} : { Reason: clip(reason, MAX_REASON) }),
      PhysicalResourceId: physicalResourceId,
      Data: data,
    };
  } catch (error) {
    const made = error instanceof ResourceFailure ? error.physicalResourceId : undefined;
    return {
      Status: 'FAILED',
      Reason: clip(reasonOf(error), MAX_REASON),
      ...(made === undefined ? {} : { PhysicalResourceId: made }),
    };
  }
}

/**
 * Does the work of one event of a custom resource and answers CloudFormation.
 * Throws only when the answer cannot be sent: Lambda then delivers the same event again.
 */
export async function serve(event: unknown, services: AnswerServices, work: Work): Promise<void> {
  const url = textAt(event, 'ResponseURL');
  const answer = { ...envelopeOf(event), ...(await judge(event, work)) };
  log({ requestType: property(event, 'RequestType'), ...answer });
  await send(url, JSON.stringify(answer), services);
}
