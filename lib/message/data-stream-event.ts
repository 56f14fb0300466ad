import type { SessionError } from '../errors/session-error.js';
import type { HTTPURLResponse } from './http-url-response.js';
import type { Result } from './result.js';
import type { TaskMetrics } from './task-metrics.js';
import type { URLRequest } from './url-request.js';

/** Cancels the request of a stream (Alamofire's `DataStreamRequest.CancellationToken`). */
export interface CancellationToken {
  /** Cancels the request. */
  cancel(): void;
}

/** End of a stream (Alamofire's `DataStreamRequest.Completion`). */
export interface DataStreamCompletion {
  /** Last URLRequest that was made. */
  readonly request: URLRequest | undefined;
  /** Head of the last response. */
  readonly response: HTTPURLResponse | undefined;
  /** Metrics of the last task. */
  readonly metrics: TaskMetrics | undefined;
  /** Error of the request. Undefined if the stream is complete. */
  readonly error: SessionError | undefined;
}

/** Event of a stream (Alamofire's `DataStreamRequest.Stream`): any number of values, then the end. */
export type DataStreamEvent<T> = DataStreamValue<T> | DataStreamEnd;

/** Value of a stream, or the failure to serialize one. */
export interface DataStreamValue<T> extends Cancellable {
  readonly kind: 'stream';
  /** The value, or the error. */
  readonly result: Result<T>;
}

/** Last event of a stream. */
export interface DataStreamEnd extends Cancellable {
  readonly kind: 'complete';
  /** Outcome of the request. */
  readonly completion: DataStreamCompletion;
}

interface Cancellable {
  /** Cancels the request. */
  readonly token: CancellationToken;
  /** Cancels the request, like `token.cancel()`. */
  cancel(): void;
}
