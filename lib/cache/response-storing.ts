import { awaitAnswer } from '../answers/answer.js';
import { SessionError } from '../errors/session-error.js';
import { CachedURLResponse } from '../message/cached-url-response.js';
import type { HTTPHeaders } from '../message/http-headers.js';
import type { HTTPURLResponse } from '../message/http-url-response.js';
import type { TransportRequest, TransportTask } from '../transport/transport.js';
import type { Lookup } from './cache-storage.js';
import type { CacheContext } from './cache-context.js';
import { combinedPart, contentRange } from './rules/partial.js';
import { selectedResponses, selectingFields, variantOf } from './rules/selection.js';
import { isForEveryone } from './rules/storability.js';
import { storedFields } from './rules/stored-fields.js';
import type { StoredPart, StoredResponse } from './rules/stored-response.js';

/** A message that goes to the origin, and where its answer goes. */
export interface ForwardedMessage {
  readonly key: string;
  readonly request: TransportRequest;
  /** Undefined for a message that nothing is stored of. */
  readonly lookup: Lookup | undefined;
  readonly partition: string;
  readonly requestTime: number;
  /** The message on its way, once it is. */
  sent(): TransportTask | undefined;
  /** Called once it is decided that nothing, or something, is stored. */
  didStore(): void;
}

/** Brings a complete response into the stores, if its handler agrees. It works beside the request, and fails none. */
export class ResponseStoring {
  constructor(
    private readonly context: CacheContext,
    private readonly message: ForwardedMessage,
    private readonly lookup: Lookup,
    private readonly responseTime: number,
  ) {}

  /** Asks whether the complete response may be stored. */
  propose(response: HTTPURLResponse, bytes: Uint8Array): void {
    if (!isComplete(response, bytes)) {
      this.message.didStore();
      return;
    }
    const proposed = new CachedURLResponse({ response, data: bytes });
    const { caching } = this.message.request;
    const answered = (answer: unknown): void => {
      this.#accept(answer, proposed);
    };
    const refused = (error: unknown): void => {
      this.#failed(error);
      this.message.didStore();
    };
    if (caching === undefined) answered(proposed);
    else awaitAnswer(() => caching.willCache(proposed), answered, refused);
  }

