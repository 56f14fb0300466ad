import type { InboundBodyReceiver } from './axios/adapter-exchange.js';
import { pieceOf } from './piece.js';
import type { PulledPieces } from './pulled-pieces.js';
import type { ResponseBody } from './response-body.js';
import { badPiece } from './response-failure.js';

/** Body that requests one chunk after the other. Not requesting applies backpressure to the server. */
export class PulledBody implements ResponseBody {
  readonly #pieces: PulledPieces;
  #receiver: InboundBodyReceiver | undefined;
  #isPaused = false;
  #isPulling = false;

  constructor(pieces: PulledPieces) {
    this.#pieces = pieces;
  }

  read(receiver: InboundBodyReceiver): void {
    this.#receiver = receiver;
    this.#pull();
  }

  pause(): void {
    this.#isPaused = true;
  }

  resume(): void {
    this.#isPaused = false;
    this.#pull();
  }

  cancel(): void {
    this.#receiver = undefined;
    this.#pieces.stop();
  }

  discard(): void {
    this.cancel();
  }

  #pull(): void {
    if (this.#isPaused || this.#isPulling || this.#receiver === undefined) return;
    this.#isPulling = true;
    this.#pieces.next().then(this.#pulled, this.#failed);
  }

  readonly #pulled = ({
    done,
    value,
  }: {
    readonly done?: boolean | undefined;
    readonly value?: unknown;
  }): void => {
    this.#isPulling = false;
    const receiver = this.#receiver;
    if (receiver === undefined) return;
    if (done === true) {
      this.#receiver = undefined;
      receiver.end();
      return;
    }
    const piece = pieceOf(value);
    if (piece === undefined) {
      this.#failed(badPiece());
      this.#pieces.stop();
      return;
    }
    receiver.data(piece);
    this.#pull();
  };

  readonly #failed = (error: unknown): void => {
    const receiver = this.#receiver;
    this.#receiver = undefined;
    receiver?.fail(error);
  };
}
