import { Readable } from 'node:stream';
import type { SessionError } from '../../errors/session-error.js';
import { checkLimit, readingFailure } from './multipart-limits.js';

/** Header of a part. */
export interface PartDescription {
  /** Empty if the part has none. Escapes that browsers and `MultipartFormData` make, such as `%22`, stay. */
  readonly name: string;
  /** Without folders unless `preservePath` is set. Undefined for a field. Never to be trusted as a path. */
  readonly fileName: string | undefined;
  /** Without parameters. Default: `text/plain`. */
  readonly mimeType: string;
  /** Content-Transfer-Encoding, which is not undone. Default: `7bit`. */
  readonly encoding: string;
}

/** Options for reading a part into memory. */
export interface PartMemoryOptions {
  /** Bytes beyond which reading fails with `limitExceeded`. Default: 10 000 000. */
  limit?: number | undefined;
}

const MEMORY_LIMIT = 10_000_000;

/** Body of a part, readable until the next part is asked for. */
export interface PartContent {
  /** True if the reader has room for more. */
  readonly isHungry: boolean;
  /** The bytes, if all of them are in memory and no stream was made of them. Throws once the part was left. */
  bytesAtOnce(): Uint8Array | undefined;
  /** The body as a stream, one for all calls. */
  stream(): Readable;
  /** Ends the reading: what is unread fails with the error. */
  leave(error: () => SessionError): void;
}

/** Part of an inbound form: its header, and its body, which can be read until the next part is asked for. */
export class Part implements PartDescription {
  /** Name of the field. Empty if the part has none. */
  readonly name: string;
  /** File name without folders, unless `preservePath` is set. Undefined for a field. Never to be trusted as a path. */
  readonly fileName: string | undefined;
  /** MIME type without parameters. Default: `text/plain`. */
  readonly mimeType: string;
  /** Content-Transfer-Encoding, which is not undone. Default: `7bit`. */
  readonly encoding: string;
  readonly #content: PartContent;

  /** @internal */
  constructor(description: PartDescription, content: PartContent) {
    this.name = description.name;
    this.fileName = description.fileName;
    this.mimeType = description.mimeType;
    this.encoding = description.encoding;
    this.#content = content;
  }

  /**
   * Bytes of the part; a field that names another charset comes as UTF-8. Leaving them unread applies backpressure to
   * the sender. If reading the form fails, the stream ends with that `SessionError`; it is never an uncaught one.
   */
  get body(): Readable {
    return this.#content.stream();
  }

  /** Reads the whole body into memory. Rejects with a `SessionError`. */
  async bytes({ limit = MEMORY_LIMIT }: PartMemoryOptions = {}): Promise<Uint8Array> {
    checkLimit('bytesInMemory', limit);
    const whole = this.#content.bytesAtOnce();
    if (whole !== undefined) return new Uint8Array(limited(whole, limit));
    const pieces: Uint8Array[] = [];
    let size = 0;
    for await (const piece of this.body as AsyncIterable<Uint8Array>) {
      size += piece.byteLength;
      if (size > limit) throw exceeded(limit);
      pieces.push(piece);
    }
    return new Uint8Array(Buffer.concat(pieces));
  }

  /** Reads the whole body as UTF-8 text into memory. Rejects with a `SessionError`. */
  async text(options?: PartMemoryOptions): Promise<string> {
    return Buffer.from((await this.bytes(options)).buffer).toString();
  }
}

function limited(bytes: Uint8Array, limit: number): Uint8Array {
  if (bytes.byteLength > limit) throw exceeded(limit);
  return bytes;
}

function exceeded(maximum: number): SessionError {
  return readingFailure({ kind: 'limitExceeded', limit: 'bytesInMemory', maximum });
}

/** Body of a field, which is in memory. A stream is made of it when one is asked for. */
export class FieldContent implements PartContent {
  readonly isHungry = false;
  readonly #bytes: Uint8Array;
  #isRead = false;
  #left: (() => SessionError) | undefined;
  #stream: PartBody | undefined;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  bytesAtOnce(): Uint8Array | undefined {
    if (this.#stream !== undefined) return undefined;
    if (this.#left !== undefined) throw this.#left();
    if (this.#isRead) return new Uint8Array();
    this.#isRead = true;
    return this.#bytes;
  }

  stream(): Readable {
    if (this.#stream !== undefined) return this.#stream;
    const stream = (this.#stream = new PartBody(nothing));
    if (this.#left !== undefined) stream.leave(this.#left);
    else {
      if (!this.#isRead) stream.fill(this.#bytes);
      stream.finish();
    }
    return stream;
  }

  leave(error: () => SessionError): void {
    this.#left ??= error;
    this.#stream?.leave(error);
  }
}

/** Body of a file: filled while it is hungry, and left when the next part is asked for. */
export class PartBody extends Readable implements PartContent {
  readonly #wantsMore: () => void;
  #isHungry = false;

  constructor(wantsMore: () => void) {
    super();
    this.#wantsMore = wantsMore;
    this.on('error', nothing);
  }

  get isHungry(): boolean {
    return this.#isHungry;
  }

  bytesAtOnce(): undefined {
    return undefined;
  }

  stream(): Readable {
    return this;
  }

  override _read(): void {
    this.#isHungry = true;
    this.#wantsMore();
  }

  fill(piece: Uint8Array): void {
    if (!this.destroyed) this.#isHungry = this.push(piece);
  }

  finish(): void {
    this.#isHungry = false;
    if (!this.destroyed) this.push(null);
  }

  leave(error: () => SessionError): void {
    this.#isHungry = false;
    if (!this.readableEnded && !this.destroyed) this.destroy(error());
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#isHungry = false;
    done(error);
  }
}

/** The reader of the form is notified of errors as well. */
function nothing(): void {
  // nothing to do
}
