import { RetryResult } from '../../lib/extending/retry-result.js';

const error = new Error('no more');

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
    RetryResult.doNotRetryWithError(error),
    { retryRequired: false, delay: undefined, error },
  ],
] as [RetryResult['kind'], RetryResult, Pick<RetryResult, 'retryRequired' | 'delay' | 'error'>][];

describe('RetryResult', () => {
  // parity: RequestInterceptorTests.retryRequiredProperty
  it.each(every)('%s says whether a retry is required', (kind, result, { retryRequired }) => {
    expect(result.kind).toBe(kind);
    expect(result.retryRequired).toBe(retryRequired);
  });

  // parity: RequestInterceptorTests.delayProperty
  it.each(every)('%s has a delay only if it is one', (_kind, result, { delay }) => {
    expect(result.delay).toBe(delay);
  });

  // parity: RequestInterceptorTests.errorProperty
  it.each(every)('%s has an error only if it is given one', (_kind, result, { error: expected }) => {
    expect(result.error).toBe(expected);
  });
});
