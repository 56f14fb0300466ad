import type { Answer } from '../answers/answer.js';
import { compressBytes } from '../encoding/compression.js';
import { RetryResult } from './request-retrier.js';
import type { URLRequest } from '../message/url-request.js';
import type { RequestInterceptor } from './interceptor.js';

/**
 * Handling of a request that already has a `Content-Encoding` (Alamofire's `DuplicateHeaderBehavior`): `error` fails
 * it with a {@link DuplicateHeaderError}, `replace` replaces the header, `skip` leaves the request as it is.
 */
export type DuplicateHeaderBehavior = 'error' | 'replace' | 'skip';

/** Options of a {@link RequestCompressor}. */
export interface RequestCompressorOptions {
  /** `error` unless given. */
  duplicateHeaderBehavior?: DuplicateHeaderBehavior | undefined;
  /** Returns true for a body that is to be compressed. Default: for every body. */
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

/**
 * Sends bodies as `Content-Encoding: deflate`, in the zlib format of RFC 1950 (Alamofire's
 * `DeflateRequestCompressor`). For servers that are known to take it: there is no negotiation of request codings.
 *
 * Bodies in memory are compressed, not those of uploads; see `compressed` for streams. The answer is a promise.
 * A request that fails for it, fails with `requestAdaptationFailed`; the `cause` is a `DuplicateHeaderError`, or
 * `unsupported` where the platform has no `CompressionStream`.
 *
 * @example
 * const interceptor = new DeflateRequestCompressor({ shouldCompressBodyData: (data) => data.length > 1024 });
 * session.request('https://api.example.com/people', { method: 'POST', parameters: people, interceptor });
 */
export class DeflateRequestCompressor extends RequestCompressor {
  protected readonly coding = 'deflate';

  protected compress(bodyData: Uint8Array): Promise<Uint8Array> {
    return compressBytes(bodyData, 'deflate');
  }
}

/**
 * Sends bodies as `Content-Encoding: gzip` (RFC 1952), else as {@link DeflateRequestCompressor} does.
 *
 * @example
 * new Session({ interceptor: new GzipRequestCompressor({ duplicateHeaderBehavior: 'skip' }) });
 */
export class GzipRequestCompressor extends RequestCompressor {
  protected readonly coding = 'gzip';

  protected compress(bodyData: Uint8Array): Promise<Uint8Array> {
    return compressBytes(bodyData, 'gzip');
  }
}
