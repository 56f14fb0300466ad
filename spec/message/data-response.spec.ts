import { inspect } from 'node:util';
import { SessionError } from '../../lib/errors/session-error.js';
import { DataResponse, type DataResponseInit } from '../../lib/message/data-response.js';
import { HTTPHeaders } from '../../lib/message/http-headers.js';
import { HTTPURLResponse } from '../../lib/message/http-url-response.js';
import { Result } from '../../lib/message/result.js';
import { URLRequest } from '../../lib/message/url-request.js';

const failure = new SessionError({ kind: 'sessionTaskFailed', code: 'timedOut', detail: 'no byte for 60 s' });
const init: Omit<DataResponseInit<unknown>, 'result'> = {
  request: new URLRequest('https://user:secret@a.example/', {
    method: 'POST',
    headers: { Authorization: 'Bearer secret', 'X-Key': 'secret', Accept: 'text/html' },
    body: 'secret',
  }),
  response: new HTTPURLResponse({
    url: 'https://a.example/',
    statusCode: 200,
    headers: HTTPHeaders.received([
      ['Set-Cookie', 'id=secret'],
      ['Server', 'x'],
    ]),
  }),
  data: new TextEncoder().encode('secret'),
  metrics: { taskInterval: { start: 1, end: 18, duration: 17 }, redirectCount: 0, transactions: [] },
  serializationDuration: 3,
  secretHeaders: new Set(['x-key']),
};
const succeeded = new DataResponse<string>({ ...init, result: Result.success('secret') });
const failed = new DataResponse<string>({ ...init, result: Result.failure(failure) });

const rest = ({
  request,
  response,
  data,
  metrics,
  serializationDuration,
}: DataResponse<unknown, unknown>): unknown[] => [
  ...[request, response, data, metrics, serializationDuration],
];

const boom = new Error('boom');
const throwBoom = (): never => {
  throw boom;
};

describe('DataResponse', () => {
  it('has a value or an error', () => {
    expect([succeeded.value, succeeded.error]).toEqual(['secret', undefined]);
    expect([failed.value, failed.error]).toEqual([undefined, failure]);
  });

  it.each<[string, DataResponse<unknown, unknown>, unknown]>([
    ['map transforms a success', succeeded.map((value) => value.length), { kind: 'success', value: 6 }],
    ['map leaves a failure', failed.map(throwBoom), { kind: 'failure', error: failure }],
    ['tryMap transforms a success', succeeded.tryMap((v) => v.length), { kind: 'success', value: 6 }],
    ['tryMap fails with what is thrown', succeeded.tryMap(throwBoom), { kind: 'failure', error: boom }],
    ['tryMap leaves a failure', failed.tryMap(throwBoom), { kind: 'failure', error: failure }],
    ['mapError transforms a failure', failed.mapError((e) => e.code), { kind: 'failure', error: 'timedOut' }],
    ['mapError leaves a success', succeeded.mapError(throwBoom), { kind: 'success', value: 'secret' }],
    [
      'tryMapError transforms a failure',
      failed.tryMapError((e) => e.code),
      { kind: 'failure', error: 'timedOut' },
    ],
    [
      'tryMapError fails with what is thrown',
      failed.tryMapError(throwBoom),
      { kind: 'failure', error: boom },
    ],
    ['tryMapError leaves a success', succeeded.tryMapError(throwBoom), { kind: 'success', value: 'secret' }],
  ])('%s, and keeps the rest', (_name, response, result) => {
    expect(response.result).toEqual(result);
    expect(rest(response)).toEqual(rest(succeeded));
    expect(response.debugDescription()).not.toContain('secret');
  });

  it('prints how it ended', () => {
    expect(String(succeeded)).toBe('success');
    expect(String(failed)).toBe('failure: POST https://a.example/: failed (timedOut): no byte for 60 s');
    expect(String(failed.mapError(() => 17))).toBe('failure: an error that is no Error');
  });

  it('describes all there is, without secrets and bodies', () => {
    expect(succeeded.debugDescription()).toBe(
      [
        '[Request]: POST https://a.example/',
        '    Authorization: <redacted>',
        '    X-Key: <redacted>',
        '    Accept: text/html',
        '    [Body]: 6 characters',
        '[Response]: 200 https://a.example/',
        '    Set-Cookie: <redacted>',
        '    Server: x',
        '    [Body]: 6 bytes',
        '[Network Duration]: 17 ms',
        '[Serialization Duration]: 3 ms',
        '[Result]: success',
      ].join('\n'),
    );
  });

  it('describes what there is not', () => {
    const nothing = { request: undefined, response: undefined, data: undefined, metrics: undefined };
    const response = new DataResponse({
      ...nothing,
      serializationDuration: 0,
      result: Result.failure(failure),
    });
    expect(response.debugDescription()).toBe(
      [
        '[Request]: none',
        '[Response]: none',
        '[Network Duration]: none',
        '[Serialization Duration]: 0 ms',
        '[Result]: failure: POST https://a.example/: failed (timedOut): no byte for 60 s',
      ].join('\n'),
    );
  });

  it('does not show header values where it is inspected', () => {
    expect(inspect(failed, { depth: 5 })).not.toContain('Bearer');
  });
});
