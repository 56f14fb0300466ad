import type { HTTPHeaders } from '../message/http-headers.js';
import type { ContentCoding } from './content-coding.js';
import { ContentDecoder } from './content-decoder.js';
import { IncomingBody } from './incoming-body.js';

/** What an answer wants of the wire it comes over. */
export interface AnswerWire {
  hold(): void;
  flow(): void;
  /** What comes is of no use any more. */
  abort(): void;
}

/** The body of a response on its way in: decoded, and no faster than its reader takes it. */
export class WireAnswer {
  readonly body = new IncomingBody(() => this.#proceed());
  readonly #wire: AnswerWire;
  #decoder: ContentDecoder | undefined;
  #isClosed = false;
  #expectedBytes = 0;
  #receivedBytes = 0;
  #drainLimit = Infinity;

  constructor(wire: AnswerWire) {
    this.#wire = wire;
  }

  /** What is still to come, as far as the head told. */
  get expectedRest(): number {
    return this.#expectedBytes - this.#receivedBytes;
  }

  begin(headers: HTTPHeaders, codings: readonly ContentCoding[]): void {
    this.#expectedBytes = Number(headers.get('content-length') ?? 0);
    if (codings.length > 0) this.#decoder = this.#makeDecoder(codings);
  }

  data(piece: Uint8Array): void {
    this.#receivedBytes += piece.byteLength;
    if (this.#isClosed) {
      if (this.#receivedBytes > this.#drainLimit) this.#wire.abort();
    } else if (!this.#takes(piece)) {
      this.#wire.hold();
    }
  }

  end(): void {
    if (this.#isClosed) return;
    if (this.#decoder === undefined) this.body.end();
    else this.#decoder.end();
  }

  fail(error: Error): void {
    this.#decoder?.destroy();
    this.body.fail(error);
  }

  /** Nobody reads it any further. */
  close(): void {
    this.#isClosed = true;
    this.#decoder?.destroy();
    this.body.close();
  }

  /** Reads on for nobody, until more bytes have come than that. */
  drain(limit: number): void {
    this.#drainLimit = this.#receivedBytes + limit;
    this.#wire.flow();
  }

  #takes(piece: Uint8Array): boolean {
    if (this.#decoder !== undefined) return this.#decoder.write(piece);
    this.body.data(piece);
    return !this.body.isFull;
  }

  #makeDecoder(codings: readonly ContentCoding[]): ContentDecoder {
    const wantsMore = (): void => this.#wire.flow();
    return new ContentDecoder(codings, this.body, wantsMore, () => {
      this.#isClosed = true;
      this.#wire.abort();
    });
  }

  /** The reader takes more again. */
  #proceed(): void {
    this.#decoder?.resume();
    this.#wire.flow();
  }
}
