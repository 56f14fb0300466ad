import type { HTTPHeaders } from '../message/http-headers.js';
import type { ContentCoding } from './content-coding.js';
import { ContentDecoder } from './content-decoder.js';
import { IncomingBody } from './incoming-body.js';

/** The body of a response on its way in: decoded, and no faster than its reader takes it. */
export class WireAnswer {
  readonly body = new IncomingBody(() => this.#proceed());
  readonly #abortWire: () => void;
  #decoder: ContentDecoder | undefined;
  #resumeWire: (() => void) | undefined;
  #isWirePaused = false;
  #isClosed = false;
  #expectedBytes = 0;
  #receivedBytes = 0;
  #drainLimit = Infinity;

  /** `abortWire` is called when what comes is of no use any more. */
  constructor(abortWire: () => void) {
    this.#abortWire = abortWire;
  }

  /** What is still to come, as far as the head told. */
  get expectedRest(): number {
    return this.#expectedBytes - this.#receivedBytes;
  }

  begin(headers: HTTPHeaders, codings: readonly ContentCoding[]): void {
    this.#expectedBytes = Number(headers.get('content-length') ?? 0);
    if (codings.length > 0) this.#decoder = this.#makeDecoder(codings);
  }

  /** Whether the wire may go on at once; if not, `resumeWire` will be called. */
  mayFlow(resumeWire: () => void): boolean {
    this.#resumeWire = resumeWire;
    return this.#flows(!this.body.isFull);
  }

  /** Whether the wire may go on at once. */
  data(piece: Uint8Array): boolean {
    this.#receivedBytes += piece.byteLength;
    if (this.#isClosed) {
      if (this.#receivedBytes > this.#drainLimit) this.#abortWire();
      return true;
    }
    if (this.#decoder !== undefined) return this.#flows(this.#decoder.write(piece));
    this.body.data(piece);
    return this.#flows(!this.body.isFull);
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
    this.#letWireFlow();
  }

  #makeDecoder(codings: readonly ContentCoding[]): ContentDecoder {
    const wantsMore = (): void => this.#letWireFlow();
    return new ContentDecoder(codings, this.body, wantsMore, () => {
      this.#isClosed = true;
      this.#abortWire();
    });
  }

  /** The reader takes more again. */
  #proceed(): void {
    this.#decoder?.resume();
    this.#letWireFlow();
  }

  #flows(mayFlow: boolean): boolean {
    this.#isWirePaused = !mayFlow;
    return mayFlow;
  }

  /** In a turn of its own: undici's parser may be in the middle of another connection. */
  #letWireFlow(): void {
    if (!this.#isWirePaused) return;
    this.#isWirePaused = false;
    queueMicrotask(() => this.#resumeWire?.());
  }
}
