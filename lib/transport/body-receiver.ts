import type { SessionError } from '../errors/session-error.js';
import type { HTTPURLResponse } from '../message/http-url-response.js';
import type { Answer } from '../answers/answer.js';
import type { URLRequest } from '../message/url-request.js';
import type { TaskInfo } from '../message/request-info.js';

/** Receives the body of a response. Each kind of request has its own. */
export interface BodyReceiver {
  /** True if the body stays in memory, where `maximumResponseBodySize` bounds it. */
  readonly isHeldInMemory: boolean;
  /** True if a response of this kind may be stored. Default: `isHeldInMemory`. */
  readonly isStorable?: boolean | undefined;
  /** Discards the body so far: a new attempt begins, or the rest is not wanted. */
  reset(): void;
  /** Adds demands of the receiver to the URLRequest of an attempt, such as the range that a partial file lacks. */
  readonly described?: ((urlRequest: URLRequest) => URLRequest) | undefined;
  /**
   * Begins the body of a response, once an attempt; a file has no response. Returns the number of bytes that are
   * there already and that the body continues. An exception ends the task.
   */
  readonly begin?: ((response: HTTPURLResponse | undefined, task: TaskInfo) => number) | undefined;
  /** Receives a chunk. A receiver that falls behind holds the flow until it has caught up. */
  receive(data: Uint8Array, flow: BodyFlow): void;
  /**
   * Finishes the body, before the metrics and the end of the task are reported. `error` is the failure so far. The
   * end waits for the answer, which is the error that the task ends with.
   */
  readonly finish?:
    ((error: SessionError | undefined, task: TaskInfo) => Answer<SessionError | undefined>) | undefined;
  /** Asked when the response was found acceptable, before the attempt ends; a failure is that of the attempt. */
  readonly place?: ((task: TaskInfo) => Answer<void>) | undefined;
  /** Discards leftovers once the outcome is decided and serialized, before anything is delivered. */
  readonly discard?: (() => Answer<void>) | undefined;
}

/**
 * Flow of a task's incoming bytes. Holding it applies backpressure to the server as far as the platform allows, and
 * stops the `timeoutInterval`. Chunks that have left the platform still arrive.
 */
export interface BodyFlow {
  hold(): void;
  release(): void;
  /** Fails the task: its bytes cannot be received. */
  fail(error: SessionError): void;
}
