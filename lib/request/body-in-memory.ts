import { concatenate } from '../encoding/bytes.js';
import { plainBytes } from '../message/body-bytes.js';
import type { BodyReceiver } from '../transport/body-receiver.js';

/** Response body in memory. Chunks are joined when the body is first read. */
export class BodyInMemory implements BodyReceiver {
  readonly isHeldInMemory = true;
  #pieces: Uint8Array[] | undefined;
  #whole: Uint8Array | undefined;

  /** Never asked: memory is the destination, and nothing is left over. */
  get place(): undefined {
    return undefined;
  }

  get described(): undefined {
    return undefined;
  }

  get begin(): undefined {
    return undefined;
  }

  get finish(): undefined {
    return undefined;
  }

  get discard(): undefined {
    return undefined;
  }

  get isStorable(): true {
    return true;
  }

  reset(): void {
    this.#pieces = this.#whole = undefined;
  }

  receive(data: Uint8Array): void {
    if (data.byteLength === 0) return;
    this.#whole = undefined;
    if (this.#pieces === undefined) this.#pieces = [data];
    else this.#pieces.push(data);
  }

  /** Everything received so far, as a plain Uint8Array over memory of its own. Undefined if that is nothing. */
  get data(): Uint8Array | undefined {
    if (this.#whole !== undefined || this.#pieces === undefined) return this.#whole;
    const [first, ...more] = this.#pieces;
    if (first === undefined) return undefined;
    this.#whole = more.length > 0 ? concatenate(this.#pieces) : plainBytes(first);
    this.#pieces = [this.#whole];
    return this.#whole;
  }
}
