import { TestScheduler } from 'rxjs/testing';
import type { NetworkErrorCode } from '../../lib/errors/network-error-code.js';
import { SessionError } from '../../lib/errors/session-error.js';
import type { RequestInterceptor } from '../../lib/extending/interceptor.js';
import { RetryPolicy } from '../../lib/extending/retry-policy.js';
import { HTTPHeaders } from '../../lib/message/http-headers.js';
import { HTTPURLResponse } from '../../lib/message/http-url-response.js';
import { URLRequest } from '../../lib/message/url-request.js';
import { RetryResult } from '../../lib/extending/request-retrier.js';
import { requestInfo, sessionInfo, taskInfo } from '../support/request-info.js';

const url = 'https://api.example.com/orders';
const failed = (code: NetworkErrorCode): SessionError =>
  new SessionError({ kind: 'sessionTaskFailed', code });
const lost = failed('networkConnectionLost');

const decide = (policy: RetryPolicy, info = requestInfo(), error = lost): RetryResult =>
  policy.retry(info, sessionInfo(), error);
const after = RetryResult.retryWithDelay;
const never = RetryResult.doNotRetry;

function answered(statusCode: number, headers: Record<string, string> = {}): ReturnType<typeof requestInfo> {
  const response = new HTTPURLResponse({ url, statusCode, headers: new HTTPHeaders(headers) });
  return requestInfo({ task: taskInfo({ response }), httpResponse: response });
}

const RETRYABLE: NetworkErrorCode[] = [
  'backgroundSessionInUseByAnotherProcess',
  'backgroundSessionWasDisconnected',
  'badServerResponse',
  'callIsActive',
  'cannotConnectToHost',
  'cannotFindHost',
  'cannotLoadFromNetwork',
  'dataNotAllowed',
  'dnsLookupFailed',
  'downloadDecodingFailedMidStream',
  'downloadDecodingFailedToComplete',
  'internationalRoamingOff',
  'networkConnectionLost',
  'notConnectedToInternet',
  'secureConnectionFailed',
  'serverCertificateHasBadDate',
  'serverCertificateNotYetValid',
  'timedOut',
];

const FINAL: NetworkErrorCode[] = [
  'appTransportSecurityRequiresSecureConnection',
  'backgroundSessionRequiresSharedContainer',
  'badURL',
  'cancelled',
  'cannotCloseFile',
  'cannotCreateFile',
  'cannotDecodeContentData',
  'cannotDecodeRawData',
  'cannotMoveFile',
  'cannotOpenFile',
  'cannotParseResponse',
  'cannotRemoveFile',
  'cannotWriteToFile',
  'clientCertificateRejected',
  'clientCertificateRequired',
  'dataLengthExceedsMaximum',
  'fileDoesNotExist',
  'fileIsDirectory',
  'httpTooManyRedirects',
  'noPermissionsToReadFile',
  'redirectToNonExistentLocation',
  'requestBodyStreamExhausted',
  'resourceUnavailable',
  'serverCertificateHasUnknownRoot',
  'serverCertificateUntrusted',
  'unknown',
  'unsupportedURL',
  'userAuthenticationRequired',
  'userCancelledAuthentication',
  'zeroByteResource',
];

describe('RetryPolicy', () => {
  it('retries as often as its limit says, which is twice', () => {
    const policy = new RetryPolicy();
    const results = [0, 1, 2].map((retryCount) => decide(policy, requestInfo({ retryCount })));
    expect(results).toEqual([after(500), after(1000), never]);
  });

  it('backs off exponentially', () => {
    const policy = new RetryPolicy({ retryLimit: 4 });
    const results = [0, 1, 2, 3, 4].map((retryCount) => decide(policy, requestInfo({ retryCount })));
    expect(results).toEqual([after(500), after(1000), after(2000), after(4000), never]);
  });

  it.each([
    ...['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS', 'TRACE'].map((method) => [method, after(500)] as const),
    ...['POST', 'PATCH', 'CONNECT'].map((method) => [method, never] as const),
  ])('answers the loss of a %s with %o', (method, result) => {
    const request = new URLRequest(url, { method });
    expect(decide(new RetryPolicy(), requestInfo({ request }))).toEqual(result);
  });

  it('retries the status codes 408, 500, 502, 503 and 504, and no other from 100 to 599', () => {
    const retried = Array.from({ length: 500 }, (_, index) => 100 + index).filter((statusCode) => {
      const result = decide(new RetryPolicy(), answered(statusCode), failed('unknown'));
      expect(result).toEqual(result.retryRequired ? after(500) : never);
      return result.retryRequired;
    });
    expect(retried).toEqual([408, 500, 502, 503, 504]);
  });

  it.each(RETRYABLE)('retries %s', (code) => {
    expect(decide(new RetryPolicy(), requestInfo(), failed(code))).toEqual(after(500));
  });

  it.each(FINAL)('does not retry %s', (code) => {
    expect(decide(new RetryPolicy(), requestInfo(), failed(code))).toEqual(never);
  });

  it('knows every word of URLError.Code', () => {
    expect([RETRYABLE.length, FINAL.length]).toEqual([18, 30]);
    expect([...RetryPolicy.defaultRetryableErrorCodes]).toEqual(RETRYABLE);
  });

  it('retries a POST of which nothing has left', () => {
    const request = new URLRequest(url, { method: 'POST' });
    const info = requestInfo({ request, task: taskInfo({ sendPhase: 'nothing' }) });
    expect(decide(new RetryPolicy(), info)).toEqual(after(500));
  });

  it('changes no request', () => {
    const request = new URLRequest(url);
    expect(new RetryPolicy().adapt(request)).toBe(request);
  });

  it('has its default settings when it is given none, and is an interceptor', () => {
    const policy = new RetryPolicy();
    const interceptor: RequestInterceptor = policy;
    expect(interceptor).toMatchObject({
      retryLimit: 2,
      exponentialBackoffBase: 2,
      exponentialBackoffScale: 500,
    });
    expect(policy).toMatchObject({ jitter: 'none', respectRetryAfter: false });
    expect(policy).toMatchObject({ maximumRetryAfter: 120_000, maximumDelay: 2_147_483_647 });
    expect([...policy.retryableHTTPMethods]).toEqual(['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PUT', 'TRACE']);
    expect([...policy.retryableHTTPStatusCodes]).toEqual([408, 500, 502, 503, 504]);
  });
});

