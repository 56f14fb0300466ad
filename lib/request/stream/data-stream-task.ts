import { isCancelled } from '../../errors/session-error.js';
import type { DataStreamFormat, DataStreamSerializer } from '../../serializers/data-stream-serializer.js';
import type { DecodableSchema } from '../../serializers/decodable-response-serializer.js';
import type { DecodableStreamOptions } from '../../serializers/decodable-stream-serializer.js';
import type { EventStreamOptions, ServerSentEvent } from '../../serializers/event-stream-format.js';
import type { LineStreamOptions } from '../../serializers/line-stream-format.js';
import type { StringStreamOptions } from '../../serializers/string-stream-serializer.js';
import type { DataStreamOptions } from './data-stream-options.js';
import { RequestTask, type TaskControls } from '../request-task.js';
import type { StreamObservable } from './stream-observable.js';

/** Request that a {@link DataStreamTask} controls and listens to. */
export interface StreamingRequest extends TaskControls {
  responseStream(options?: DataStreamOptions): StreamObservable<Uint8Array>;
  responseStream<T>(
    serializer: DataStreamSerializer<T> | DataStreamFormat<T>,
    options?: DataStreamOptions,
  ): StreamObservable<T>;
  responseStreamString(options?: StringStreamOptions & DataStreamOptions): StreamObservable<string>;
  responseStreamLines(options?: LineStreamOptions & DataStreamOptions): StreamObservable<string>;
  responseStreamDecodable<T>(
    schema: DecodableSchema<T>,
    options?: DecodableStreamOptions & DataStreamOptions,
  ): StreamObservable<T>;
  responseStreamEvents(options?: EventStreamOptions & DataStreamOptions): StreamObservable<ServerSentEvent>;
}

/**
 * The values of a stream for `for await` (Alamofire's `DataStreamTask`). Each loop listens from its beginning on, and
 * buffers no more than one chunk. It ends with the stream and when the request is cancelled; any other failure is
 * thrown. Leaving the last loop cancels the request, unless `automaticallyCancelling` is `false`.
 *
 * @example
 * const task = session.streamRequest(url, { signal }).validate().streamTask();
 * for await (const line of task.streamingLines()) await store(line);
 */
export class DataStreamTask extends RequestTask<StreamingRequest> {
  /** Iterates over the bytes, chunk by chunk. */
  streamingData(options?: DataStreamOptions): AsyncIterable<Uint8Array> {
    return untilCancelled(this.request.responseStream(options));
  }

  /** Iterates over the chunks as text. */
  streamingStrings(options?: StringStreamOptions & DataStreamOptions): AsyncIterable<string> {
    return untilCancelled(this.request.responseStreamString(options));
  }

  streamingLines(options?: LineStreamOptions & DataStreamOptions): AsyncIterable<string> {
    return untilCancelled(this.request.responseStreamLines(options));
  }

  /** Iterates over the JSON documents, checked by a schema. */
  streamingDecodable<T>(
    schema: DecodableSchema<T>,
    options?: DecodableStreamOptions & DataStreamOptions,
  ): AsyncIterable<T> {
    return untilCancelled(this.request.responseStreamDecodable(schema, options));
  }

  /** Server-Sent Events. */
  streamingEvents(options?: EventStreamOptions & DataStreamOptions): AsyncIterable<ServerSentEvent> {
    return untilCancelled(this.request.responseStreamEvents(options));
  }

  /** Iterates over the values of a serializer. */
  streamingResponses<T>(
    serializer: DataStreamSerializer<T> | DataStreamFormat<T>,
    options?: DataStreamOptions,
  ): AsyncIterable<T> {
    return untilCancelled(this.request.responseStream(serializer, options));
  }
}

function untilCancelled<T>(values: StreamObservable<T>): AsyncIterable<T> {
  return values.valuesUntil(isCancelled);
}
