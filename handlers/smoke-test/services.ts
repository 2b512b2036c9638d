import { type CodeDeployClient } from '@aws-sdk/client-codedeploy';
import { type LambdaClient } from '@aws-sdk/client-lambda';

/** A request of HTTP. */
export interface HttpRequest {
  readonly url: string;
  readonly method: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** The name that the certificate must be for, and that is sent as the host. */
  readonly hostName?: string;
}

/** What came back: of an address, or of a function. */
export interface Answer {
  readonly status?: number;
  readonly body: string;
}

/** Everything outside of this function. */
export interface Services {
  readonly codeDeploy: CodeDeployClient;
  readonly lambda: LambdaClient;
  readonly request: (request: HttpRequest, signal: AbortSignal) => Promise<Answer>;
  /** Ends early, without an error, when the signal says so. */
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}
