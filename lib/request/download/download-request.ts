import type { Answer } from '../../answers/answer.js';
import { ownFields } from '../../message/option-bag.js';
import type { SessionError } from '../../errors/session-error.js';
import type { DownloadResponse } from '../../message/download-response.js';
import { DataResponseSerializer } from '../../serializers/data-response-serializer.js';
import {
  DecodableResponseSerializer,
  type DecodableSchema,
} from '../../serializers/decodable-response-serializer.js';
import {
  downloadSerializer,
  type AnyDownloadSerializer,
} from '../../serializers/download-response-serializer.js';
import { JSONResponseSerializer } from '../../serializers/json-response-serializer.js';
import type { SerializerOptions } from '../../serializers/response-serializer.js';
import {
  StringResponseSerializer,
  type StringSerializerOptions,
} from '../../serializers/string-response-serializer.js';
import { URLResponseSerializer } from '../../serializers/url-response-serializer.js';
import { acceptableResponse, type AcceptableResponse } from '../../extending/acceptable-response.js';
import { allOf, type DownloadValidation } from '../../extending/validator.js';
import type { DeliveryOptions } from '../data-request.js';
import { DownloadExchange, type BoundValidation } from './download-exchange.js';
import { DownloadTask } from './download-task.js';
import { made, throwing } from '../made.js';
import { Request } from '../request.js';
import type { RequestPlan } from '../request-plan.js';
import type { RequestSession } from '../request-session.js';
import { ResponseObservable } from '../response-observable.js';
import type { TaskOptions } from '../response-task.js';

/** How a download is cancelled. */
export interface DownloadCancellation {
  /**
   * Whether what has come is kept on disk for a later `session.download({ resumingWith })`, where the server allows
   * it; a function is called with the resume data, or with undefined where there are none, once the request is over.
   */
  producingResumeData?: boolean | ((resumeData: Uint8Array | undefined) => void) | undefined;
}

type DownloadObservable<T> = ResponseObservable<T, DownloadResponse<T>>;

/**
 * A request whose response body is taken to a file (Alamofire's `DownloadRequest`), in constant memory. It is an
 * Observable itself, of what {@link response} gives.
 *
 * The file grows in the temporary folder, where its owner alone can read it, and is moved to its destination when it
 * is complete and every validation has accepted the response. Of a download that fails or is cancelled nothing is
 * left on disk, but for what {@link resumeData} speak of.
 *
 * @example
 * import { suggestedDownloadDestination } from 'rxsession/node';
 * const download = session.download(url, { to: suggestedDownloadDestination('/var/reports') }).validate();
 * download.downloadProgress.subscribe(({ fractionCompleted }) => bar.update(fractionCompleted));
 * download.responseURL().value().subscribe((fileURL) => console.log(fileURL.pathname));
 */
export class DownloadRequest extends Request<DownloadResponse<URL | undefined>> {
  /** @internal */
  declare protected readonly exchange: DownloadExchange;
  #unserialized: DownloadObservable<URL | undefined> | undefined;

  /** @internal */
  constructor(session: RequestSession, plan: RequestPlan) {
    super(session, plan, DownloadExchange, (subscriber) => this.response().subscribe(subscriber));
  }

  /** Where the file is, as soon as it is complete: first in the temporary folder, then at its destination. */
  get fileURL(): URL | undefined {
    return this.exchange.receiver.fileURL;
  }

  /**
   * With what the download goes on after it was broken off: bytes to be kept as they are, which hold the URL and
   * speak of a part of the file on disk. Undefined where the server allows no such thing.
   */
  get resumeData(): Uint8Array | undefined {
    return this.exchange.receiver.resumeData;
  }

  /**
   * Ends the request: every listener is given `explicitlyCancelled`, unless the outcome was decided before. Nothing
   * is left on disk unless resume data are asked for.
   */
  override cancel(options: DownloadCancellation = {}): this {
    const { producingResumeData } = options;
    if (producingResumeData !== undefined && producingResumeData !== false)
      this.#produce(producingResumeData);
    return super.cancel();
  }

