import type { CancellationToken, DataStreamCompletion } from '../../message/data-stream-event.js';
import type { Result } from '../../message/result.js';

/** Where the values of a stream come from: what a request promises those who listen to it. */
export interface StreamSource<T> {
  readonly token: CancellationToken;
  /** Hands everything from now on over to the sink, never at once; gives back what ends that. */
  listen(sink: StreamSink<T>): () => void;
}

/** Takes what a stream has for one who listens. */
export interface StreamSink<T> {
  /** The next value or failure; no further one comes before `taken` was called, in whatever stack. */
  next(result: Result<T>, taken: () => void): void;
  /** The last that is told. */
  complete(completion: DataStreamCompletion): void;
  /** Nothing more is told, or the completion alone: what is under way for a value can be given up. */
  stop?(): void;
}