  readonly #failed = (error: unknown): void => {
    this.message.request.caching?.didFailToCache(error);
  };

  #accept(answer: unknown, proposed: CachedURLResponse): void {
    if (answer === undefined || answer === null) {
      this.message.didStore();
      return;
    }
    try {
      this.#store(checked(answer, proposed), proposed);
    } catch (error) {
      this.#failed(error);
      this.message.didStore();
    }
  }

  #store(accepted: CachedURLResponse, proposed: CachedURLResponse): void {
    const { lookup } = this;
    if (accepted.storagePolicy === 'notAllowed') {
      this.message.didStore();
      return;
    }
    const part = accepted.response.statusCode === 206 ? contentRange(accepted.response.headers) : undefined;
    const isWhole = accepted.response.statusCode !== 206;
    const bytes = accepted.data;
    if (!isWhole && (part === undefined || part.last - part.first + 1 !== bytes.byteLength)) {
      this.message.didStore();
      return;
    }
    const response = this.#storedResponse(accepted, proposed, part);
    if (part !== undefined) {
      this.#storePart(lookup, response, bytes, part);
      return;
    }
    this.context.storage.add(lookup, response, bytes, this.#failed, () => {
      this.message.didStore();
    });
  }

  /** A part joins the stored one that it touches, and never replaces a whole body that it belongs to. */
  #storePart(lookup: Lookup, response: StoredResponse, bytes: Uint8Array, part: StoredPart): void {
    const { storage, digest } = this.context;
    const { partition, request } = this.message;
    const add = (joined: StoredResponse, all: Uint8Array): void => {
      storage.add(lookup, joined, all, this.#failed, () => {
        this.message.didStore();
      });
    };
    const selected = selectedResponses(lookup.responses, partition, request.urlRequest.headers, digest);
    const etag = response.headers.get('etag');
    if (selected.some((stored) => stored.part === undefined && stored.headers.get('etag') === etag)) {
      this.message.didStore();
      return;
    }
    const older = selected.find((stored) => combinedPart(stored, part, response.headers) !== undefined);
    if (older === undefined) {
      add(response, bytes);
      return;
    }
    storage.body(older, this.#failed, (body) => {
      if (!(body instanceof Uint8Array)) add(response, bytes);
      else this.#join(older, body, { response, bytes, part }, add);
    });
  }

  #join(
    older: StoredResponse,
    olderBytes: Uint8Array,
    newer: { response: StoredResponse; bytes: Uint8Array; part: StoredPart },
    add: (joined: StoredResponse, bytes: Uint8Array) => void,
  ): void {
    const union = combinedPart(older, newer.part, newer.response.headers);
    if (union === undefined || older.part === undefined) return;
    const bytes = new Uint8Array(union.last - union.first + 1);
    bytes.set(olderBytes, older.part.first - union.first);
    bytes.set(newer.bytes, newer.part.first - union.first);
    const isWhole = union.first === 0 && union.last + 1 === union.total;
    const { headers } = newer.response;
    const length = String(bytes.byteLength);
    const joined = {
      ...newer.response,
      statusCode: isWhole ? 200 : 206,
      headers: isWhole ? headers.remove('content-range').set('Content-Length', length) : headers,
      bodyID: this.context.storage.stores.identify(bytes),
      bodyLength: bytes.byteLength,
      part: isWhole ? undefined : union,
    };
    add(joined, bytes);
  }

  #storedResponse(
    accepted: CachedURLResponse,
    proposed: CachedURLResponse,
    part: StoredPart | undefined,
  ): StoredResponse {
    const { request, partition, requestTime } = this.message;
    const { mode, digest, storage } = this.context;
    const { response, data } = accepted;
    const isDecoded = response.isDecoded || data !== proposed.data;
    const names = selectingFields(response.headers) ?? [];
    return {
      url: request.urlRequest.url,
      statusCode: response.statusCode,
      headers: headersToStore(response.headers, isDecoded, this.responseTime),
      httpVersion: response.httpVersion,
      requestTime,
      responseTime: this.responseTime,
      partition,
      isForEveryone: mode === 'shared' && isForEveryone(response, partition !== ''),
      variant: variantOf(names, request.urlRequest.headers, digest),
      bodyID: data.byteLength === 0 ? undefined : storage.stores.identify(data),
      bodyLength: data.byteLength,
      isDecoded,
      part,
      isInvalidated: false,
      isInMemoryOnly: accepted.storagePolicy === 'allowedInMemoryOnly',
      userInfo: accepted.userInfo,
    };
  }
}

/** A body of another length than was announced is cut. */
function isComplete({ headers, isDecoded }: HTTPURLResponse, bytes: Uint8Array): boolean {
  const length = headers.get('content-length');
  return isDecoded || length === undefined || Number(length) === bytes.byteLength;
}

/** Decoded bytes have neither the coding nor the length of those that were sent. */
function headersToStore(headers: HTTPHeaders, isDecoded: boolean, responseTime: number): HTTPHeaders {
  const fields = storedFields(headers, responseTime);
  return isDecoded ? fields.remove('content-encoding').remove('content-length') : fields;
}

function checked(answer: unknown, { response }: CachedURLResponse): CachedURLResponse {
  const cached = answer as Partial<CachedURLResponse>;
  if (!(cached.data instanceof Uint8Array) || cached.response?.url !== response.url) {
    throw new SessionError({
      kind: 'sessionTaskFailed',
      code: 'unknown',
      detail: 'a cached-response handler answered with something that is not a response of its request',
    });
  }
  return answer as CachedURLResponse;
}
