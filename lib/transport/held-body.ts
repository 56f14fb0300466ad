import type { InboundBodyReceiver } from './axios/adapter-exchange.js';
import type { ResponseBody } from './response-body.js';

/** Body in one chunk, or none. Nothing is left to stop. */
export class HeldBody implements ResponseBody {
  readonly #bytes: Uint8Array | undefined;
  #isOver = false;

  constructor(bytes: Uint8Array | undefined) {
    this.#bytes = bytes;
  }

  read(receiver: InboundBodyReceiver): void {
    if (this.#bytes !== undefined && this.#bytes.byteLength > 0) receiver.data(this.#bytes);
    if (!this.#isOver) receiver.end();
  }

  pause(): void {
    // all of it has been received
  }

  resume(): void {
    // it was never paused
  }

  cancel(): void {
    this.#isOver = true;
  }

  discard(): void {
    this.#isOver = true;
  }
}