describe('the options of a RetryPolicy', () => {
  it('retries what it is told to, and nothing else', () => {
    const policy = new RetryPolicy({
      retryableHTTPMethods: ['POST'],
      retryableHTTPStatusCodes: [429].values(),
      retryableErrorCodes: ['badURL'],
    });
    const request = new URLRequest(url, { method: 'POST' });
    expect(decide(policy, { ...answered(429), request }, failed('unknown'))).toEqual(after(500));
    expect(decide(policy, { ...answered(503), request }, failed('unknown'))).toEqual(never);
    expect(decide(policy, requestInfo({ request }), failed('badURL'))).toEqual(after(500));
    expect(decide(policy, requestInfo({ request }), lost)).toEqual(never);
    expect(decide(policy, requestInfo(), failed('badURL'))).toEqual(never);
  });

  it.each([NaN, 0, -1])('never retries with a limit of %d', (retryLimit) => {
    expect(decide(new RetryPolicy({ retryLimit }))).toEqual(never);
  });

  it('spreads its delays with full jitter', () => {
    const policy = new RetryPolicy({ jitter: 'full', random: () => 0.25 });
    expect(decide(policy)).toEqual(after(125));
  });

  it('draws its own numbers for the jitter unless it is given some', () => {
    const policy = new RetryPolicy({ jitter: 'full' });
    const delays = Array.from({ length: 20 }, () => decide(policy).delay ?? -1);
    expect(delays.every((delay) => delay >= 0 && delay < 500)).toBe(true);
    expect(new Set(delays).size).toBeGreaterThan(1);
  });

  it('takes no notice of Retry-After unless it is told to', () => {
    expect(decide(new RetryPolicy(), answered(503, { 'Retry-After': '30' }))).toEqual(after(500));
  });

  it.each([
    ['as long as Retry-After asks', '30', {}, 30_000],
    ['as long as its own delay where that is longer', '0', {}, 500],
    ['as long as the default maximum of Retry-After', '120', {}, 120_000],
    ['as long as its own maximum of Retry-After', '3600', { maximumRetryAfter: 3_600_000 }, 3_600_000],
    ['its own delay where Retry-After says nothing', 'soon', {}, 500],
    [
      'at least as long as asked whatever the jitter',
      '3',
      { jitter: 'full' as const, random: () => 0.9 },
      3000,
    ],
  ])('waits %s', (_how, value, options, delay) => {
    const policy = new RetryPolicy({ respectRetryAfter: true, ...options });
    expect(decide(policy, answered(503, { 'Retry-After': value }))).toEqual(after(delay));
  });

  it.each([
    ['the default of two minutes', '121', {}, 121_000, 120_000],
    ['its own maximum', '10', { maximumRetryAfter: 9999 }, 10_000, 9999],
    ['the longest delay', '86400', { maximumDelay: 10_000 }, 86_400_000, 10_000],
    ['any number', '9'.repeat(400), {}, Infinity, 120_000],
  ])('gives up if Retry-After exceeds %s', (_what, value, options, retryAfter, maximum) => {
    const policy = new RetryPolicy({ respectRetryAfter: true, ...options });
    const result = decide(policy, answered(503, { 'Retry-After': value }));
    expect(result.kind).toBe('doNotRetryWithError');
    expect(result.error).toMatchObject({ name: 'RetryAfterError', retryAfter, maximum });
  });

  it('reads the date of a Retry-After against the clock of the rootQueue', () => {
    const rootQueue = new TestScheduler(() => undefined);
    rootQueue.maxFrames = Infinity;
    rootQueue.frame = 4000;
    const policy = new RetryPolicy({ respectRetryAfter: true });
    const info = answered(503, { 'Retry-After': 'Thu, 01 Jan 1970 00:00:10 GMT' });
    expect(policy.retry(info, { rootQueue }, lost)).toEqual(after(6000));
  });

  it('does not read the Retry-After of a response that it would not retry', () => {
    const policy = new RetryPolicy({ respectRetryAfter: true });
    expect(decide(policy, answered(200, { 'Retry-After': '30' }))).toEqual(after(500));
  });
});
