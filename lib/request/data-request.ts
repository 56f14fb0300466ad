import type { SchedulerLike, Subscriber } from 'rxjs';
import type { Answer } from '../answers/answer.js';
import { ownFields } from '../message/option-bag.js';
import type { SessionError } from '../errors/session-error.js';
import type { DataResponse } from '../message/data-response.js';
import type { HTTPURLResponse } from '../message/http-url-response.js';
import type { ResponseDisposition } from '../exchange/exchange.js';
import { DataResponseSerializer } from '../serializers/data-response-serializer.js';
import {
  DecodableResponseSerializer,
  type DecodableSchema,
} from '../serializers/decodable-response-serializer.js';
import { JSONResponseSerializer } from '../serializers/json-response-serializer.js';
import type { ResponseSerializer, SerializerOptions } from '../serializers/response-serializer.js';
import {
  StringResponseSerializer,
  type StringSerializerOptions,
} from '../serializers/string-response-serializer.js';
import {
  acceptableResponse,
  usuallyAcceptable,
  type AcceptableResponse,
} from '../extending/acceptable-response.js';
import { allOf, type Validation } from '../extending/validator.js';
import { DataExchange } from './data-exchange.js';
import { DataTask } from './data-task.js';
import { made, throwing } from './made.js';
import { Request } from './request.js';
import type { RequestPlan } from './request-plan.js';
import type { RequestSession } from './request-session.js';
import { ResponseObservable } from './response-observable.js';
import type { TaskOptions } from './response-task.js';
import { SoleListener, type SoleInterest } from './sole-listener.js';

/** Where a response is delivered. */
export interface DeliveryOptions {
  /** The scheduler of `next` and `complete`; the rootQueue unless given. */
  queue?: SchedulerLike | undefined;
}

/** Decides, as soon as the head of a response is there, whether its body is wanted. */
export type HTTPResponseHandler = (response: HTTPURLResponse) => Answer<ResponseDisposition | void>;

/**
 * A request whose response body is taken into memory (Alamofire's `DataRequest`). It is an Observable itself, of
 * what {@link response} gives.
 *
 * @example
 * session.request('https://api.example.com/users/17').validate().responseDecodable(User).value()
 *   .subscribe({ next: (user) => show(user), error: (error) => explain(error) });
 */
export class DataRequest extends Request<DataResponse<Uint8Array | undefined>> {
  /** @internal */
  declare protected readonly exchange: DataExchange;
  #unserialized: ResponseObservable<Uint8Array | undefined> | undefined;

  /** @internal */
  constructor(session: RequestSession, plan: RequestPlan) {
    super(session, plan, DataExchange, (subscriber) => this.response().subscribe(subscriber));
  }

  /** The body received so far, of the current attempt; undefined while it is empty. */
  get data(): Uint8Array | undefined {
    return this.exchange.data;
  }

  /**
   * Refuses responses whose status code is not acceptable (200 to 299 unless given) or whose content type is not
   * (what the request's `Accept` allows unless given), or that a function of the caller's own refuses.
   * Validations run in the order they were added, after the body has come; the first refusal is the error, of
   * kind `responseValidationFailed`.
   */
  validate(acceptable?: AcceptableResponse | Validation): this {
    const { validations } = this.exchange;
    const added = acceptable === undefined ? USUAL : [validationOf(acceptable)];
    this.exchange.validations = validations.length === 0 ? added : [...validations, ...added];
    return this;
  }

  /** Asks about each response head before its body is taken in; `'cancel'` cancels the request. */
  onHTTPResponse(handler: HTTPResponseHandler): this {
    this.exchange.responseHandler = handler;
    return this;
  }

