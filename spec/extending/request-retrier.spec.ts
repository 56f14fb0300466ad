import type { RequestInterceptor } from '../../lib/extending/interceptor.js';
import { SessionError } from '../../lib/errors/session-error.js';
import { URLRequest } from '../../lib/message/url-request.js';
import { Retrier, RetryResult, type RequestRetrier } from '../../lib/extending/request-retrier.js';
import { requestInfo, sessionInfo } from '../support/request-info.js';

const error = new SessionError({ kind: 'explicitlyCancelled' });

describe('Retrier', () => {
  it('calls its function once with what it is given, and passes on the answer', () => {
    const seen: unknown[][] = [];
    const retrier = Retrier((...given) => {
      seen.push(given);
      return RetryResult.retry;
    });
    const [request, session] = [requestInfo(), sessionInfo()];
    expect(retrier.retry(request, session, error)).toBe(RetryResult.retry);
    expect(seen).toEqual([[request, session, error]]);
  });

  it('passes on an answer that comes later', async () => {
    const later = new Promise<RetryResult>((resolve) => setImmediate(resolve, RetryResult.retry));
    await expect(Retrier(() => later).retry(requestInfo(), sessionInfo(), error)).resolves.toBe(
      RetryResult.retry,
    );
  });

  it('adapts a request to itself', () => {
    const request = new URLRequest('https://api.example.com');
    expect(Retrier(() => RetryResult.retry).adapt(request)).toBe(request);
  });

  it('is usable wherever a retrier or an interceptor is expected', () => {
    const retrier: RequestRetrier = Retrier(() => RetryResult.retry);
    const interceptor: RequestInterceptor = Retrier(() => RetryResult.doNotRetry);
    expect(retrier.retry(requestInfo(), sessionInfo(), error)).toBe(RetryResult.retry);
    expect(interceptor.retry?.(requestInfo(), sessionInfo(), error)).toBe(RetryResult.doNotRetry);
  });
});

const reason = new Error('no more');

const every = [
  ['retry', RetryResult.retry, { retryRequired: true, delay: undefined, error: undefined }],
  [
    'retryWithDelay',
    RetryResult.retryWithDelay(1000),
    { retryRequired: true, delay: 1000, error: undefined },
  ],
  ['doNotRetry', RetryResult.doNotRetry, { retryRequired: false, delay: undefined, error: undefined }],
  [
    'doNotRetryWithError',
    RetryResult.doNotRetryWithError(reason),
    { retryRequired: false, delay: undefined, error: reason },
  ],
] as [RetryResult['kind'], RetryResult, Pick<RetryResult, 'retryRequired' | 'delay' | 'error'>][];

describe('RetryResult', () => {
  it.each(every)('%s says whether a retry is required', (kind, result, { retryRequired }) => {
    expect(result.kind).toBe(kind);
    expect(result.retryRequired).toBe(retryRequired);
  });

  it.each(every)('%s has a delay only if it is one', (_kind, result, { delay }) => {
    expect(result.delay).toBe(delay);
  });

  it.each(every)('%s has an error only if it is given one', (_kind, result, { error: expected }) => {
    expect(result.error).toBe(expected);
  });
});
