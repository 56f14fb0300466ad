import { defer, Observable, type ObservableInput, ReplaySubject, share, tap } from 'rxjs';

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
    const inFlight = new Map<unknown, Observable<T>>();
    return (...args) =>
      new Observable<T>((subscriber) => {
        const id = key(...args);
        const shared = inFlight.get(id) ?? sharedFlight(inFlight, id, () => request(...args));
        return shared.subscribe(subscriber);
      });
  };
}

/** Adds a request to those in flight. It leaves them before its subscribers learn of the end. */
function sharedFlight<T>(
  inFlight: Map<unknown, Observable<T>>,
  id: unknown,
  request: () => ObservableInput<T>,
): Observable<T> {
  const leave = (): void => {
    if (inFlight.get(id) === shared) inFlight.delete(id);
  };
  const shared: Observable<T> = defer(request).pipe(
    tap({ error: leave, complete: leave, unsubscribe: leave }),
    share({ connector: () => new ReplaySubject() }),
  );
  inFlight.set(id, shared);
  return shared;
}
