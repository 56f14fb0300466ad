import { type RequestInterceptor, RetryResult, type SessionError, type URLRequest } from 'rxsession';

export interface CountingInterceptorInit {
  /** Given how often it was asked, from 1. Changes nothing unless given. */
  adapt?: (urlRequest: URLRequest, call: number) => URLRequest;
  /** Given how often it was asked, from 1. Does not retry unless given. */
  retry?: (call: number) => RetryResult;
}

/** Counts how often it is asked, and remembers about which errors. */
export class CountingInterceptor implements RequestInterceptor {
  adaptCount = 0;
  readonly errors: SessionError[] = [];
  readonly #init: CountingInterceptorInit;

  constructor(init: CountingInterceptorInit = {}) {
    this.#init = init;
  }

  get retryCount(): number {
    return this.errors.length;
  }

  get kinds(): readonly SessionError['kind'][] {
    return this.errors.map(({ kind }) => kind);
  }

  readonly adapt = (urlRequest: URLRequest): URLRequest => {
    this.adaptCount += 1;
    return this.#init.adapt?.(urlRequest, this.adaptCount) ?? urlRequest;
  };

  readonly retry = (_request: unknown, _session: unknown, error: SessionError): RetryResult => {
    this.errors.push(error);
    return this.#init.retry?.(this.retryCount) ?? RetryResult.doNotRetry;
  };
}

/** Retries the first failure it is asked about, and no other. */
export function once(call: number): RetryResult {
  return call === 1 ? RetryResult.retry : RetryResult.doNotRetry;
}
