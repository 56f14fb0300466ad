/** Size of the chunks that are handed to a socket, in bytes. */
export interface ChunkSize {
  /** Size of the next chunk; called when the socket has drained. */
  next(): number;
}

const SMALLEST = 64 * 1024;
export const LARGEST = 1024 * 1024;

/** Milliseconds for one chunk: faster lets the next grow, slower than the second shrinks it. */
const SOON = 10;
const LATE = 100;

/** Constant size. */
export const largeChunks: ChunkSize = { next: () => LARGEST };

/**
 * Size that adapts to the connection. Progress is reported after each chunk: slow connections get small chunks, so that
 * progress is visible, fast ones large chunks, which cost less.
 */
export class PacedChunks implements ChunkSize {
  readonly #now: () => number;
  #size = SMALLEST;
  #last: number | undefined;

  constructor(now: () => number) {
    this.#now = now;
  }

  next(): number {
    const now = this.#now();
    if (this.#last !== undefined) this.#adapt(now - this.#last);
    this.#last = now;
    return this.#size;
  }

  #adapt(taken: number): void {
    if (taken <= SOON) this.#size = Math.min(this.#size * 2, LARGEST);
    else if (taken > LATE) this.#size = SMALLEST;
  }
}
