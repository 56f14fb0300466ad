import type { HTTPHeaders } from './http-headers.js';
import { INSPECT, inspected, shownFields, type Inspect } from './inspection.js';
import { extractedMediaType } from './media-type.js';
import { suggestedFilename } from './suggested-filename.js';
import { printableURL } from './url-convertible.js';

/** Fields of an {@link HTTPURLResponse}. */
export interface HTTPURLResponseInit {
  /** URL that answered: the last one, if redirects were followed. */
  url: string;
  /** Status code, such as 200. */
  statusCode: number;
  /** Reason phrase. Default: `''`. */
  statusText?: string | undefined;
  headers: HTTPHeaders;
  /** `'1.1'`, `'2'`, …; undefined if the platform does not say. */
  httpVersion?: string | undefined;
  /** True if the delivered body is, or may be, decoded. Default: false. */
  isDecoded?: boolean | undefined;
}

/** The head of a response, as an immutable value (Foundation's `HTTPURLResponse`). */
export class HTTPURLResponse {
  /** URL that answered: the last one, if redirects were followed. */
  readonly url: string;
  /** Status code, such as 200. */
  readonly statusCode: number;
  /** Reason phrase, such as `Not Found`; `''` over HTTP/2, and where the platform has none. */
  readonly statusText: string;
  /** Fields in the order they came, repeated ones kept apart. */
  readonly headers: HTTPHeaders;
  /** `'1.1'`, `'2'`, …; undefined if the platform does not say. */
  readonly httpVersion: string | undefined;
  readonly #isDecoded: boolean;
  #trailers: HTTPHeaders | undefined;

  constructor(init: HTTPURLResponseInit) {
    this.url = init.url;
    this.statusCode = init.statusCode;
    this.statusText = init.statusText ?? '';
    this.headers = init.headers;
    this.httpVersion = init.httpVersion;
    this.#isDecoded = init.isDecoded ?? false;
    Object.freeze(this);
  }

  /** @internal */
  get isDecoded(): boolean {
    return this.#isDecoded;
  }

  /** Fields after the body (RFC 9110 §6.5). Undefined without any, before the body has ended, and in browsers. */
  get trailers(): HTTPHeaders | undefined {
    return this.#trailers;
  }

  /** @internal */
  didReceiveTrailers(trailers: HTTPHeaders): void {
    this.#trailers = trailers;
  }

  /** Length of the body in bytes. Undefined if unknown, or if the body was or may have been decoded. */
  get expectedContentLength(): number | undefined {
    const length = this.headers.get('content-length');
    if (this.#isDecoded || length === undefined || !/^\d+$/.test(length)) return undefined;
    return Number(length);
  }

  /** `type/subtype` of the `Content-Type` in lower case (Fetch standard, "extract a MIME type"). */
  get mimeType(): string | undefined {
    const mediaType = extractedMediaType(this.headers.get('content-type'));
    return mediaType && `${mediaType.type}/${mediaType.subtype}`;
  }

  /** Charset of the `Content-Type`, in lower case. */
  get textEncodingName(): string | undefined {
    return extractedMediaType(this.headers.get('content-type'))?.charset;
  }

  /** File name that `Content-Disposition` proposes, else the last part of the URL's path; never a path. */
  get suggestedFilename(): string | undefined {
    return suggestedFilename(this.headers.get('content-disposition'), this.url);
  }

  /** Status code and URL, without userinfo. */
  toString(): string {
    return `${String(this.statusCode)} ${printableURL(this.url)}`;
  }

  /** The head as plain JSON; values of built-in secret fields are redacted, and so is the userinfo of the URL. */
  toJSON(): object {
    const { url, statusCode, statusText, headers, httpVersion } = this;
    return { url: printableURL(url), statusCode, statusText, headers: shownFields(headers), httpVersion };
  }

  /** @internal */
  [INSPECT](_depth: number, options: object, inspect: Inspect): string {
    return inspected('HTTPURLResponse', this.toJSON(), options, inspect);
  }
}
