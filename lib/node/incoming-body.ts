import type { InboundBody, InboundBodyReceiver } from '../transport/adapter-exchange.js';

/** Bytes kept for a reader that has not come yet, before the sender is told to wait. */
const KEPT_UNREAD = 64 * 1024;

type Outcome = { readonly kind: 'end' } | { readonly kind: 'failure'; readonly error: unknown };

/** The body of a response between the wire and its reader: keeps what the reader does not take yet. */
export class IncomingBody implements InboundBody, InboundBodyReceiver {
  readonly #wantsMore: () => void;
  #pieces: Uint8Array[] = [];
  #keptBytes = 0;
  #outcome: Outcome | undefined;
  #receiver: InboundBodyReceiver | undefined;
  #isPaused = false;
  #isHandingOver = false;
  #isClosed = false;

  /** `wantsMore` is called when it may have stopped being full. */
  constructor(wantsMore: () => void) {
    this.#wantsMore = wantsMore;
  }

  /** Whether the sender has to wait. */
  get isFull(): boolean {
    return !this.#isClosed && (this.#isPaused || this.#keptBytes > KEPT_UNREAD);
  }

  read(receiver: InboundBodyReceiver): void {
    this.#receiver = receiver;
    this.#handOver();
    if (!this.isFull) this.#wantsMore();
  }

  pause(): void {
    this.#isPaused = true;
  }

  resume(): void {
    this.#isPaused = false;
    this.#handOver();
    if (!this.isFull) this.#wantsMore();
  }

  /** Nobody reads any further. */
  close(): void {
    this.#isClosed = true;
    this.#pieces = [];
    this.#keptBytes = 0;
  }

  data(piece: Uint8Array): void {
    if (this.#isClosed || this.#outcome !== undefined) return;
    this.#pieces.push(piece);
    this.#keptBytes += piece.byteLength;
    this.#handOver();
  }

  end(): void {
    this.#settle({ kind: 'end' });
  }

  fail(error: unknown): void {
    this.#settle({ kind: 'failure', error });
  }

  #settle(outcome: Outcome): void {
    this.#outcome ??= outcome;
    this.#handOver();
  }

  /** Not entered again by a receiver that pauses and resumes while it is told something. */
  #handOver(): void {
    const receiver = this.#receiver;
    if (receiver === undefined || this.#isHandingOver) return;
    this.#isHandingOver = true;
    try {
      this.#handOverPieces(receiver);
    } finally {
      this.#isHandingOver = false;
    }
    if (this.#canProceed && this.#outcome !== undefined) this.#finish(receiver, this.#outcome);
  }

  get #canProceed(): boolean {
    return !this.#isPaused && !this.#isClosed;
  }

  #handOverPieces(receiver: InboundBodyReceiver): void {
    while (this.#canProceed) {
      const piece = this.#pieces.shift();
      if (piece === undefined) return;
      this.#keptBytes -= piece.byteLength;
      receiver.data(piece);
    }
  }

  #finish(receiver: InboundBodyReceiver, outcome: Outcome): void {
    this.close();
    if (outcome.kind === 'end') receiver.end();
    else receiver.fail(outcome.error);
  }
}
