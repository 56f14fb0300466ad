import { Observable } from 'rxjs';
import type { RunInContext } from '../answers/context.js';

/** The same, told to each subscriber in the context it subscribes in, wherever it happens. */
export function toldInContext<T>(source: Observable<T>, captureContext: () => RunInContext): Observable<T> {
  return new Observable((subscriber) => {
    const runInContext = captureContext();
    return source.subscribe({
      next: (value) => {
        runInContext(() => {
          subscriber.next(value);
        });
      },
      error: (error: unknown) => {
        runInContext(() => {
          subscriber.error(error);
        });
      },
      complete: () => {
        runInContext(() => {
          subscriber.complete();
        });
      },
    });
  });
}
