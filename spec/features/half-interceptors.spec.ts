import { describe, expect, it } from '@jest/globals';
import { Interceptor, type RequestInterceptor, RetryResult } from 'rxsession';
import type { StubReplier } from 'rxsession/testing';
import { inVirtualTime, type VirtualTime } from '../support/virtual-session.js';

const API = 'https://api.example.com/';

const failingOnce: StubReplier = (_request, attempt) => (attempt === 1 ? { statusCode: 503 } : {});
const adapting: RequestInterceptor = { adapt: (request) => request.with({ url: `${request.url}adapted` }) };
const retrying: RequestInterceptor = { retry: () => RetryResult.retry };

/** Where a request was sent under these interceptors, and what it failed with. */
function attempts({ session, flush }: VirtualTime, ofSession: unknown, ofRequest?: unknown): unknown[] {
  const interceptor = ofSession as RequestInterceptor;
  const server = session(failingOnce, { interceptor });
  const request = server.request(API, { interceptor: ofRequest as RequestInterceptor }).validate();
  const failures: unknown[] = [];
  request.response().subscribe(({ error }) => failures.push(error?.kind));
  flush();
  return [...server.sent.map(([, message]) => message.slice('GET '.length)), ...failures];
}

describe('an interceptor with one half alone', () => {
  it.each<[string, unknown, unknown, unknown[]]>([
    ['adapt', adapting, undefined, [`${API}adapted`, 'responseValidationFailed']],
    [
      'adapt, with retry undefined',
      { ...adapting, retry: undefined },
      undefined,
      [`${API}adapted`, 'responseValidationFailed'],
    ],
    ['retry', retrying, undefined, [API, API, undefined]],
    ['retry, with adapt undefined', { ...retrying, adapt: undefined }, undefined, [API, API, undefined]],
    [
      'adapt in the session and retry in the request',
      adapting,
      retrying,
      [`${API}adapted`, `${API}adapted`, undefined],
    ],
    [
      'each, within an Interceptor',
      new Interceptor({ interceptors: [adapting, retrying] }),
      undefined,
      [`${API}adapted`, `${API}adapted`, undefined],
    ],
    [
      'neither, both undefined',
      { adapt: undefined, retry: undefined },
      undefined,
      [API, 'responseValidationFailed'],
    ],
  ])('%s', (_which, ofSession, ofRequest, expected) => {
    inVirtualTime((time) => {
      expect(attempts(time, ofSession, ofRequest)).toEqual(expected);
    });
  });

  it.each<[string, unknown]>([
    ['an object with neither half', {}],
    [
      'a class instead of an object of it',
      class {
        adapt(): void {}
      },
    ],
    ['text', 'https://example.com'],
    ['an adapt that is no function', { adapt: 17 }],
    ['null', null],
  ])('fails the request as requestAdaptationFailed: %s', (_what, interceptor) => {
    inVirtualTime((time) => {
      expect(attempts(time, interceptor)).toEqual(['requestAdaptationFailed']);
    });
  });
});
