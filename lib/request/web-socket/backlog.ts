/** What can be told to send nothing more for a while. */
export interface BacklogFlow {
  hold(): void;
  release(): void;
}

/** How many may wait before the source is held. */
const HIGH_WATER_MARK = 16;

/** Counts what of a source waits to be taken, and holds the source once that is too much, until nothing waits. */
export class Backlog {
  readonly #flow: BacklogFlow;
  #count = 0;
  #isHeld = false;

  constructor(flow: BacklogFlow) {
    this.#flow = flow;
  }

  grow(): void {
    this.#count += 1;
    if (this.#isHeld || this.#count < HIGH_WATER_MARK) return;
    this.#isHeld = true;
    this.#flow.hold();
  }

  shrink(): void {
    this.#count -= 1;
    if (this.#count === 0) this.release();
  }

  /** Nothing more will come, or what waits is not wanted any more: the source is not held for it. */
  release(): void {
    if (!this.#isHeld) return;
    this.#isHeld = false;
    this.#flow.release();
  }
}
