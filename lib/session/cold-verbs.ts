import { map, Observable } from 'rxjs';
import type { DataResponse } from '../message/data-response.js';
import type { HTTPMethod } from '../message/http-method.js';
import type { Progress } from '../message/progress.js';
import type { URLConvertible } from '../message/url-convertible.js';
import { DataResponseSerializer } from '../serializers/data-response-serializer.js';
import {
  DecodableResponseSerializer,
  type DecodableSchema,
} from '../serializers/decodable-response-serializer.js';
import { JSONResponseSerializer } from '../serializers/json-response-serializer.js';
import type { ResponseSerializer } from '../serializers/response-serializer.js';
import { StringResponseSerializer } from '../serializers/string-response-serializer.js';
import type { AcceptableResponse } from '../extending/acceptable-response.js';
import type { Validation } from '../extending/validator.js';
import type { DataRequest } from '../request/data-request.js';
import type { UploadOptions } from '../request/upload-content.js';
import type { RequestOptions } from './request-options.js';

/** What the body is decoded as where no schema is given. */
export type Decoding = 'json' | 'string' | 'data';

/** What an exchange through the cold door is told beside its URL and body. */
export interface ColdOptions<T, D extends Decoding = 'json'> extends RequestOptions, UploadOptions {
  method?: undefined;
  /** Checks the decoded JSON, and gives the value its type: any Standard Schema. */
  schema?: DecodableSchema<T> | undefined;
  /** What is acceptable; as in `validate()` unless given, anything with `false`. */
  validation?: AcceptableResponse | Validation | false | undefined;
  /** `'json'` unless given; without effect beside a `schema`. */
  decode?: D | undefined;
}

/** What `observe: 'events'` emits: the progress both ways, then the response. */
export type ColdEvent<T> =
  | { readonly kind: 'uploadProgress'; readonly progress: Progress }
  | { readonly kind: 'downloadProgress'; readonly progress: Progress }
  | { readonly kind: 'response'; readonly response: DataResponse<T> };

type Decoded<T, D extends Decoding> = D extends 'string' ? string : D extends 'data' ? Uint8Array : T;

/**
 * Asks with one method. The Observable is cold: each subscription makes a fresh request, validates and decodes the
 * response, emits it and completes; it errors with a `SessionError`, and unsubscribing cancels.
 *
 * @example
 * searches.pipe(switchMap((text) => session.get<Hit[]>('/search', { parameters: { text } }))).subscribe(show);
 */
export interface ColdVerb {
  <T = unknown, D extends Decoding = 'json'>(
    url: URLConvertible,
    options?: ColdOptions<T, D> & { observe?: 'value' | undefined },
  ): Observable<Decoded<T, D>>;
  <T = unknown, D extends Decoding = 'json'>(
    url: URLConvertible,
    options: ColdOptions<T, D> & { observe: 'response' },
  ): Observable<DataResponse<Decoded<T, D>>>;
  <T = unknown, D extends Decoding = 'json'>(
    url: URLConvertible,
    options: ColdOptions<T, D> & { observe: 'events' },
  ): Observable<ColdEvent<Decoded<T, D>>>;
}

/** Like {@link ColdVerb}, with a body: any that can be uploaded, any other value as JSON, nothing for `null`. */
export interface ColdVerbWithBody {
  <T = unknown, D extends Decoding = 'json'>(
    url: URLConvertible,
    body?: unknown,
    options?: ColdOptions<T, D> & { observe?: 'value' | undefined },
  ): Observable<Decoded<T, D>>;
  <T = unknown, D extends Decoding = 'json'>(
    url: URLConvertible,
    body: unknown,
    options: ColdOptions<T, D> & { observe: 'response' },
  ): Observable<DataResponse<Decoded<T, D>>>;
  <T = unknown, D extends Decoding = 'json'>(
    url: URLConvertible,
    body: unknown,
    options: ColdOptions<T, D> & { observe: 'events' },
  ): Observable<ColdEvent<Decoded<T, D>>>;
}

type Observe = 'value' | 'response' | 'events';
type AnyOptions = ColdOptions<unknown, Decoding> & { observe?: Observe | undefined };

/** Makes the request of one subscription. */
export type MakeRequest = (
  method: HTTPMethod,
  url: URLConvertible,
  body: unknown,
  options: AnyOptions,
) => DataRequest;

export function coldVerb(method: HTTPMethod, make: MakeRequest): ColdVerb {
  const verb = (url: URLConvertible, options: AnyOptions = NO_OPTIONS): Observable<unknown> =>
    cold(() => make(method, url, undefined, options), options);
  return verb as ColdVerb;
}

export function coldVerbWithBody(method: HTTPMethod, make: MakeRequest): ColdVerbWithBody {
  const verb = (url: URLConvertible, body?: unknown, options: AnyOptions = NO_OPTIONS): Observable<unknown> =>
    cold(() => make(method, url, body, options), options);
  return verb as ColdVerbWithBody;
}

const NO_OPTIONS: AnyOptions = Object.freeze({});

function cold(make: () => DataRequest, options: AnyOptions): Observable<unknown> {
  return new Observable((subscriber) => {
    const request = validating(make(), options.validation);
    const serializer = serializerOf(options);
    const { observe = 'value' } = options;
    if (observe === 'events') subscriber.add(eventsOf(request, serializer).subscribe(subscriber));
    else request.answer(subscriber, serializer, observe);
    if (!subscriber.closed) request.resume();
  });
}

function validating(request: DataRequest, validation: AnyOptions['validation']): DataRequest {
  return validation === false ? request : request.validate(validation);
}

function serializerOf({ schema, decode = 'json' }: AnyOptions): ResponseSerializer<unknown> {
  return schema === undefined ? SERIALIZERS[decode] : new DecodableResponseSerializer(schema);
}

const SERIALIZERS: Readonly<Record<Decoding, ResponseSerializer<unknown>>> = {
  json: /* @__PURE__ */ new JSONResponseSerializer(),
  string: /* @__PURE__ */ new StringResponseSerializer(),
  data: /* @__PURE__ */ new DataResponseSerializer(),
};

function eventsOf(
  request: DataRequest,
  serializer: ResponseSerializer<unknown>,
): Observable<ColdEvent<unknown>> {
  const responses = new Observable<DataResponse<unknown>>((subscriber) => {
    request.answer(subscriber, serializer, 'response');
  });
  return together<ColdEvent<unknown>>([
    request.uploadProgress.pipe(map((progress) => ({ kind: 'uploadProgress', progress }))),
    request.downloadProgress.pipe(map((progress) => ({ kind: 'downloadProgress', progress }))),
    responses.pipe(map((response) => ({ kind: 'response', response }))),
  ]);
}

/** All of them at once; completes when each has (a lighter `merge`, which takes whatever RxJS can observe). */
function together<T>(sources: readonly Observable<T>[]): Observable<T> {
  return new Observable((subscriber) => {
    let running = sources.length;
    for (const source of sources) {
      if (subscriber.closed) return;
      const subscription = source.subscribe({
        next: (value) => {
          subscriber.next(value);
        },
        error: (error: unknown) => {
          subscriber.error(error);
        },
        complete: () => {
          running -= 1;
          if (running === 0) subscriber.complete();
        },
      });
      subscriber.add(subscription);
    }
  });
}
