import { request as overHttp } from 'node:http';
import { request as overHttps } from 'node:https';
import { type Answer, type HttpRequest } from './services';

const MAX_BODY = 1024 * 1024;

/** Sends a request, and reads the first megabyte of the answer. */
export function send({ url, method, headers, body, hostName }: HttpRequest, signal: AbortSignal): Promise<Answer> {
  const address = new URL(url);
  const own = hostName === undefined ? {} : { host: hostName };
  const options = {
    method,
    signal,
    headers: { ...own, ...headers },
    ...(hostName === undefined || address.protocol !== 'https:' ? {} : { servername: hostName }),
  };
  return new Promise((resolve, reject) => {
    const call = (address.protocol === 'https:' ? overHttps : overHttp)(address, options, (response) => {
      const chunks: Buffer[] = [];
      let length = 0;
      const finish = (): void => {
        resolve({ status: response.statusCode, body: Buffer.concat(chunks).toString('utf8') });
      };
      response.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        length += chunk.length;
        if (length < MAX_BODY) return;
        finish();
        response.destroy();
      });
      response.on('end', finish);
      response.on('error', reject);
      response.on('aborted', () => {
        reject(new Error('The answer ended too early.'));
      });
    });
    call.on('error', reject);
    call.end(body);
  });
}
