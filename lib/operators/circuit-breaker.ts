import {
  asyncScheduler,
  type MonoTypeOperatorFunction,
  Observable,
  type SchedulerLike,
  Subject,
  type Subscriber,
  type Subscription,
  tap,
} from 'rxjs';
import { isCancelled, isSessionError } from '../errors/session-error.js';
import { parsedURL } from '../message/parsed-url.js';

/** State of a circuit: `closed` lets requests through, `open` refuses them, `halfOpen` lets a few try. */
export type CircuitState = 'closed' | 'open' | 'halfOpen';

/** A change of state of one circuit. */
export interface CircuitChange {
  readonly key: string;
  readonly state: CircuitState;
}

/** Options of {@link circuitBreaker}. */
export interface CircuitBreakerOptions {
  /** Failures in a row that open a circuit. Default: 5. */
  readonly failureThreshold?: number | undefined;
  /** Milliseconds for which a circuit stays open. Default: 30 000. */
  readonly openFor?: number | undefined;
  /** Requests at once that a half-open circuit lets through. Default: 1. */
  readonly trials?: number | undefined;
  /** Returns true for an error that counts as a failure. Default: network errors, timeouts and status codes from 500. */
  readonly isFailure?: ((error: unknown) => boolean) | undefined;
  /** Clock; `session.rootQueue` for the time of a session. Default: `asyncScheduler`. */
  readonly scheduler?: SchedulerLike | undefined;
}

/** Refusal of a request by an open circuit. Nothing was sent. */
export class CircuitOpenError extends Error {
  /** `retryAfter`: milliseconds until the circuit lets a request try again. */
  constructor(
    readonly key: string,
    readonly retryAfter: number,
  ) {
    super(`The circuit of ${key} is open for another ${Math.ceil(retryAfter / 1000)} s.`);
  }

  override get name(): string {
    return 'CircuitOpenError';
  }
}

/** Circuits by host, or by any other key. */
export interface CircuitBreaker {
  /**
   * Returns the operator that guards requests to a host. A URL stands for its host and port; other text is a key by
   * itself.
   */
  <T>(target: string | URL): MonoTypeOperatorFunction<T>;
  /** State of a circuit: `closed` for one that is not known. An open circuit becomes half-open with the next request. */
  state(target: string | URL): CircuitState;
  /** Emits each change of state of every circuit. */
  readonly changes: Observable<CircuitChange>;
  /** Emits the state of one circuit: the current one, then each change. */
  states(target: string | URL): Observable<CircuitState>;
}

/**
 * Creates circuits that refuse requests to a host while it fails, so that a host in trouble is left alone and callers
 * learn at once.
 *
 * A circuit opens after `failureThreshold` failures in a row. For `openFor` milliseconds it refuses: subscribing errors
 * with a {@link CircuitOpenError}, and the source is not subscribed to, so that nothing of a cold request is built. Then
 * it is half-open: `trials` requests may try. A success closes it, a failure opens it again. A request that is cancelled
 * before its first value counts as neither.
 *
 * A `RetryPolicy` of the session retries within a guarded request: the circuit counts its outcome. RxJS's `retry` around
 * the guard asks the circuit each time.
 *
 * @example
 * const breaker = circuitBreaker({ failureThreshold: 3 });
 * session.get<User>(url).pipe(breaker(url)).subscribe({ next: show, error: explain });
 * breaker.changes.subscribe(({ key, state }) => log(`${key} is ${state}`));
 */
export function circuitBreaker(options: CircuitBreakerOptions = {}): CircuitBreaker {
  const changes = new Subject<CircuitChange>();
  const circuits = new Map<string, Circuit>();
  const rules = rulesOf(options);
  const circuitOf = (key: string): Circuit => {
    const circuit = circuits.get(key) ?? new Circuit(key, rules, changes, () => circuits.delete(key));
    circuits.set(key, circuit);
    return circuit;
  };
  const state = (target: string | URL): CircuitState => circuits.get(keyOf(target))?.state ?? 'closed';
  return Object.assign(
    <T>(target: string | URL): MonoTypeOperatorFunction<T> => {
      const key = keyOf(target);
      return (source) => new Observable((subscriber) => circuitOf(key).guard(source, subscriber));
    },
    {
      state,
      changes: changes.asObservable(),
      states: (target: string | URL) =>
        new Observable<CircuitState>((subscriber) => {
          subscriber.next(state(target));
          return changes.subscribe((change) => {
            if (change.key === keyOf(target)) subscriber.next(change.state);
          });
        }),
    },
  );
}

