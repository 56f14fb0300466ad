/** How many refreshes are allowed in which time (Alamofire's `RefreshWindow`); negative numbers throw a `RangeError`. */
export interface RefreshWindow {
  /** Milliseconds that are looked back upon; 30 000 unless given. */
  readonly interval?: number | undefined;
  /** Refreshes within the interval, after which another one is excessive; 5 unless given. */
  readonly maximumAttempts?: number | undefined;
}

/** Remembers the refreshes within a window, and no others; with `false` for a window every refresh is allowed. */
export class RefreshHistory {
  readonly #interval: number;
  readonly #maximumAttempts: number;
  #times: readonly number[] = [];

  constructor(window: RefreshWindow | false = {}) {
    const { interval = 30_000, maximumAttempts = 5 } = window === false ? UNLIMITED : window;
    check('interval', interval);
    check('maximumAttempts', maximumAttempts);
    this.#interval = interval;
    this.#maximumAttempts = maximumAttempts;
  }

  /** Notes a refresh at `now`, in milliseconds, unless it is excessive; returns whether it was noted. */
  admit(now: number): boolean {
    if (this.#maximumAttempts === Infinity) return true;
    const times = this.#times.filter((time) => time >= now - this.#interval);
    if (!(times.length < this.#maximumAttempts)) return false;
    this.#times = [...times, now];
    return true;
  }
}

const UNLIMITED: RefreshWindow = { interval: 0, maximumAttempts: Infinity };

function check(name: keyof RefreshWindow, value: number): void {
  if (!(value >= 0)) throw new RangeError(`${name} is ${value}, and must not be negative.`);
}
