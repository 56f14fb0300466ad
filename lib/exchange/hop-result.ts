import type { SessionError } from '../errors/session-error.js';
import type { HTTPURLResponse } from '../message/http-url-response.js';

/** What came of one message of a task. */
export type HopResult = DecidedHop | CompletedHop;

/** What waits for a decision. */
export type DecidedHop = RedirectedHop | ChallengedHop;

/** A redirect arrived; its body waits until somebody decides. */
export interface RedirectedHop {
  readonly kind: 'redirected';
  readonly response: HTTPURLResponse;
  /** Takes the redirect response itself as the response: it will be completed. */
  accept(): void;
}

/** A response with status code 401 arrived; its body waits until somebody decides. */
export interface ChallengedHop {
  readonly kind: 'challenged';
  readonly response: HTTPURLResponse;
  /** Takes it as the response: it will be completed. */
  accept(): void;
}

export interface CompletedHop {
  readonly kind: 'completed';
  readonly error: SessionError | undefined;
}
