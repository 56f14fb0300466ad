import type { SessionError } from '../../errors/session-error.js';
import type { HTTPURLResponse } from '../../message/http-url-response.js';

/** What came of one message of an attempt. */
export type MessageResult = OpenResult | CompletedResult;

/** A response that waits for a decision, and its body with it. */
export interface OpenResult {
  readonly kind: 'redirected' | 'challenged';
  readonly response: HTTPURLResponse;
  /** Takes it as the response: it will be completed. */
  accept(): void;
}

export interface CompletedResult {
  readonly kind: 'completed';
  readonly error: SessionError | undefined;
}
