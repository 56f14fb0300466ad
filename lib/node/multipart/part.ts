import { Readable } from 'node:stream';
import type { SessionError } from '../../errors/session-error.js';
import { checkLimit, readingFailure } from './multipart-limits.js';

/** What the header of a part says of it. */
export interface PartDescription {
  /** Empty when it has none. Escapes that browsers and `MultipartFormData` make, such as `%22`, are left as they are. */
  readonly name: string;
  /** Without folders unless `preservePath` is set; undefined for a field. Never to be trusted as a path. */
  readonly fileName: string | undefined;
  /** Without parameters; `text/plain` when it has none. */
  readonly mimeType: string;
  /** Its Content-Transfer-Encoding, which is not undone; `7bit` when it has none. */
  readonly encoding: string;
}

/** How a part is read into memory. */
export interface PartMemoryOptions {
  /** Bytes from which on it fails with `limitExceeded`; 10 000 000 unless given. */
  limit?: number | undefined;
}

const MEMORY_LIMIT = 10_000_000;

/** One part of an inbound form: what its header says, and its body, which can be read until the next part is asked for. */
export class Part implements PartDescription {
  readonly name: string;
  readonly fileName: string | undefined;
  readonly mimeType: string;
  readonly encoding: string;
  /**
   * The bytes of the part; a field that names another charset comes as UTF-8. Not reading it is what the sender
   * feels. When reading the form fails, this ends with the same `SessionError`; it is never an uncaught one.
   */
  readonly body: Readable;

  constructor(description: PartDescription, body: Readable) {
    this.name = description.name;
    this.fileName = description.fileName;
    this.mimeType = description.mimeType;
    this.encoding = description.encoding;
    this.body = body;
  }

  /** The whole body, in memory; rejects with a `SessionError`. */
  async bytes({ limit = MEMORY_LIMIT }: PartMemoryOptions = {}): Promise<Uint8Array> {
    checkLimit('bytesInMemory', limit);
    const pieces: Uint8Array[] = [];
    let size = 0;
    for await (const piece of this.body as AsyncIterable<Uint8Array>) {
      size += piece.byteLength;
      if (size > limit)
        throw readingFailure({ kind: 'limitExceeded', limit: 'bytesInMemory', maximum: limit });
      pieces.push(piece);
    }
    return new Uint8Array(Buffer.concat(pieces));
  }

  /** The whole body as UTF-8 text, in memory; rejects with a `SessionError`. */
  async text(options?: PartMemoryOptions): Promise<string> {
    return Buffer.from(await this.bytes(options)).toString();
  }
}

/** The body of a part as its reader sees it: filled while it is hungry, and left when the next part is asked for. */
export class PartBody extends Readable {
  readonly #wantsMore: () => void;
  #isHungry = false;

  constructor(wantsMore: () => void) {
    super();
    this.#wantsMore = wantsMore;
    this.on('error', ignored);
  }

  get isHungry(): boolean {
    return this.#isHungry;
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

  /** What is not read by now, is not to be read any more. */
  leave(error: SessionError): void {
    this.#isHungry = false;
    if (!this.readableEnded && !this.destroyed) this.destroy(error);
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#isHungry = false;
    done(error);
  }
}

function ignored(): void {
  // the reader of the form is told as well
}
