import { Observable, type OperatorFunction, type Subscriber, Subscription, type TeardownLogic } from 'rxjs';

/**
 * A stage of the exchange as an operator: what arrives is given to `work`, whose answer goes on; a failure
 * that arrives passes by. Unsubscribing stops the work; a throw in it is a failure, never a hang.
 *
 * A stage does not wait for its source to complete: what stands before it stays subscribed, holding what the
 * later stages use, until the whole exchange is over. It is ended first: a task before its messages.
 */
export function stage<In, Out>(
  work: (input: In, out: Subscriber<Out>) => TeardownLogic,
): OperatorFunction<In, Out> {
  return (source) =>
    new Observable<Out>((out) => {
      const before = new Subscription();
      out.add(before);
      const subscription = source.subscribe({
        next: (input) => {
          begin(work, input, out);
        },
        error: (error: unknown) => {
          out.error(error);
        },
      });
      before.add(subscription);
    });
}

/** What the first stage is given (a lighter `of`, which brings along whatever RxJS can observe). */
export function begunWith<T>(value: T): Observable<T> {
  return new Observable((out) => {
    out.next(value);
    out.complete();
  });
}

function begin<In, Out>(
  work: (input: In, out: Subscriber<Out>) => TeardownLogic,
  input: In,
  out: Subscriber<Out>,
): void {
  try {
    out.add(work(input, out));
  } catch (error) {
    out.error(error);
  }
}
