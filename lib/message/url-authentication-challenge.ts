import type { HTTPURLResponse } from './http-url-response.js';
import type { URLProtectionSpace } from './url-protection-space.js';

/** Challenge of a server to a task (Foundation's `URLAuthenticationChallenge`). */
export interface URLAuthenticationChallenge {
  /** Protection space, with the strongest scheme that the server offers and this library knows. */
  readonly protectionSpace: URLProtectionSpace;
  /** Number of credentials of the task that this space has refused. */
  readonly previousFailureCount: number;
  /** Response with status code 401. */
  readonly failureResponse: HTTPURLResponse;
}
