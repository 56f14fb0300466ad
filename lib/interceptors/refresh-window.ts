/** How many refreshes are allowed in which time (Alamofire's `RefreshWindow`). */
export interface RefreshWindow {
  /** Milliseconds that are looked back upon; 30 000 unless given. */
  readonly interval?: number | undefined;
  /** Refreshes within the interval, after which another one is excessive; 5 unless given. */
  readonly maximumAttempts?: number | undefined;
}

/** A window with its defaults. */
export function refreshWindowOf({ interval, maximumAttempts }: RefreshWindow = {}): Required<RefreshWindow> {
  return { interval: interval ?? 30_000, maximumAttempts: maximumAttempts ?? 5 };
}

/** Remembers the refreshes within a window, and no others; without one every refresh is allowed. */
export class RefreshHistory {
  readonly #window: Required<RefreshWindow> | undefined;
  #times: readonly number[] = [];

  constructor(window: RefreshWindow | undefined) {
    this.#window = window && refreshWindowOf(window);
  }

  /** Notes a refresh at `now`, in milliseconds, unless it is excessive; returns whether it was noted. */
  admit(now: number): boolean {
    if (this.#window === undefined) return true;
    const { interval, maximumAttempts } = this.#window;
    this.#times = this.#times.filter((time) => time >= now - interval);
    if (!(this.#times.length < maximumAttempts)) return false;
    this.#times = [...this.#times, now];
    return true;
  }
}
