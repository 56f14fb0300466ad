import {
  Observable,
  type ObservableInput,
  ReplaySubject,
  type Subscriber,
  Subscription,
  takeWhile,
} from 'rxjs';
import { observeInput } from '../request/stream/observe-input.js';

/** Options of {@link dedupe}. */
export interface DedupeOptions<Args extends readonly unknown[]> {
  /** Returns equal keys for equal requests, compared as the keys of a `Map` are. */
  readonly key: (...args: Args) => unknown;
}

/**
 * Merges equal requests in flight: calls with equal keys share one subscription to the request.
 *
 * Later subscribers receive the values so far. A failure reaches all of them. The request is cancelled when the last
 * one unsubscribes. Nothing is kept after the end: the next subscription, also of `repeat` or `retry`, sends again.
 *
 * @example
 * const getUser = dedupe({ key: (id: number) => id })((id) => session.get<User>(`/users/${id}`));
 * forkJoin([getUser(17), getUser(17)]).subscribe(); // one request
 */
export function dedupe<Args extends readonly unknown[]>({
  key,
}: DedupeOptions<Args>): <T>(
  request: (...args: Args) => ObservableInput<T>,
) => (...args: Args) => Observable<T> {
  return <T>(request: (...args: Args) => ObservableInput<T>) => {
    const flights = new Map<unknown, Flight<T>>();
    return (...args) =>
      new Observable<T>((subscriber) => {
        const id = key(...args);
        const flight = flights.get(id) ?? new Flight(() => flights.delete(id));
        flights.set(id, flight);
        flight.add(subscriber, () => observeInput(request(...args)));
      });
  };
}

/** Request in flight and its subscribers. It is removed before they learn of the end. */
class Flight<T> {
  readonly #remove: () => void;
  readonly #values = new ReplaySubject<T>();
  #request: Subscription | undefined;
  #subscribers = 0;
  #isOver = false;

  constructor(remove: () => void) {
    this.#remove = remove;
  }

  /** Adds a subscriber. The first one starts the request. */
  add(subscriber: Subscriber<T>, request: () => Observable<T>): void {
    this.#subscribers += 1;
    subscriber.add(this.#values.subscribe(subscriber));
    subscriber.add(() => {
      this.#subscribers -= 1;
      if (this.#subscribers > 0) return;
      this.#end();
      this.#request?.unsubscribe();
    });
    if (this.#request === undefined && !this.#isOver) this.#start(request);
  }

  #start(request: () => Observable<T>): void {
    this.#request = Subscription.EMPTY;
    const failed = (error: unknown): void => {
      this.#end();
      this.#values.error(error);
    };
    try {
      // a synchronous request ends with its subscribers, before its subscription is known
      this.#request = request()
        .pipe(takeWhile(() => !this.#isOver))
        .subscribe({
          next: (value) => {
            this.#values.next(value);
          },
          error: failed,
          complete: () => {
            this.#end();
            this.#values.complete();
          },
        });
    } catch (error) {
      failed(error);
    }
  }

  #end(): void {
    if (!this.#isOver) this.#remove();
    this.#isOver = true;
  }
}
