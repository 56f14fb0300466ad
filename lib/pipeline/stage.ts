import { Observable, type OperatorFunction, type Subscriber, type TeardownLogic } from 'rxjs';

/**
 * A stage of the exchange as an operator: what arrives is given to `work`, whose answer goes on; a failure
 * that arrives passes by. Unsubscribing stops the work; a throw in it is a failure, never a hang.
 *
 * A stage does not wait for its source to complete: what stands before it stays subscribed, holding what the
 * later stages use, until the whole exchange is over.
 */
export function stage<In, Out>(
  work: (input: In, out: Subscriber<Out>) => TeardownLogic,
): OperatorFunction<In, Out> {
  return (source) =>
    new Observable<Out>((out) => {
      out.add(
        source.subscribe({
          next: (input) => {
            begin(work, input, out);
          },
          error: (error: unknown) => {
            out.error(error);
          },
        }),
      );
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
