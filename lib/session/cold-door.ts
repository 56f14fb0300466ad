import { Observable } from 'rxjs';
import type { EventMonitor } from '../events/event-monitor.js';
import type { AcceptableResponse } from '../extending/acceptable-response.js';
import { acceptableStatus } from '../extending/acceptable-response.js';
import type { RedirectHandler } from '../extending/redirect-handler.js';
import type { Validation } from '../extending/validator.js';
import type { DataResponse } from '../message/data-response.js';
import { HTTPHeaders } from '../message/http-headers.js';
import type { HTTPMethod } from '../message/http-method.js';
import {
  anything,
  having,
  list,
  oneOf,
  OptionBag,
  withOptions,
  type OptionRules,
} from '../message/option-bag.js';
import type { URLConvertible } from '../message/url-convertible.js';
import type { URLCredential } from '../message/url-credential.js';
import { DataRequest } from '../request/data-request.js';
import type { UploadOptions } from '../request/upload-content.js';
import type { DecodableSchema } from '../serializers/decodable-response-serializer.js';
import { bodyAfterParameters, coldBody, withBodyTaken } from './cold-body.js';
import { eventsOf, type ColdEvent } from './cold-events.js';
import { coldSerializer, type Decoded, type Decoding } from './cold-serializers.js';
import { REQUEST_RULES, type RequestOptions } from './request-options.js';
import type { SessionRecord } from './session-record.js';
import { readOptions, TargetPlan, type ReadOptions } from './target-plan.js';
import { UPLOAD_RULES, uploadPlan } from './upload-options.js';
import { UploadRequest } from '../request/upload-request.js';

/** Options of a request through the cold door, beside its URL and body. */
export interface ColdOptions<T, D extends Decoding = 'json'> extends RequestOptions, UploadOptions {
  /** Not an option here: the function's name is the method. */
  method?: undefined;
  /** Checks the decoded JSON and types the value: any Standard Schema, such as zod's, valibot's or arktype's. */
  schema?: DecodableSchema<T> | undefined;
  /** Acceptable status codes and content types, or a validation. Default: as `validate()`; false accepts everything. */
  validation?: AcceptableResponse | Validation | false | undefined;
  /**
   * Decodes the JSON body of a refused response: the result is `error.value`, and {@link hasErrorValue} gives it its type.
   * A body that does not match leaves it undefined.
   */
  errorSchema?: DecodableSchema<unknown> | undefined;
  /** Status codes that come without a body, which a `schema` with an empty value asks for. Default: 204, 205. */
  emptyResponseCodes?: Iterable<number> | undefined;
  /**
   * Decoding of the body. Default: `'json'`. Without effect beside a `schema`. An empty body is `undefined`, `''` or no
   * bytes, whatever the status code (`null` for JSON where none is expected: 204, 205, HEAD); `'none'` decodes nothing.
   */
  decode?: D | undefined;
  /** Decides about redirects instead of the session's handler. */
  redirectHandler?: RedirectHandler | undefined;
  /** Answers challenges of the URL's origin. */
  credential?: URLCredential | undefined;
  /** Monitors of this request alone, notified after the session's. */
  eventMonitors?: readonly EventMonitor[] | undefined;
}

type Observe = 'value' | 'response' | 'events';
type AnyOptions = ColdOptions<unknown, Decoding> & { body?: unknown } & { observe?: Observe | undefined };

/**
 * Sends requests of one method. The Observable is cold: each subscription makes a fresh request, validates and decodes
 * the response, emits it and completes. It errors with a `SessionError`; unsubscribing cancels.
 *
 * @example
 * searches.pipe(switchMap((text) => session.get<Hit[]>('/search', { parameters: { text } }))).subscribe(show);
 */
export interface ColdVerb<Extra = unknown> {
  <T = unknown, D extends Decoding = 'json'>(
    url: URLConvertible,
    options?: ColdOptions<T, D> & Extra & { observe?: 'value' | undefined },
  ): Observable<Decoded<T, D>>;
  <T = unknown, D extends Decoding = 'json'>(
    url: URLConvertible,
    options: ColdOptions<T, D> & Extra & { observe: 'response' },
  ): Observable<DataResponse<Decoded<T, D>>>;
  <T = unknown, D extends Decoding = 'json'>(
    url: URLConvertible,
    options: ColdOptions<T, D> & Extra & { observe: 'events' },
  ): Observable<ColdEvent<Decoded<T, D>>>;
}

/** Like {@link ColdVerb}, with a body: any that can be uploaded is sent as it is, other values as JSON, `null` not at all. */
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

const COLD_RULES: OptionRules<AnyOptions> = {
  ...REQUEST_RULES,
  ...UPLOAD_RULES,
  method: { wanted: 'no other method than that of the function', accepts: () => false },
  schema: { wanted: 'a Standard Schema, such as one of zod or valibot', accepts: isSchema },
  validation: { wanted: 'false, a function, or { statusCodes, contentTypes }', accepts: isValidation },
  errorSchema: { wanted: 'a Standard Schema, such as one of zod or valibot', accepts: isSchema },
  emptyResponseCodes: list,
  decode: oneOf('json', 'string', 'data', 'none'),
  redirectHandler: having('a RedirectHandler', 'redirect'),
  credential: { wanted: 'a URLCredential', accepts: isCredential },
  eventMonitors: list,
  observe: oneOf('value', 'response', 'events'),
  body: anything,
};

