import type { SessionError } from '../../errors/session-error.js';
import type { CancellationToken, DataStreamCompletion } from '../../message/data-stream-event.js';
import type { StreamEntry } from '../../serializers/data-stream-serializer.js';

/** Source of the values of a stream. */
export interface StreamSource<T> {
  readonly token: CancellationToken;
  /** Passes everything from now on to the sink, never synchronously. Returns a function that ends it. */
  listen(sink: StreamSink<T>): () => void;
}

/** Receives the values of a stream for one listener. */
export interface StreamSink<T> {
  /** The next value. No further one comes until `taken` was called, in whatever stack. */
  next(value: T, taken: () => void): void;
  /** Failure in the place of the next value. The request continues. */
  fail(error: SessionError, taken: () => void): void;
  /** Receives all values of a chunk instead, if nothing has to happen between them. */
  takeBatch?(batch: StreamBatch<T>): void;
  /** The last notification. */
  complete(completion: DataStreamCompletion): void;
  /** Nothing follows but the completion, so that work in progress for a value can be abandoned. */
  stop?(): void;
}

/** Values of one chunk, which a sink takes one by one, in its own time. */
export interface StreamBatch<T> {
  readonly entries: readonly StreamEntry<T>[];
  /** True once the rest is not wanted: the request was cancelled, or the listener has left. */
  readonly isOver: boolean;
  /** All entries were taken: the next chunk may come. */
  finish(): void;
}
