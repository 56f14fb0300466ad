import { SessionError } from '../../lib/errors/session-error.js';
import type { RequestInterceptor } from '../../lib/extending/interceptor.js';
import { ConnectionLostRetryPolicy, RetryPolicy } from '../../lib/extending/retry-policy.js';
import { requestInfo, sessionInfo } from '../support/request-info.js';

describe('ConnectionLostRetryPolicy', () => {
  it('has the defaults of a policy that retries the loss of a connection alone', () => {
    const policy = new ConnectionLostRetryPolicy();
    expect(policy).toMatchObject({ retryLimit: 2, exponentialBackoffBase: 2, exponentialBackoffScale: 500 });
    expect([...policy.retryableHTTPMethods].sort()).toEqual([
      'DELETE',
      'GET',
      'HEAD',
      'OPTIONS',
      'PUT',
      'TRACE',
    ]);
    expect([...policy.retryableHTTPStatusCodes]).toEqual([]);
    expect([...policy.retryableErrorCodes]).toEqual(['networkConnectionLost']);
  });

  it('is a policy, and usable wherever an interceptor is expected', () => {
    const interceptor: RequestInterceptor = new ConnectionLostRetryPolicy();
    expect(interceptor).toBeInstanceOf(RetryPolicy);
  });

  it('takes the other options of a policy', () => {
    const policy = new ConnectionLostRetryPolicy({ retryLimit: 1, retryableHTTPMethods: ['POST'] });
    expect(policy.retryLimit).toBe(1);
    expect([...policy.retryableHTTPMethods]).toEqual(['POST']);
  });

  it.each([
    ['networkConnectionLost', true],
    ['timedOut', false],
  ] as const)('answers %s with a retry: %p', (code, retryRequired) => {
    const error = new SessionError({ kind: 'sessionTaskFailed', code });
    const result = new ConnectionLostRetryPolicy().retry(requestInfo(), sessionInfo(), error);
    expect(result.retryRequired).toBe(retryRequired);
  });
});
