import type { Answer } from '../answers/answer.js';
import { RetryResult } from './retry-result.js';
import type { URLRequest } from '../message/url-request.js';
import type { RequestInterceptor } from './interceptor.js';

/**
 * What happens to a request that has a `Content-Encoding` already: it fails with a {@link DuplicateHeaderError}, the
 * header is replaced, or the request is left as it is (Alamofire's `DuplicateHeaderBehavior`).
 */
export type DuplicateHeaderBehavior = 'error' | 'replace' | 'skip';

/** What is left out has its default. */
export interface RequestCompressorOptions {
  /** `error` unless given. */
  duplicateHeaderBehavior?: DuplicateHeaderBehavior | undefined;
  /** Whether a body is worth it; every one is unless given. */
  shouldCompressBodyData?: ((bodyData: Uint8Array) => boolean) | undefined;
}

/** A request that is to be compressed has a `Content-Encoding` already: the `cause` of its `requestAdaptationFailed`. */
export class DuplicateHeaderError extends Error {
  constructor() {
    super('The request has a Content-Encoding header already.');
  }

  override get name(): string {
    return 'DuplicateHeaderError';
  }
}

/** Puts the bodies of requests into a content coding; those in memory, since adapters see no others. */
export abstract class RequestCompressor implements RequestInterceptor {
  readonly duplicateHeaderBehavior: DuplicateHeaderBehavior;
  readonly shouldCompressBodyData: (bodyData: Uint8Array) => boolean;

  constructor(options: RequestCompressorOptions = {}) {
    this.duplicateHeaderBehavior = options.duplicateHeaderBehavior ?? 'error';
    this.shouldCompressBodyData = options.shouldCompressBodyData ?? (() => true);
  }

  /** The name of the coding, as in `Content-Encoding`. */
  protected abstract readonly coding: string;

  /** A body in the coding. */
  protected abstract compress(bodyData: Uint8Array): Promise<Uint8Array>;

  adapt(request: URLRequest): Answer<URLRequest> {
    const bodyData = bytesOf(request.body);
    if (bodyData.byteLength === 0 || !this.shouldCompressBodyData(bodyData)) return request;
    if (request.headers.has('Content-Encoding')) {
      switch (this.duplicateHeaderBehavior) {
        case 'error':
          throw new DuplicateHeaderError();
        case 'skip':
          return request;
        case 'replace':
      }
    }
    return this.#compressed(request, bodyData);
  }

  retry(): RetryResult {
    return RetryResult.doNotRetry;
  }

  async #compressed(request: URLRequest, bodyData: Uint8Array): Promise<URLRequest> {
    const body = await this.compress(bodyData);
    const headers = request.headers.remove('Content-Length').set('Content-Encoding', this.coding);
    return request.with({ body, headers });
  }
}

function bytesOf(body: URLRequest['body']): Uint8Array {
  if (body === undefined) return new Uint8Array();
  return typeof body === 'string' ? new TextEncoder().encode(body) : body;
}
