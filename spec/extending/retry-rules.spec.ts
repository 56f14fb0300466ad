import type { SendPhase } from '../../lib/message/request-info.js';
import { SessionError } from '../../lib/errors/session-error.js';
import { networkCodeOf, retryReason, type Retryable } from '../../lib/extending/retry-rules.js';
import { HTTPHeaders } from '../../lib/message/http-headers.js';
import { HTTPURLResponse } from '../../lib/message/http-url-response.js';
import { URLRequest } from '../../lib/message/url-request.js';
import { requestInfo, taskInfo } from '../support/request-info.js';

const url = 'https://api.example.com/orders';
const retryable: Retryable = {
  methods: new Set(['GET', 'PUT']),
  statusCodes: new Set([503]),
  errorCodes: new Set(['timedOut', 'networkConnectionLost']),
};
const lost = new SessionError({ kind: 'sessionTaskFailed', code: 'networkConnectionLost' });
const refused = new SessionError({
  kind: 'responseValidationFailed',
  reason: { kind: 'unacceptableStatusCode', code: 503 },
});
const answered = (statusCode: number): HTTPURLResponse =>
  new HTTPURLResponse({ url, statusCode, headers: new HTTPHeaders() });

describe('a request that failed on the way', () => {
  it.each<[string, string, SendPhase | undefined, Record<string, string>, string]>([
    ['is worth another attempt when its method is one of those', 'GET', 'something', {}, 'errorCode'],
    ['is not when its method is none of those', 'POST', 'something', {}, 'none'],
    ['is whatever its method when nothing has left', 'POST', 'nothing', {}, 'errorCode'],
    ['is not when nobody knows what has left', 'POST', undefined, {}, 'none'],
    ['is when the server knows it again', 'POST', 'something', { 'Idempotency-Key': '17' }, 'errorCode'],
  ])('%s', (_when, method, sendPhase, headers, reason) => {
    const request = new URLRequest(url, { method, headers });
    const task = sendPhase && taskInfo({ sendPhase });
    expect(retryReason(requestInfo({ request, task }), lost, retryable).kind).toBe(reason);
  });

  it('is not when its code is none of those', () => {
    const error = new SessionError({ kind: 'sessionTaskFailed', code: 'serverCertificateUntrusted' });
    expect(retryReason(requestInfo(), error, retryable)).toEqual({ kind: 'none' });
  });

  it('is not when there never was a URLRequest', () => {
    expect(retryReason(requestInfo({ request: undefined }), lost, retryable)).toEqual({ kind: 'none' });
  });
});

describe('a request that was answered', () => {
  it('is worth another attempt when the status code is one of those', () => {
    const response = answered(503);
    const task = taskInfo({ response });
    expect(retryReason(requestInfo({ task }), refused, retryable)).toEqual({ kind: 'statusCode', response });
  });

  it.each([
    ['the status code is none of those', 'GET', 404],
    ['the method is none of those', 'POST', 503],
  ])('is not when %s', (_when, method, statusCode) => {
    const request = new URLRequest(url, { method });
    const task = taskInfo({ response: answered(statusCode) });
    expect(retryReason(requestInfo({ request, task }), refused, retryable)).toEqual({ kind: 'none' });
  });

  it('is judged by the answer to its last attempt, not by an earlier one', () => {
    const info = requestInfo({ task: taskInfo({ response: undefined }), httpResponse: answered(503) });
    const unknown = new SessionError({ kind: 'sessionTaskFailed', code: 'unknown' });
    expect(retryReason(info, unknown, retryable)).toEqual({ kind: 'none' });
  });

  it.each([
    new SessionError({ kind: 'explicitlyCancelled' }),
    new SessionError({ kind: 'sessionInvalidated' }),
    new SessionError({ kind: 'requestAdaptationFailed', error: new Error('no token') }),
    new SessionError({ kind: 'serverTrustEvaluationFailed', reason: { kind: 'noCertificatesFound' } }),
  ])('is not after $kind, whatever was answered', (error) => {
    const task = taskInfo({ response: answered(503) });
    expect(retryReason(requestInfo({ task }), error, retryable)).toEqual({ kind: 'none' });
  });
});

describe('a request whose adapter failed', () => {
  const failed = new SessionError({ kind: 'requestAdaptationFailed', error: lost });

  it('is worth another attempt when what the adapter asked for failed on the way, whatever its method', () => {
    const request = new URLRequest(url, { method: 'POST' });
    expect(retryReason(requestInfo({ request }), failed, retryable)).toEqual({
      kind: 'errorCode',
      code: 'networkConnectionLost',
    });
  });

  it.each([
    ['of the exchange itself', lost, 'networkConnectionLost'],
    ['of what an adapter asked for', failed, 'networkConnectionLost'],
    ['of an adapter that failed otherwise', wrapped(new Error('no token')), undefined],
    ['of a validation that failed with a network error', validation(lost), undefined],
  ])('the code %s', (_of, error, code) => {
    expect(networkCodeOf(error)).toBe(code);
  });
});

function wrapped(error: unknown): SessionError {
  return new SessionError({ kind: 'requestAdaptationFailed', error });
}

function validation(error: unknown): SessionError {
  return new SessionError({
    kind: 'responseValidationFailed',
    reason: { kind: 'customValidationFailed', error },
  });
}
