import {
  asyncScheduler,
  Observable,
  type ObservableInput,
  type SchedulerLike,
  type Subscriber,
  Subscription,
  takeWhile,
} from 'rxjs';
import { backoffDelay } from '../extending/retry-delay.js';
import { observed, observeInput } from '../request/stream/observe-input.js';

/** Growth of the delay after failures of {@link poll}. */
export interface PollBackoff {
  /** Factor by which the delay grows with each failure in a row. Default: 2. */
  readonly base?: number | undefined;
  /** Longest delay in milliseconds. Default: 60 000, or `every` if that is longer. */
  readonly maximumDelay?: number | undefined;
  /** `full`: a random part of each delay, so that clients do not return at the same moment. Default: `none`. */
  readonly jitter?: 'none' | 'full' | undefined;
  /** Returns false for an error that ends the polling. `failures` counts those in a row, this one included. */
  readonly while?: ((error: unknown, failures: number) => boolean) | undefined;
}

/** Options of {@link poll}. */
export interface PollOptions<T> {
  /** Milliseconds from the end of a request to the start of the next. */
  readonly every: number;
  /** Starts the first request on subscription, else after `every`. Default: true. */
  readonly immediately?: boolean | undefined;
  /** Returns true for the last value: it is emitted, and the polling completes. */
  readonly until?: ((value: T) => boolean) | undefined;
  /** Continues after errors, with growing delays. `false` passes the first error on. Default: no error is passed on. */
  readonly backoff?: PollBackoff | false | undefined;
  /** While its last value is true no request starts. One that is overdue starts when it is false again. */
  readonly pauseWhile?: ObservableInput<boolean> | undefined;
  /** Clock and timer; `session.rootQueue` for the time of a session. Default: `asyncScheduler`. */
  readonly scheduler?: SchedulerLike | undefined;
}

/**
 * Repeats a request, the next one `every` milliseconds after the last one ended: slow requests never overlap. Emits
 * their values, and completes with `until` alone. Errors are skipped with growing delays unless `backoff` says
 * otherwise. One timer at most is pending. Unsubscribing cancels the request and the timer; each subscription polls
 * for itself.
 *
 * `request` is subscribed to anew each time; a function is called anew. An error of `pauseWhile` is passed on.
 *
 * @example
 * poll(session.get<Job>('/jobs/17'), { every: 2000, until: ({ state }) => state === 'done', pauseWhile: hiddenPage() })
 *   .subscribe(show);
 */
export function poll<T>(
  request: ObservableInput<T> | (() => ObservableInput<T>),
  options: PollOptions<T>,
): Observable<T> {
  return new Observable((subscriber) => {
    const poller = new Poller(request, options, subscriber);
    subscriber.add(poller);
    poller.start();
  });
}

class Poller<T> extends Subscription {
  readonly #request: () => ObservableInput<T>;
  readonly #options: PollOptions<T>;
  readonly #scheduler: SchedulerLike;
  readonly #out: Subscriber<T>;
  #isPaused = false;
  #isRunning = false;
  #failures = 0;
  /** Time on the scheduler's clock at which the next request is due. */
  #due = 0;
  #timer = Subscription.EMPTY;
  #running = Subscription.EMPTY;

  constructor(
    request: ObservableInput<T> | (() => ObservableInput<T>),
    options: PollOptions<T>,
    out: Subscriber<T>,
  ) {
    super(() => {
      this.#timer.unsubscribe();
      this.#running.unsubscribe();
    });
    this.#request = typeof request === 'function' ? (request as () => ObservableInput<T>) : () => request;
    this.#options = options;
    this.#scheduler = options.scheduler ?? asyncScheduler;
    this.#out = out;
  }

  start(): void {
    const { pauseWhile, immediately = true, every } = this.#options;
    this.#due = this.#scheduler.now() + (immediately ? 0 : every);
    if (pauseWhile !== undefined) this.add(this.#follow(observeInput(pauseWhile)));
    this.#wait();
  }

  #follow(pauses: Observable<boolean>): Subscription {
    return pauses.subscribe({
      next: (isPaused) => {
        if (isPaused === this.#isPaused) return;
        this.#isPaused = isPaused;
        this.#wait();
      },
      error: (error: unknown) => {
        this.#out.error(error);
      },
    });
  }

  /** Arms the timer of the next request, unless one is running or the polling is paused. */
  #wait(): void {
    this.#timer.unsubscribe();
    if (this.#isPaused || this.#isRunning || this.closed) return;
    const delay = Math.max(this.#due - this.#scheduler.now(), 0);
    this.#timer = this.#scheduler.schedule(() => {
      this.#run();
    }, delay);
  }

  #run(): void {
    this.#isRunning = true;
    // a synchronous request ends with the subscriber, before its subscription is known
    const request = observed(this.#request).pipe(takeWhile(() => !this.closed));
    this.#running = request.subscribe({
      next: (value) => {
        this.#received(value);
      },
      error: (error: unknown) => {
        this.#failed(error);
      },
      complete: () => {
        this.#failures = 0;
        this.#ended(this.#options.every);
      },
    });
  }

  #received(value: T): void {
    this.#out.next(value);
    if (this.#options.until?.(value) === true) this.#out.complete();
  }

  #failed(error: unknown): void {
    const { backoff = {}, every } = this.#options;
    this.#failures += 1;
    if (backoff === false || backoff.while?.(error, this.#failures) === false) {
      this.#out.error(error);
      return;
    }
    const { base = 2, maximumDelay = Math.max(60_000, every), jitter = 'none' } = backoff;
    this.#ended(backoffDelay(this.#failures, { scale: every, base, maximumDelay, jitter }, Math.random));
  }

  #ended(delay: number): void {
    this.#isRunning = false;
    this.#due = this.#scheduler.now() + delay;
    this.#wait();
  }
}
