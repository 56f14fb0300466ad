/** How many bytes of a body are handed to the socket at a time. */
export interface PieceSize {
  /** Asked when the socket has taken what came before. */
  next(): number;
}

const SMALLEST = 64 * 1024;
export const LARGEST = 1024 * 1024;

/** Where a socket takes a piece in this time, the next may be larger; where it takes longer than the other, smaller. */
const SOON = 10;
const LATE = 100;

/** The same each time. */
export const largePieces: PieceSize = { next: () => LARGEST };

/**
 * What the socket takes in a short while. Progress is told after each piece: a slow connection takes small ones, so
 * that it shows that something moves; a fast one takes large ones, which cost less.
 */
export class PacedPieces implements PieceSize {
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
