/** Source that can be paused. */
export interface BacklogFlow {
  hold(): void;
  release(): void;
}

/** Number of pending values at which the source is paused. */
const HIGH_WATER_MARK = 16;

/** Counts the pending values of a source. Pauses the source when there are too many, until none is left. */
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

  /** Resumes the source: it has ended, or its pending values are not wanted any more. */
  release(): void {
    if (!this.#isHeld) return;
    this.#isHeld = false;
    this.#flow.release();
  }
}