function rulesOf({
  failureThreshold = 5,
  openFor = 30_000,
  trials = 1,
  isFailure = isFailureOfHost,
  scheduler = asyncScheduler,
}: CircuitBreakerOptions) {
  return { failureThreshold, openFor, trials, isFailure, scheduler };
}

type Rules = ReturnType<typeof rulesOf>;

function isFailureOfHost(error: unknown): boolean {
  if (!isSessionError(error)) return false;
  if (error.kind === 'sessionTaskFailed') return true;
  return (error.responseCode ?? 0) >= 500;
}

function keyOf(target: string | URL): string {
  const host = parsedURL(String(target))?.host ?? '';
  return host === '' ? String(target) : host;
}

/** Outcome of one request, which counts once. */
class Trial {
  hasValue = false;
  #isSettled = false;

  constructor(private readonly settled: (isFailure: boolean) => void) {}

  settle(isFailure: boolean): void {
    if (this.#isSettled) return;
    this.#isSettled = true;
    this.settled(isFailure);
  }

  /** Counts a success for a subscriber that has its value, as `firstValueFrom` has, and nothing for another. */
  left(): void {
    if (this.hasValue) this.settle(false);
    else this.ignore();
  }

  ignore(): void {
    this.#isSettled = true;
  }
}

/** State of one host. Forgotten once it is closed, without failures and without requests. */
class Circuit {
  state: CircuitState = 'closed';
  #failures = 0;
  #running = 0;
  #openUntil = 0;

  constructor(
    readonly key: string,
    private readonly rules: Rules,
    private readonly changes: Subject<CircuitChange>,
    private readonly forget: () => void,
  ) {}

  guard<T>(source: Observable<T>, subscriber: Subscriber<T>): Subscription | undefined {
    const refusal = this.#refusal();
    if (refusal !== undefined) {
      subscriber.error(refusal);
      return undefined;
    }
    const trial = new Trial((isFailure) => {
      if (isFailure) this.#failed();
      else this.#succeeded();
    });
    this.#running += 1;
    subscriber.add(() => {
      this.#running -= 1;
      trial.left();
      if (this.state === 'closed' && this.#failures === 0 && this.#running === 0) this.forget();
    });
    const counted = source.pipe(
      tap({
        next: () => {
          trial.hasValue = true;
        },
        error: (error: unknown) => {
          if (isCancelled(error)) trial.ignore();
          else trial.settle(this.rules.isFailure(error));
        },
        complete: () => {
          trial.settle(false);
        },
      }),
    );
    return counted.subscribe(subscriber);
  }

  #refusal(): CircuitOpenError | undefined {
    const rest = this.#openUntil - this.rules.scheduler.now();
    switch (this.state) {
      case 'closed':
        return undefined;
      case 'open':
        if (rest > 0) return new CircuitOpenError(this.key, rest);
        this.#changeTo('halfOpen');
        return undefined;
      case 'halfOpen':
        return this.#running < this.rules.trials ? undefined : new CircuitOpenError(this.key, 0);
    }
  }

  #succeeded(): void {
    this.#failures = 0;
    this.#changeTo('closed');
  }

  #failed(): void {
    this.#failures += 1;
    const opens = this.state === 'halfOpen' || this.#failures >= this.rules.failureThreshold;
    if (!opens || this.state === 'open') return;
    this.#openUntil = this.rules.scheduler.now() + this.rules.openFor;
    this.#changeTo('open');
  }

  #changeTo(state: CircuitState): void {
    if (state === this.state) return;
    this.state = state;
    this.changes.next({ key: this.key, state });
  }
}
