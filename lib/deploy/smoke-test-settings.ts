import { Duration, Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import {
  checkChoice,
  checkGiven,
  checkLiteralDuration,
  checkName,
  checkRange,
  checkStruct,
  checkText,
} from '../core/checks';
import { isJson } from '../core/json';
import { LIMITS } from '../core/limits';
import type { Problems } from '../core/problems';
import { weak } from '../core/references';
import { SmokeCheck } from './smoke-check';
import type { InvokeCheckOptions, UrlCheckOptions } from './smoke-check';
import type { SmokeExpectation, SmokeTestProps } from './smoke-test-props';

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/** Names and positions, from the root on. */
const JSON_PATH = /^\$(?:\.[A-Za-z_][\w-]*|\[\d+\])*$/;

/** What the function is told, with every default decided. */
export interface SmokeSettings {
  readonly kind: 'invoke' | 'url';
  readonly timeout: Duration;
  readonly configuration: Record<string, unknown>;
}

/** The settings of a smoke test. What is out of range is reported. */
export function smokeSettings(scope: IConstruct, problems: Problems, props: SmokeTestProps): SmokeSettings {
  const check = checkChoice(problems, 'check', props.check, SmokeCheck) ?? SmokeCheck.invoke();
  const { kind, url, invoke, request } = check._parts;
  const within = problems.within('check');
  const timeout =
    checkLiteralDuration(problems, 'timeout', props.timeout, LIMITS.smokeTestTimeout) ?? Duration.minutes(1);
  const given = checkStruct(problems, 'expect', props.expect) ?? {};
  const expect = expectationOf(problems.within('expect'), given, kind === 'url' ? 200 : undefined);
  const asked = kind === 'url' ? requestOf(scope, within, url, request) : { payload: payloadOf(within, invoke) };
  return { kind, timeout, configuration: { kind, ...asked, expect, timeoutMs: timeout.toMilliseconds() } };
}

function payloadOf(problems: Problems, given: InvokeCheckOptions | undefined): string {
  const options = checkStruct(problems, '', given) ?? {};
  const payload = checkText(problems, 'payload', options.payload ?? undefined, LIMITS.smokeTestText) ?? '{}';
  if (!Token.isUnresolved(payload) && !isJson(payload)) {
    problems.add('payload', 'must be JSON text', { got: payload, cure: 'use JSON.stringify' });
  }
  return payload;
}

function requestOf(
  scope: IConstruct,
  problems: Problems,
  url: string | undefined,
  given: UrlCheckOptions | undefined,
): Record<string, unknown> {
  const options = checkStruct(problems, '', given ?? undefined) ?? {};
  return {
    url: urlOf(scope, problems, url),
    method: methodOf(problems, options.method ?? undefined),
    headers: textsOf(problems, 'headers', options.headers),
    body: checkText(problems, 'body', options.body ?? undefined, LIMITS.smokeTestText),
    hostName: checkName(problems, 'hostName', options.hostName ?? undefined, LIMITS.hostName),
  };
}

function methodOf(problems: Problems, given = 'GET'): string {
  if (Token.isUnresolved(given) || METHODS.includes(given)) return given;
  problems.add('method', `must be one of ${METHODS.join(', ')}`, { got: given });
  return 'GET';
}

function urlOf(scope: IConstruct, problems: Problems, given: string | undefined): string {
  const url: unknown = checkGiven(problems, 'url', given, 'given');
  if (url === undefined) return 'https://missing';
  if (typeof url === 'string') {
    if (Token.isUnresolved(url)) return weak(scope, url);
    if (/^https?:\/\//.test(url) && URL.canParse(url)) return url;
  }
  problems.add('url', 'must be an address that begins with https:// or http://', { got: url });
  return 'https://missing';
}

function expectationOf(problems: Problems, given: SmokeExpectation, status: number | undefined): object {
  const json = textsOf(problems, 'json', given.json);
  for (const path of Object.keys(json ?? {})) checkPath(problems, `json['${path}']`, path);
  return {
    status: checkRange(problems, 'status', given.status ?? undefined, LIMITS.httpStatus) ?? status,
    bodyContains: checkText(problems, 'bodyContains', given.bodyContains ?? undefined, LIMITS.smokeTestText),
    json,
  };
}

function checkPath(problems: Problems, prop: string, path: string): void {
  if (checkText(problems, prop, path, LIMITS.jsonPath) === undefined || JSON_PATH.test(path)) return;
  problems.add(prop, 'must be a path from the root on, like $.items[0].name', { got: path });
}

function textsOf(
  problems: Problems,
  prop: string,
  given: Record<string, string> | undefined,
): Record<string, string> | undefined {
  const texts = checkStruct(problems, prop, given ?? undefined);
  if (texts === undefined) return undefined;
  const checked = Object.entries(texts).map(([key, value]) => {
    const path = `${prop}['${key}']`;
    return [key, checkText(problems, path, checkGiven(problems, path, value, 'given'), LIMITS.smokeTestText) ?? ''];
  });
  return Object.fromEntries(checked) as Record<string, string>;
}