  /**
   * Refuses responses whose status code is not acceptable (200 to 299 unless given) or whose content type is not
   * (what the request's `Accept` allows unless given), or that a function of the caller's own refuses.
   * Validations run in the order they were added, when the file is complete and before it is moved to its
   * destination; the first refusal is the error, of kind `responseValidationFailed`.
   */
  validate(acceptable?: AcceptableResponse | DownloadValidation): this {
    this.exchange.validations.push(
      typeof acceptable === 'function'
        ? (urlRequest, response) => acceptable(urlRequest, response, this.fileURL)
        : made(() => this.#accepting(acceptable), throwing),
    );
    return this;
  }

  /** Where the file is; with a serializer, what it makes of the file. */
  response(): DownloadObservable<URL | undefined>;
  response<T>(serializer: AnyDownloadSerializer<T>, options?: DeliveryOptions): DownloadObservable<T>;
  response<T>(
    serializer?: AnyDownloadSerializer<T>,
    options?: DeliveryOptions,
  ): DownloadObservable<T> | DownloadObservable<URL | undefined> {
    if (serializer !== undefined) return this.#serialized(() => serializer, options);
    return (this.#unserialized ??= new ResponseObservable(this.lifecycle, {
      serialize: (error) => {
        if (error !== undefined) throw error;
        return this.fileURL;
      },
      isRetryable: false,
      queue: undefined,
    }));
  }

  /** Where the file is; there being none is a failure. */
  responseURL(options?: DeliveryOptions): DownloadObservable<URL> {
    return this.#serialized(() => new URLResponseSerializer(), options);
  }

  /** The bytes of the file; none are `inputDataNilOrZeroLength` unless status code or method allow it. */
  responseData(options?: SerializerOptions & DeliveryOptions): DownloadObservable<Uint8Array> {
    return this.#serialized(() => new DataResponseSerializer(options), options);
  }

  /** The text of the file, in the encoding given, else that of the response. */
  responseString(options?: StringSerializerOptions & DeliveryOptions): DownloadObservable<string> {
    return this.#serialized(() => new StringResponseSerializer(options), options);
  }

  /** The JSON of the file, of a type that is taken on trust; see {@link responseDecodable} for one that is checked. */
  responseJSON<T = unknown>(options?: SerializerOptions & DeliveryOptions): DownloadObservable<T> {
    return this.#serialized(() => new JSONResponseSerializer<T>(options), options);
  }

  /** The JSON of the file that a schema has checked: zod, valibot, or any other that speaks Standard Schema. */
  responseDecodable<T>(
    schema: DecodableSchema<T>,
    options?: SerializerOptions & DeliveryOptions,
  ): DownloadObservable<T> {
    return this.#serialized(() => new DecodableResponseSerializer(schema, options), options);
  }

  /** {@link responseURL} for `await`. */
  serializingDownloadedFileURL(options?: TaskOptions): DownloadTask<URL> {
    return new DownloadTask(this, this.responseURL(), options);
  }

  /** {@link responseData} for `await`. */
  serializingData(options?: SerializerOptions & TaskOptions): DownloadTask<Uint8Array> {
    return new DownloadTask(this, this.responseData(options), options);
  }

  /** {@link responseString} for `await`. */
  serializingString(options?: StringSerializerOptions & TaskOptions): DownloadTask<string> {
    return new DownloadTask(this, this.responseString(options), options);
  }

  /** {@link responseJSON} for `await`. */
  serializingJSON<T = unknown>(options?: SerializerOptions & TaskOptions): DownloadTask<T> {
    return new DownloadTask(this, this.responseJSON<T>(options), options);
  }

  /** {@link responseDecodable} for `await`. */
  serializingDecodable<T>(
    schema: DecodableSchema<T>,
    options?: SerializerOptions & TaskOptions,
  ): DownloadTask<T> {
    return new DownloadTask(this, this.responseDecodable(schema, options), options);
  }

  /** {@link response} with a serializer, for `await`. */
  serializingResponse<T>(serializer: AnyDownloadSerializer<T>, options?: TaskOptions): DownloadTask<T> {
    return new DownloadTask(this, this.response(serializer), options);
  }

  #accepting(acceptable: AcceptableResponse | undefined): BoundValidation {
    const validation = allOf(acceptableResponse(acceptable));
    return (urlRequest, response) => validation(urlRequest, response, this.exchange.receiver);
  }

  #produce(wanted: true | ((resumeData: Uint8Array | undefined) => void)): void {
    if (!this.isCancelled && !this.isFinished) this.exchange.receiver.keepResumable();
    if (wanted === true) return;
    const { session } = this.exchange;
    const { rootQueue } = session;
    const runInContext = session.captureContext();
    this.lifecycle.ended.subscribe(() => {
      rootQueue.enqueue(() => {
        runInContext(() => {
          wanted(this.resumeData);
        });
      });
    });
  }

  #serialized<T>(
    make: () => AnyDownloadSerializer<T>,
    options: DeliveryOptions | undefined,
  ): DownloadObservable<T> {
    const serializer = made(
      () => downloadSerializer(make()),
      (error) => ({ serializeDownload: throwing(error) }),
    );
    const serialize = (error: SessionError | undefined): Answer<T> =>
      serializer.serializeDownload(this.request, this.httpResponse, this.fileURL, error);
    return new ResponseObservable(this.lifecycle, {
      serialize,
      isRetryable: true,
      queue: ownFields(options).queue,
    });
  }
}
