import type { HTTPHeaders } from './http-headers.js';
import { mediaTypeOf } from './media-type.js';
import { suggestedFilename } from './suggested-filename.js';

/** What an {@link HTTPURLResponse} is made of. */
export interface HTTPURLResponseInit {
  url: string;
  statusCode: number;
  headers: HTTPHeaders;
  /** `'1.1'`, `'2'`, …; undefined where the platform does not say. */
  httpVersion?: string | undefined;
  /** Whether the body that is delivered is, or may be, a decoded form of the one that was sent. */
  isDecoded?: boolean | undefined;
}

/** The head of a response, as an immutable value (Foundation's `HTTPURLResponse`). */
export class HTTPURLResponse {
  /** The URL that answered: the last one, where redirects were followed. */
  readonly url: string;
  readonly statusCode: number;
  readonly headers: HTTPHeaders;
  readonly httpVersion: string | undefined;
  readonly #isDecoded: boolean;

  constructor(init: HTTPURLResponseInit) {
    this.url = init.url;
    this.statusCode = init.statusCode;
    this.headers = init.headers;
    this.httpVersion = init.httpVersion;
    this.#isDecoded = init.isDecoded ?? false;
  }

  /** Bytes the body will have; undefined when unknown, or when it was or may have been decoded on the way. */
  get expectedContentLength(): number | undefined {
    const length = this.headers.get('content-length');
    if (this.#isDecoded || length === undefined || !/^\d+$/.test(length)) return undefined;
    return Number(length);
  }

  /** `type/subtype` of the content type, in lower case and without parameters. */
  get mimeType(): string | undefined {
    const mediaType = mediaTypeOf(this.headers.get('content-type'));
    return mediaType && `${mediaType.type}/${mediaType.subtype}`;
  }

  /** The `charset` parameter of the content type, in lower case. */
  get textEncodingName(): string | undefined {
    return mediaTypeOf(this.headers.get('content-type'))?.charset;
  }

  /** The file name that `Content-Disposition` proposes, else the last part of the path; never a path. */
  get suggestedFilename(): string | undefined {
    return suggestedFilename(this.headers.get('content-disposition'), this.url);
  }

  toString(): string {
    return `${String(this.statusCode)} ${this.url}`;
  }
}
