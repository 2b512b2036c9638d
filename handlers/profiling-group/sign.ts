import { createHash, createHmac } from 'node:crypto';

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

export interface SignedRequest {
  readonly method: string;
  readonly host: string;
  /** With nothing in it that is written in another way in an address. */
  readonly path: string;
  readonly body: string;
}

/** Where, for whom and when, as the signature has it. */
interface Scope {
  readonly region: string;
  readonly service: string;
  /** e.g. 20261101T120000Z */
  readonly time: string;
}

/**
 * The headers of a request of JSON without a query, with its signature.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function signedHeaders(
  { method, host, path, body }: SignedRequest,
  { region, service, time }: Scope,
  { accessKeyId, secretAccessKey, sessionToken }: Credentials,
): Record<string, string> {
  const headers: Record<string, string> = {
    'content-type': 'application/json',
    host,
    'x-amz-content-sha256': sha256(body),
    'x-amz-date': time,
    'x-amz-security-token': sessionToken,
  };
  const names = Object.keys(headers).join(';');
  const listed = Object.entries(headers).map(([name, value]) => `${name}:${value}\n`);
  const canonical = [method, path, '', listed.join(''), names, sha256(body)].join('\n');
  const day = time.slice(0, 8);
  const scope = [day, region, service, 'aws4_request'];
  const text = ['AWS4-HMAC-SHA256', time, scope.join('/'), sha256(canonical)].join('\n');
  const key = scope.reduce<Buffer | string>((secret, part) => hmac(secret, part), `AWS4${secretAccessKey}`);
  const signature = hmac(key, text).toString('hex');
  const credential = `${accessKeyId}/${scope.join('/')}`;
  return {
    ...headers,
    authorization: `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=${names}, Signature=${signature}`,
  };
}

/** A moment as signatures have it. */
export function timeOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/[-:]|\.\d{3}/g, '');
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function hmac(key: Buffer | string, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
