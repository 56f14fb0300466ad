import type { SessionError } from '../errors/session-error.js';
import type { HTTPURLResponse } from '../message/http-url-response.js';
import type { Answer } from './answer.js';

/** Takes in the body of a response: each kind of request has its own. */
export interface BodyReceiver {
  /** Whether the body stays in memory, where `maximumResponseBodySize` bounds it. */
  readonly isHeldInMemory: boolean;
  /** Forgets what came before: a new attempt begins, or the rest is not wanted. */
  reset(): void;
  /** The response whose body comes next, once for each attempt; a throw ends the task with it. */
  begin?(response: HTTPURLResponse): void;
  /** Takes in a piece; a receiver that falls behind holds the flow until it has caught up. */
  receive(data: Uint8Array, flow: BodyFlow): void;
  /**
   * Asked when nothing more will come, before the metrics and the end of the task are told; `error` is what ended
   * it. The end waits for the answer; a failure is that of the task, unless it has failed already.
   */
  finish?(error: SessionError | undefined): Answer<void>;
}

/**
 * The bytes of a task on their way in. Holding them is felt by the server as far as the platform allows, and no
 * silence while they are held counts for the `timeoutInterval`; pieces that have left the platform still arrive.
 */
export interface BodyFlow {
  hold(): void;
  release(): void;
}
