/**
 * What a retrier decided (Alamofire's `RetryResult`). Every one has `retryRequired`, `delay` and `error`, so
 * that it can be read without looking at its `kind`.
 */
export type RetryResult = RetryImmediately | RetryWithDelay | DoNotRetry | DoNotRetryWithError;

/** Send the request again at once. */
export interface RetryImmediately {
  readonly kind: 'retry';
  readonly retryRequired: true;
  readonly delay?: undefined;
  readonly error?: undefined;
}

/** Send the request again after so many milliseconds of the session's rootQueue. */
export interface RetryWithDelay {
  readonly kind: 'retryWithDelay';
  readonly retryRequired: true;
  readonly delay: number;
  readonly error?: undefined;
}

/** Leave the failure as it is; the next retrier is asked. */
export interface DoNotRetry {
  readonly kind: 'doNotRetry';
  readonly retryRequired: false;
  readonly delay?: undefined;
  readonly error?: undefined;
}

/** Fail as `requestRetryFailed` with this error as `cause`; no further retrier is asked. */
export interface DoNotRetryWithError {
  readonly kind: 'doNotRetryWithError';
  readonly retryRequired: false;
  readonly delay?: undefined;
  readonly error: unknown;
}

const retry: RetryImmediately = /* @__PURE__ */ Object.freeze({ kind: 'retry', retryRequired: true });
const doNotRetry: DoNotRetry = /* @__PURE__ */ Object.freeze({ kind: 'doNotRetry', retryRequired: false });

/** Makers of {@link RetryResult}s. */
export const RetryResult = /* @__PURE__ */ Object.freeze({
  retry,
  retryWithDelay: (delay: number): RetryWithDelay => ({ kind: 'retryWithDelay', retryRequired: true, delay }),
  doNotRetry,
  doNotRetryWithError: (error: unknown): DoNotRetryWithError => ({
    kind: 'doNotRetryWithError',
    retryRequired: false,
    error,
  }),
});
