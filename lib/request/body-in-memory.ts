import type { BodyReceiver } from '../transport/body-receiver.js';

/** A response body that is kept in memory, joined once when it is first read. */
export class BodyInMemory implements BodyReceiver {
  readonly isHeldInMemory = true;
  #pieces: Uint8Array[] | undefined;

  /** Not asked: memory is the destination, and nothing is left over. */
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
    this.#pieces = undefined;
  }

  receive(data: Uint8Array): void {
    if (data.byteLength === 0) return;
    if (this.#pieces === undefined) this.#pieces = [data];
    else this.#pieces.push(data);
  }

  /** All that has come so far; undefined when that is nothing. */
  get data(): Uint8Array | undefined {
    if (this.#pieces !== undefined && this.#pieces.length > 1) this.#pieces = [joined(this.#pieces)];
    return this.#pieces?.[0];
  }
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((length, piece) => length + piece.byteLength, 0));
  let offset = 0;
  for (const piece of pieces) {
    whole.set(piece, offset);
    offset += piece.byteLength;
  }
  return whole;
}
