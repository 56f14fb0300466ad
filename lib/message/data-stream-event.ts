import type { SessionError } from '../errors/session-error.js';
import type { HTTPURLResponse } from './http-url-response.js';
import type { Result } from './result.js';
import type { TaskMetrics } from './task-metrics.js';
import type { URLRequest } from './url-request.js';

/** Cancels the request of a stream (Alamofire's `DataStreamRequest.CancellationToken`). */
export interface CancellationToken {
  cancel(): void;
}

/** How a stream has ended (Alamofire's `DataStreamRequest.Completion`). */
export interface DataStreamCompletion {
  /** The last URLRequest that was made. */
  readonly request: URLRequest | undefined;
  readonly response: HTTPURLResponse | undefined;
  /** The metrics of the last task. */
  readonly metrics: TaskMetrics | undefined;
  /** What the request failed with; undefined when all has come. */
  readonly error: SessionError | undefined;
}

/** What happens in a stream (Alamofire's `DataStreamRequest.Stream`): any number of values, then its end. */
export type DataStreamEvent<T> = DataStreamValue<T> | DataStreamEnd;

/** A value has come, or what should have been one could not be serialized. */
export interface DataStreamValue<T> extends Cancellable {
  readonly kind: 'stream';
  readonly result: Result<T>;
}

/** The last event, whatever the end. */
export interface DataStreamEnd extends Cancellable {
  readonly kind: 'complete';
  readonly completion: DataStreamCompletion;
}

interface Cancellable {
  readonly token: CancellationToken;
  /** The same as `token.cancel()`. */
  cancel(): void;
}
