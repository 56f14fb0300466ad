import type { HTTPURLResponse } from './http-url-response.js';
import type { URLProtectionSpace } from './url-protection-space.js';

/** What a server asks of a task before it answers (Foundation's `URLAuthenticationChallenge`). */
export interface URLAuthenticationChallenge {
  /** Of the strongest scheme among those that the server offers and that are understood here. */
  readonly protectionSpace: URLProtectionSpace;
  /** How often this space has refused what the task sent it. */
  readonly previousFailureCount: number;
  /** The response with status code 401 that asks. */
  readonly failureResponse: HTTPURLResponse;
}
