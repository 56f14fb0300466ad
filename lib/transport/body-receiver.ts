import type { SessionError } from '../errors/session-error.js';
import type { HTTPURLResponse } from '../message/http-url-response.js';
import type { Answer } from '../answers/answer.js';
import type { URLRequest } from '../message/url-request.js';
import type { TaskInfo } from '../message/request-info.js';

/** Takes in the body of a response: each kind of request has its own. */
export interface BodyReceiver {
  /** Whether the body stays in memory, where `maximumResponseBodySize` bounds it. */
  readonly isHeldInMemory: boolean;
  /** Whether a response of this kind may be stored; as it is held in memory unless given. */
  readonly isStorable?: boolean | undefined;
  /** Forgets what came before: a new attempt begins, or the rest is not wanted. */
  reset(): void;
  /** Adds to the URLRequest of an attempt what the receiver asks for, such as the rest of a file alone. */
  readonly described?: ((urlRequest: URLRequest) => URLRequest) | undefined;
  /**
   * The response whose body comes next, once for each attempt; a file has none. Answers how many bytes are there
   * already, which it goes on after; a throw ends the task with it.
   */
  readonly begin?: ((response: HTTPURLResponse | undefined, task: TaskInfo) => number) | undefined;
  /** Takes in a piece; a receiver that falls behind holds the flow until it has caught up. */
  receive(data: Uint8Array, flow: BodyFlow): void;
  /**
   * Asked when nothing more will come, before the metrics and the end of the task are told; `error` is what ended
   * it. The end waits for the answer, which is what the task ends with: that error, or one of its own.
   */
  readonly finish?:
    ((error: SessionError | undefined, task: TaskInfo) => Answer<SessionError | undefined>) | undefined;
  /** Asked when the response was found acceptable, before the attempt ends; a failure is that of the attempt. */
  readonly place?: ((task: TaskInfo) => Answer<void>) | undefined;
  /** Asked when the outcome is decided and serialized: what is of no more use goes, before anything is delivered. */
  readonly discard?: (() => Answer<void>) | undefined;
}

/**
 * The bytes of a task on their way in. Holding them is felt by the server as far as the platform allows, and no
 * silence while they are held counts for the `timeoutInterval`; pieces that have left the platform still arrive.
 */
export interface BodyFlow {
  hold(): void;
  release(): void;
  /** Ends the task: what comes cannot be taken in. */
  fail(error: SessionError): void;
}
