/** Validation of one stored response that other requests wait for. */
export interface RunningValidation {
  /** Lets those that wait go on; without effect from the second call on. */
  end(): void;
}

/** Validations that are under way: one for a response at a time. */
export class Validations {
  readonly #waiting = new Map<string, Set<() => void>>();
  readonly #background = new Set<() => void>();

  /** Begins one; undefined if it is running already. */
  begin(id: string): RunningValidation | undefined {
    if (this.#waiting.has(id)) return undefined;
    this.#waiting.set(id, new Set());
    return {
      end: () => {
        const waiting = this.#waiting.get(id);
        this.#waiting.delete(id);
        for (const proceed of waiting ?? []) proceed();
      },
    };
  }

  /** Waits for the one that is running; gives back what stops that. */
  wait(id: string, proceed: () => void): () => void {
    const waiting = this.#waiting.get(id);
    waiting?.add(proceed);
    return () => waiting?.delete(proceed);
  }

  /** Keeps what stops a validation in the background, which no request waits for. */
  addBackground(stop: () => void): () => void {
    this.#background.add(stop);
    return () => this.#background.delete(stop);
  }

  /** Stops those in the background. */
  close(): void {
    for (const stop of this.#background) stop();
    this.#background.clear();
  }
}
