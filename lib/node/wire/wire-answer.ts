import type { HTTPHeaders } from '../../message/http-headers.js';
import type { ContentCoding } from './content-coding.js';
import { ContentDecoder } from './content-decoder.js';
import { IncomingBody, type BodySource } from './incoming-body.js';

/** What an answer wants of the wire it comes over. */
export interface AnswerWire {
  hold(): void;
  flow(): void;
  /** What comes is of no use any more. */
  abandon(): void;
}

/** The body of a response on its way in: decoded, and no faster than its reader takes it. */
export class WireAnswer implements BodySource {
  readonly body: IncomingBody;
  readonly #wire: AnswerWire;
  #decoder: ContentDecoder | undefined;
  #isClosed = false;
  #headers: HTTPHeaders | undefined;
  #receivedBytes = 0;
  #drainLimit = Infinity;

  constructor(wire: AnswerWire) {
    this.#wire = wire;
    this.body = new IncomingBody(this);
  }

  /** What is still to come, as far as the head told. */
  get expectedRest(): number {
    return Number(this.#headers?.get('content-length') ?? 0) - this.#receivedBytes;
  }

  begin(headers: HTTPHeaders, codings: readonly ContentCoding[]): void {
    this.#headers = headers;
    if (codings.length > 0) this.#decoder = this.#makeDecoder(codings);
  }

  data(piece: Uint8Array): void {
    this.#receivedBytes += piece.byteLength;
    if (this.#isClosed) {
      if (this.#receivedBytes > this.#drainLimit) this.#wire.abandon();
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
      this.#wire.abandon();
    });
  }

  proceed(): void {
    this.#decoder?.resume();
    this.#wire.flow();
  }
}
