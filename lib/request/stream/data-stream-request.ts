import type { Answer } from '../../answers/answer.js';
import { SessionError } from '../../errors/session-error.js';
import type { CancellationToken } from '../../message/data-stream-event.js';
import type { HTTPURLResponse } from '../../message/http-url-response.js';
import type { URLRequest } from '../../message/url-request.js';
import {
  isStreamFormat,
  type DataStreamFormat,
  type DataStreamSerializer,
} from '../../serializers/data-stream-serializer.js';
import type { DecodableSchema } from '../../serializers/decodable-response-serializer.js';
import {
  DecodableStreamSerializer,
  type DecodableStreamOptions,
} from '../../serializers/decodable-stream-serializer.js';
import {
  EventStreamFormat,
  type EventStreamOptions,
  type ServerSentEvent,
} from '../../serializers/event-stream-format.js';
import { LineStreamFormat, type LineStreamOptions } from '../../serializers/line-stream-format.js';
import { PassthroughStreamSerializer } from '../../serializers/passthrough-stream-serializer.js';
import { serializationFailure } from '../../serializers/response-serializer.js';
import {
  StringStreamSerializer,
  type StringStreamOptions,
} from '../../serializers/string-stream-serializer.js';
import { acceptableResponse, type AcceptableResponse } from '../../extending/acceptable-response.js';
import type { ValidationResult } from '../../extending/validator.js';
import type { HTTPResponseHandler } from '../data-request.js';
import { DataStreamExchange } from './data-stream-exchange.js';
import type { DataStreamOptions } from './data-stream-options.js';
import { DataStreamTask } from './data-stream-task.js';
import { inputStream, type InputStreamOptions } from './input-stream.js';
import { made, throwing } from '../made.js';
import { projectStream, type StreamProjection } from './project-stream.js';
import type { RequestPlan } from '../request-plan.js';
import type { RequestSession } from '../request-session.js';
import { Request } from '../request.js';
import { StreamHandler, type StreamDescription } from './stream-handler.js';
import { StreamObservable } from './stream-observable.js';
import type { StreamSource } from './stream-source.js';

/** Judges the head of a response (Alamofire's `DataStreamRequest.Validation`); see `Validation` for its answers. */
export type DataStreamValidation = (
  request: URLRequest | undefined,
  response: HTTPURLResponse,
) => Answer<ValidationResult | void>;

/**
 * A request that delivers its response body as it arrives and buffers none of it (Alamofire's `DataStreamRequest`):
 * for bodies that are large, slow or endless. It is an Observable of the bytes, as {@link responseStream} is.
 *
 * Each method also takes a projection: a function that returns an Observable, a promise or any other input of RxJS
 * for each value, and whose values are emitted. The next value is read when that input has completed, and the server
 * waits meanwhile. A projection that fails cancels the request, as `responseSerializationFailed` with reason
 * `customSerializationFailed`.
 *
 * A failed attempt is retried until a value was delivered; from then on its failure is that of the request.
 *
 * @example
 * session.streamRequest('https://api.example.com/ticks').validate().responseStreamEvents()
 *   .subscribe({ next: ({ data }) => show(JSON.parse(data)), error: (error) => explain(error) });
 */
export class DataStreamRequest extends Request<Uint8Array> implements AsyncIterable<Uint8Array> {
  /** @internal */
  declare protected readonly exchange: DataStreamExchange;
  readonly #cancelsOnError: boolean;
  readonly #token: CancellationToken = { cancel: () => void this.cancel() };

  /** @internal */
  constructor(session: RequestSession, plan: RequestPlan, cancelsOnError = false) {
    super(session, plan, DataStreamExchange, (subscriber) => this.responseStream().subscribe(subscriber));
    this.#cancelsOnError = cancelsOnError;
  }

  /**
   * Refuses responses with an unacceptable status code (default: other than 200 to 299), with an unacceptable content
   * type (default: other than the `Accept` of the request allows), or that a function refuses. Validations run in the
   * order they were added, after the head and before anything of the body is delivered. The first refusal is the
   * error, of kind `responseValidationFailed`; nothing of the body follows.
   */
  validate(acceptable?: AcceptableResponse | DataStreamValidation): this {
    const validations =
      typeof acceptable === 'function'
        ? [acceptable]
        : made(
            () => acceptableResponse(acceptable),
            (error) => [throwing(error)],
          );
    this.exchange.validations.push(...validations);
    return this;
  }

  /** Asks about each response head, ahead of the validations; `'cancel'` cancels the request. */
  onHTTPResponse(handler: HTTPResponseHandler): this {
    this.exchange.responseHandler = handler;
    return this;
  }

  /** Delivers the bytes, chunk by chunk as they arrive. With a serializer, delivers its values. */
  responseStream(options?: DataStreamOptions): StreamObservable<Uint8Array>;
  responseStream<R>(
    project: StreamProjection<Uint8Array, R>,
    options?: DataStreamOptions,
  ): StreamObservable<R>;
  responseStream<T>(
    serializer: DataStreamSerializer<T> | DataStreamFormat<T>,
    options?: DataStreamOptions,
  ): StreamObservable<T>;
  responseStream<T, R>(
    serializer: DataStreamSerializer<T> | DataStreamFormat<T>,
    project: StreamProjection<T, R>,
    options?: DataStreamOptions,
  ): StreamObservable<R>;
  responseStream(...parameters: unknown[]): StreamObservable<unknown> {
    const [serializer, ...handling] = parameters;
    if (isSerializer(serializer)) return this.#stream(() => serializer, handling as Handling<unknown>);
    return this.#stream(() => PASSTHROUGH, parameters as Handling<Uint8Array>, false);
  }

