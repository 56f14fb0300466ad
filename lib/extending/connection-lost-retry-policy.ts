import { RetryPolicy, type RetryPolicyOptions } from './retry-policy.js';

/** What a {@link ConnectionLostRetryPolicy} is made of: a policy's options but for what it retries. */
export type ConnectionLostRetryPolicyOptions = Omit<
  RetryPolicyOptions,
  'retryableHTTPStatusCodes' | 'retryableErrorCodes' | 'respectRetryAfter'
>;

/**
 * Retries requests whose connection was lost, and nothing else (Alamofire's `ConnectionLostRetryPolicy`).
 *
 * @example
 * new Session({ interceptor: new ConnectionLostRetryPolicy() });
 */
export class ConnectionLostRetryPolicy extends RetryPolicy {
  constructor(options: ConnectionLostRetryPolicyOptions = {}) {
    super({ ...options, retryableHTTPStatusCodes: [], retryableErrorCodes: ['networkConnectionLost'] });
  }
}
