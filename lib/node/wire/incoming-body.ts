import type { InboundBody, InboundBodyReceiver } from '../../transport/axios/adapter-exchange.js';

/** Bytes buffered without a reader before backpressure is applied. */
const KEPT_UNREAD = 64 * 1024;

type Outcome = { readonly kind: 'end' } | { readonly kind: 'failure'; readonly error: unknown };

const END: Outcome = { kind: 'end' };

/** Source of a body. */
export interface BodySource {
  /** Called when the body may accept chunks again. */
  proceed(): void;
}

/** Response body between the wire and its reader. Buffers chunks that the reader does not take yet. */
export class IncomingBody implements InboundBody, InboundBodyReceiver {
  readonly #source: BodySource;
  #pieces: Uint8Array[] | undefined;
  #keptBytes = 0;
  #outcome: Outcome | undefined;
  #receiver: InboundBodyReceiver | undefined;
  #isPaused = false;
  #isHandingOver = false;
  #isClosed = false;

  constructor(source: BodySource) {
    this.#source = source;
  }

  /** True if backpressure is to be applied to the sender. */
  get isFull(): boolean {
    return !this.#isClosed && (this.#isPaused || this.#keptBytes > KEPT_UNREAD);
  }

  read(receiver: InboundBodyReceiver): void {
    this.#receiver = receiver;
    if (this.#isClosed && this.#outcome?.kind === 'failure') receiver.fail(this.#outcome.error);
    this.#handOver();
    if (!this.isFull) this.#source.proceed();
  }

  pause(): void {
    this.#isPaused = true;
  }

  resume(): void {
    this.#isPaused = false;
    this.#handOver();
    if (!this.isFull) this.#source.proceed();
  }

  /** Drops buffered chunks and ignores later ones. */
  close(): void {
    this.#isClosed = true;
    this.#pieces = undefined;
    this.#keptBytes = 0;
  }

  /** Fails at once with the error. Buffered chunks are dropped. */
  abort(error: unknown): void {
    if (this.#isClosed) return;
    this.close();
    this.#receiver?.fail(error);
    this.#outcome = { kind: 'failure', error };
  }

  data(piece: Uint8Array): void {
    if (this.#isClosed || this.#outcome !== undefined) return;
    if (this.#receiver === undefined || this.#isPaused || this.#isHandingOver || this.#keptBytes > 0) {
      this.#keep(piece);
    } else {
      this.#handOverOne(this.#receiver, piece);
    }
  }

  end(): void {
    this.#settle(END);
  }

  fail(error: unknown): void {
    this.#settle({ kind: 'failure', error });
  }

  #keep(piece: Uint8Array): void {
    (this.#pieces ??= []).push(piece);
    this.#keptBytes += piece.byteLength;
  }

  #settle(outcome: Outcome): void {
    this.#outcome ??= outcome;
    this.#handOver();
  }

  /** Fast path: a reader is there and nothing is buffered. */
  #handOverOne(receiver: InboundBodyReceiver, piece: Uint8Array): void {
    this.#isHandingOver = true;
    try {
      receiver.data(piece);
    } finally {
      this.#isHandingOver = false;
    }
    if (this.#keptBytes > 0 || this.#outcome !== undefined) this.#handOver();
  }

  /** Delivers buffered chunks. Does not recurse if the receiver pauses and resumes within a call. */
  #handOver(): void {
    const receiver = this.#receiver;
    if (receiver === undefined || this.#isHandingOver) return;
    if (this.#keptBytes > 0) this.#handOverKept(receiver);
    if (this.#outcome !== undefined && this.#keptBytes === 0 && this.#canProceed) {
      this.#finish(receiver, this.#outcome);
    }
  }

  get #canProceed(): boolean {
    return !this.#isPaused && !this.#isClosed;
  }

  #handOverKept(receiver: InboundBodyReceiver): void {
    this.#isHandingOver = true;
    try {
      while (this.#canProceed) {
        const piece = this.#pieces?.shift();
        if (piece === undefined) return;
        this.#keptBytes -= piece.byteLength;
        receiver.data(piece);
      }
    } finally {
      this.#isHandingOver = false;
    }
  }

  #finish(receiver: InboundBodyReceiver, outcome: Outcome): void {
    this.close();
    if (outcome.kind === 'end') receiver.end();
    else receiver.fail(outcome.error);
  }
}