  /** The body as it came, or undefined; with a serializer, what it makes of the response. */
  response(): ResponseObservable<Uint8Array | undefined>;
  response<T>(serializer: ResponseSerializer<T>, options?: DeliveryOptions): ResponseObservable<T>;
  response<T>(serializer?: ResponseSerializer<T>, options?: DeliveryOptions): ResponseObservable<unknown> {
    if (serializer !== undefined) return this.#serialized(() => serializer, options);
    return (this.#unserialized ??= new ResponseObservable(this.lifecycle, {
      serialize: (error) => {
        if (error !== undefined) throw error;
        return this.data;
      },
      isRetryable: false,
      queue: undefined,
    }));
  }

  /** The body as bytes; an empty one is `inputDataNilOrZeroLength` unless status code or method allow it. */
  responseData(options?: SerializerOptions & DeliveryOptions): ResponseObservable<Uint8Array> {
    return this.#serialized(() => new DataResponseSerializer(options), options);
  }

  /** The body as text, in the encoding given, else that of the response. */
  responseString(options?: StringSerializerOptions & DeliveryOptions): ResponseObservable<string> {
    return this.#serialized(() => new StringResponseSerializer(options), options);
  }

  /** The body as JSON, of a type that is taken on trust; see {@link responseDecodable} for one that is checked. */
  responseJSON<T = unknown>(options?: SerializerOptions & DeliveryOptions): ResponseObservable<T> {
    return this.#serialized(() => new JSONResponseSerializer<T>(options), options);
  }

  /** The body as JSON that a schema has checked: zod, valibot, or any other that speaks Standard Schema. */
  responseDecodable<T>(
    schema: DecodableSchema<T>,
    options?: SerializerOptions & DeliveryOptions,
  ): ResponseObservable<T> {
    return this.#serialized(() => new DecodableResponseSerializer(schema, options), options);
  }

  /** @internal The response for one alone, beside whom nobody will listen: see {@link SoleListener}. */
  answer(
    subscriber: Subscriber<unknown>,
    serializer: ResponseSerializer<unknown>,
    interest: SoleInterest,
  ): void {
    new SoleListener(this.exchange, serializer, subscriber, interest).listenTo(this.lifecycle);
  }

  /** {@link responseData} for `await`. */
  serializingData(options?: SerializerOptions & TaskOptions): DataTask<Uint8Array> {
    return new DataTask(this, this.responseData(options), options);
  }

  /** {@link responseString} for `await`. */
  serializingString(options?: StringSerializerOptions & TaskOptions): DataTask<string> {
    return new DataTask(this, this.responseString(options), options);
  }

  /** {@link responseJSON} for `await`. */
  serializingJSON<T = unknown>(options?: SerializerOptions & TaskOptions): DataTask<T> {
    return new DataTask(this, this.responseJSON<T>(options), options);
  }

  /** {@link responseDecodable} for `await`. */
  serializingDecodable<T>(
    schema: DecodableSchema<T>,
    options?: SerializerOptions & TaskOptions,
  ): DataTask<T> {
    return new DataTask(this, this.responseDecodable(schema, options), options);
  }

  /** {@link response} with a serializer, for `await`. */
  serializingResponse<T>(serializer: ResponseSerializer<T>, options?: TaskOptions): DataTask<T> {
    return new DataTask(this, this.response(serializer), options);
  }

  #serialized<T>(
    make: () => ResponseSerializer<T>,
    options: DeliveryOptions | undefined,
  ): ResponseObservable<T> {
    const serializer = made(make, (error) => ({ serialize: throwing(error) }));
    const serialize = (error: SessionError | undefined): Answer<T> =>
      serializer.serialize(this.request, this.httpResponse, this.data, error);
    return new ResponseObservable(this.lifecycle, {
      serialize,
      isRetryable: true,
      queue: ownFields(options).queue,
    });
  }
}

/** One list for all requests that ask for nothing else. */
const USUAL: readonly Validation[] = [usuallyAcceptable];

function validationOf(acceptable: AcceptableResponse | Validation): Validation {
  if (typeof acceptable === 'function') return acceptable;
  return made(() => allOf(acceptableResponse(acceptable)), throwing);
}
