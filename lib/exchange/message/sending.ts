import type { Attempt } from '../attempt.js';
import type { Exchange, PreparedRequest } from '../exchange.js';
import type { MessageResult } from './message-result.js';

/** An attempt that sends its messages, as those who decide about redirects and challenges see and steer it. */
export interface Sending {
  readonly x: Exchange;
  readonly attempt: Attempt;
  /** Message of the route, without the answer to a challenge. */
  readonly message: PreparedRequest;
  /** URL of each message of the route so far, in order. */
  readonly visited: readonly string[];
  /** True until a redirect leads to another origin than that of the first message. */
  readonly isAtHome: boolean;
  /** Sends the next message of the route, after a redirect. */
  follow(message: PreparedRequest): void;
  /** Sends the message of the route in another form, such as with the answer to a challenge. */
  transmit(message: PreparedRequest): void;
  /** Decides about a result that no challenge keeps back. */
  proceed(result: MessageResult): void;
  /** Ends the attempt with the failure. */
  fail(cause: unknown): void;
}
