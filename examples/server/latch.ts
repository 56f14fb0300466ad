/**
 * Lets exchanges go on one at a time, or all of them, when told: what a server waits for in the place of a
 * clock.
 */
export class Latch {
  #isReleased = false;
  #permits = 0;
  readonly #waiting = new Set<() => void>();
  readonly #arrivals = new Set<() => void>();

  /** How many exchanges wait here. */
  get waiting(): number {
    return this.#waiting.size;
  }

  /** Lets everything pass, now and from now on. */
  release(): void {
    this.#isReleased = true;
    for (const pass of [...this.#waiting]) pass();
  }

  /** Lets the next `count` waits pass; those to come, where fewer wait now. */
  step(count = 1): void {
    this.#permits += count;
    for (const pass of [...this.#waiting].slice(0, this.#permits)) {
      this.#permits -= 1;
      pass();
    }
  }

  /** Resolves as soon as an exchange waits here. */
  reached(): Promise<void> {
    if (this.waiting > 0) return Promise.resolve();
    return new Promise((resolve) => this.#arrivals.add(resolve));
  }

  /** Waits its turn; resolves to whether it may go on: not when the signal was aborted before. */
  pass(signal: AbortSignal): Promise<boolean> {
    if (signal.aborted) return Promise.resolve(false);
    if (this.#isReleased) return Promise.resolve(true);
    if (this.#permits > 0) {
      this.#permits -= 1;
      return Promise.resolve(true);
    }
    return this.#wait(signal);
  }

  #wait(signal: AbortSignal): Promise<boolean> {
    return new Promise((resolve) => {
      const leave = (): void => {
        this.#waiting.delete(go);
        signal.removeEventListener('abort', leave);
        resolve(!signal.aborted);
      };
      const go = leave;
      this.#waiting.add(go);
      signal.addEventListener('abort', leave);
      for (const arrived of this.#arrivals) arrived();
      this.#arrivals.clear();
    });
  }
}

/** Latches by name: one and the same for the spec that steps it and the exchange that waits for it. */
export class Latches {
  readonly #byName = new Map<string, Latch>();

  named(name: string): Latch {
    const latch = this.#byName.get(name) ?? new Latch();
    this.#byName.set(name, latch);
    return latch;
  }

  find(name: string): Latch | undefined {
    return this.#byName.get(name);
  }

  clear(): void {
    this.#byName.clear();
  }
}
