import type { RequestInterceptor } from '../../lib/extending/interceptor.js';
import { SessionError } from '../../lib/errors/session-error.js';
import { URLRequest } from '../../lib/message/url-request.js';
import { Retrier, RetryResult, type RequestRetrier } from '../../lib/extending/request-retrier.js';
import { requestInfo, sessionInfo } from '../support/request-info.js';

const error = new SessionError({ kind: 'explicitlyCancelled' });

describe('Retrier', () => {
  // parity: RequestInterceptorTests.thatRetrierCallsRetryHandler
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

  // parity: RequestInterceptorTests.thatRetrierCanBeImplementedAsynchronously
  it('passes on an answer that comes later', async () => {
    const later = new Promise<RetryResult>((resolve) => setImmediate(resolve, RetryResult.retry));
    await expect(Retrier(() => later).retry(requestInfo(), sessionInfo(), error)).resolves.toBe(
      RetryResult.retry,
    );
  });

  // parity: RequestInterceptorTests.thatRetrierCallsRequestAdapterDefaultImplementationInProtocolExtension
  it('adapts a request to itself', () => {
    const request = new URLRequest('https://api.example.com');
    expect(Retrier(() => RetryResult.retry).adapt(request)).toBe(request);
  });

  // parity: RequestInterceptorTests.thatRetrierCanBeCreatedStaticallyFromProtocol
  it('is usable wherever a retrier or an interceptor is expected', () => {
    const retrier: RequestRetrier = Retrier(() => RetryResult.retry);
    const interceptor: RequestInterceptor = Retrier(() => RetryResult.doNotRetry);
    expect(retrier.retry(requestInfo(), sessionInfo(), error)).toBe(RetryResult.retry);
    expect(interceptor.retry?.(requestInfo(), sessionInfo(), error)).toBe(RetryResult.doNotRetry);
  });
});