  /** Delivers the chunks as text of whole characters, in the given encoding, else in that of the response. */
  responseStreamString(options?: StringStreamOptions & DataStreamOptions): StreamObservable<string>;
  responseStreamString<R>(
    project: StreamProjection<string, R>,
    options?: StringStreamOptions & DataStreamOptions,
  ): StreamObservable<R>;
  responseStreamString(...handling: Handling<string, StringStreamOptions>): StreamObservable<unknown> {
    return this.#stream((options) => new StringStreamSerializer(options), handling);
  }

  /** The lines of the body, without their ends; the last one needs none. */
  responseStreamLines(options?: LineStreamOptions & DataStreamOptions): StreamObservable<string>;
  responseStreamLines<R>(
    project: StreamProjection<string, R>,
    options?: LineStreamOptions & DataStreamOptions,
  ): StreamObservable<R>;
  responseStreamLines(...handling: Handling<string, LineStreamOptions>): StreamObservable<unknown> {
    return this.#stream((options) => new LineStreamFormat(options), handling);
  }

  /**
   * The JSON documents of the body, each checked by a schema: one on each line, in each record of a JSON text sequence
   * or in each chunk, by `format`, else by the content type of the response.
   */
  responseStreamDecodable<T>(
    schema: DecodableSchema<T>,
    options?: DecodableStreamOptions & DataStreamOptions,
  ): StreamObservable<T>;
  responseStreamDecodable<T, R>(
    schema: DecodableSchema<T>,
    project: StreamProjection<T, R>,
    options?: DecodableStreamOptions & DataStreamOptions,
  ): StreamObservable<R>;
  responseStreamDecodable<T>(
    schema: DecodableSchema<T>,
    ...handling: Handling<T, DecodableStreamOptions>
  ): StreamObservable<unknown> {
    return this.#stream((options) => new DecodableStreamSerializer(schema, options), handling);
  }

  /** The Server-Sent Events of the body; ask for them with the header `Accept: text/event-stream`. */
  responseStreamEvents(options?: EventStreamOptions & DataStreamOptions): StreamObservable<ServerSentEvent>;
  responseStreamEvents<R>(
    project: StreamProjection<ServerSentEvent, R>,
    options?: EventStreamOptions & DataStreamOptions,
  ): StreamObservable<R>;
  responseStreamEvents(
    ...handling: Handling<ServerSentEvent, EventStreamOptions>
  ): StreamObservable<unknown> {
    return this.#stream((options) => new EventStreamFormat(options), handling);
  }

  /** The values for `for await` loops that end when the request is cancelled. */
  streamTask(): DataStreamTask {
    return new DataStreamTask(this);
  }

  /**
   * Returns the bytes as a web stream (Alamofire's `asInputStream`), and starts the request as a listener does. Its
   * reader sets the pace for all listeners. Cancelling the stream stops listening; a failure of the request errors
   * it.
   */
  asInputStream(options?: InputStreamOptions): ReadableStream<Uint8Array> {
    const source = this.#source({ makeSerializer: () => PASSTHROUGH });
    const stream = made(() => inputStream(source, options), failedStream);
    const { journal, session } = this.exchange;
    session.rootQueue.enqueue(() => {
      if (!this.lifecycle.hasEnded) journal.note('requestDidProvideInputStream');
    });
    return stream;
  }

  [Symbol.asyncIterator](): AsyncIterableIterator<Uint8Array> {
    return this.responseStream()[Symbol.asyncIterator]();
  }

  #stream<T, Options extends object>(
    make: (options: Options | undefined) => AnySerializer<T>,
    [first, second]: Handling<T, Options>,
    tellsParsing = true,
  ): StreamObservable<unknown> {
    const [project, options] = typeof first === 'function' ? [first, second] : [undefined, first];
    const makeSerializer = (): AnySerializer<T> => make(options ?? undefined);
    const source = this.#source({ makeSerializer, tellsParsing, ...options });
    if (project === undefined) return new StreamObservable(source);
    const failed = (error: unknown): void => {
      this.lifecycle.cancel(serializationFailure(error));
    };
    return new StreamObservable(projectStream(source, project, failed));
  }

  #source<T>(
    how: DataStreamOptions & Pick<StreamDescription<T>, 'makeSerializer'> & { tellsParsing?: boolean },
  ): StreamSource<T> {
    const { makeSerializer, tellsParsing = false, queue, automaticallyCancelling = true } = how;
    const cancelsOnError = how.automaticallyCancelOnStreamError ?? this.#cancelsOnError;
    const description = { makeSerializer, tellsParsing, queue, cancelsOnError };
    return {
      token: this.#token,
      listen: (sink) => {
        const handler = new StreamHandler(this.exchange, description, sink);
        handler.start((pending) => this.lifecycle.attend(pending));
        return () => {
          handler.leave(!automaticallyCancelling);
        };
      },
    };
  }
}

type AnySerializer<T> = DataStreamSerializer<T> | DataStreamFormat<T>;

type Handling<T, Options = object> =
  | [options?: (Options & DataStreamOptions) | undefined]
  | [project: StreamProjection<T, unknown>, options?: (Options & DataStreamOptions) | undefined];

const PASSTHROUGH = new PassthroughStreamSerializer();

function isSerializer(value: unknown): value is AnySerializer<unknown> {
  if (typeof value !== 'object' || value === null) return false;
  return isStreamFormat(value as AnySerializer<unknown>) || 'serialize' in value;
}

function failedStream(cause: unknown): ReadableStream<Uint8Array> {
  const error = new SessionError({ kind: 'createURLRequestFailed', error: cause });
  return new ReadableStream({
    start(controller) {
      controller.error(error);
    },
  });
}