const { body: _body, ...WITHOUT_BODY } = COLD_RULES;
const OPTIONS = /* @__PURE__ */ new OptionBag<AnyOptions>('request options', COLD_RULES);
const OPTIONS_BESIDE_BODY = /* @__PURE__ */ new OptionBag<Omit<AnyOptions, 'body'>>(
  'request options',
  WITHOUT_BODY,
);

/** The cold door of one session: a function for each method. */
export class ColdDoor {
  constructor(private readonly record: SessionRecord) {}

  verb(method: HTTPMethod): ColdVerb {
    const verb = (url: URLConvertible, options?: AnyOptions): Observable<unknown> =>
      this.#cold(
        () => readOptions(OPTIONS, options),
        (read) => this.#request(method, url, read.options.body, read),
      );
    return verb as ColdVerb;
  }

  verbWithBody(method: HTTPMethod): ColdVerbWithBody {
    const verb = (url: URLConvertible, body?: unknown, options?: AnyOptions): Observable<unknown> =>
      this.#cold(
        () => readOptions(OPTIONS_BESIDE_BODY, options),
        (read) => this.#request(method, url, body, read),
      );
    return verb as ColdVerbWithBody;
  }

  #cold(
    read: () => ReadOptions<AnyOptions>,
    make: (read: ReadOptions<AnyOptions>) => DataRequest,
  ): Observable<unknown> {
    return new Observable((subscriber) => {
      const given = read();
      const { options } = given;
      const request = made(make(given), options, this.record);
      const serializer = coldSerializer(options);
      const { observe = 'value' } = options;
      if (observe === 'events') subscriber.add(eventsOf(request, serializer).subscribe(subscriber));
      else request.answer(subscriber, serializer, observe);
      if (!subscriber.closed) request.resume();
    });
  }

  #request(
    method: HTTPMethod,
    url: URLConvertible,
    body: unknown,
    read: ReadOptions<AnyOptions>,
  ): DataRequest {
    const { record } = this;
    const sent = coldBody(body);
    const { failure } = read;
    const options = withAccept(read.options, record);
    switch (sent.kind) {
      case 'none':
        return new DataRequest(record, new TargetPlan(url, { options, failure }, record, method));
      case 'upload': {
        const taken = { options: withBodyTaken(options), failure };
        return new UploadRequest(record, uploadPlan(sent.content, url, taken, record, method));
      }
      case 'encoded': {
        const encoder = bodyAfterParameters(sent.encoder, options);
        const encoded = { options: withOptions(options, { parameters: null, encoder }), failure };
        return new DataRequest(record, new TargetPlan(url, encoded, record, method));
      }
    }
  }
}

/** Adds `Accept: application/json` where JSON is decoded, unless the request or the session has an `Accept`. */
function withAccept(options: Readonly<AnyOptions>, { headers }: SessionRecord): Readonly<AnyOptions> {
  if (!isJSON(options) || headers.has('Accept')) return options;
  if (options === NO_OPTIONS) return JUST_JSON;
  const { headers: given } = options;
  return withOptions(options, { headers: given === undefined ? ACCEPT_JSON : withJSON(given) });
}

/** Headers that cannot be read stay as they are: the request fails with the reason. */
function withJSON(given: NonNullable<AnyOptions['headers']>): NonNullable<AnyOptions['headers']> {
  try {
    const headers = HTTPHeaders.from(given);
    return headers.has('Accept') ? headers : headers.set('Accept', 'application/json');
  } catch {
    return given;
  }
}

const ACCEPT_JSON = /* @__PURE__ */ new HTTPHeaders({ Accept: 'application/json' });
const NO_OPTIONS = /* @__PURE__ */ OPTIONS.read(undefined);
const JUST_JSON = /* @__PURE__ */ withOptions(NO_OPTIONS, { headers: ACCEPT_JSON });

function isJSON({ schema, decode = 'json' }: Readonly<AnyOptions>): boolean {
  return schema !== undefined || decode === 'json';
}

function made(request: DataRequest, options: Readonly<AnyOptions>, record: SessionRecord): DataRequest {
  const { redirectHandler, credential, eventMonitors } = options;
  if (redirectHandler !== undefined) request.redirect(redirectHandler);
  if (credential !== undefined) request.authenticate(credential);
  for (const monitor of eventMonitors ?? NONE) request.eventMonitor(monitor);
  return validating(request, options, record);
}

const NONE: readonly EventMonitor[] = [];

/** An `Accept` that the caller has not asked for refuses no content type. */
function validating(
  request: DataRequest,
  options: Readonly<AnyOptions>,
  { headers }: SessionRecord,
): DataRequest {
  const { validation } = options;
  if (validation === false) return request;
  if (validation !== undefined) return request.validate(validation);
  const isImplicit = isJSON(options) && options.headers === undefined && !headers.has('Accept');
  return isImplicit ? request.validate(usualStatus) : request.validate();
}

const usualStatus: Validation = /* @__PURE__ */ acceptableStatus();

function isValidation(value: unknown): boolean {
  return value === false || typeof value === 'function' || (typeof value === 'object' && value !== null);
}

/** Schemas are objects or, with arktype, functions. */
function isSchema(value: unknown): boolean {
  const standard = (value as { '~standard'?: { validate?: unknown } } | null)?.['~standard'];
  return typeof standard?.validate === 'function';
}

function isCredential(value: unknown): boolean {
  return typeof (value as { username?: unknown } | null)?.username === 'string';
}
