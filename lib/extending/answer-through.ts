import { defaultIfEmpty, isObservable, Observable, take, type OperatorFunction } from 'rxjs';

/**
 * Runs one value through an RxJS operator, as the answer of an extension. Each subscription applies the operator anew,
 * to a source that emits `input` and completes.
 *
 * Emits the first value of the pipeline and unsubscribes from it, or `whenSilent` if it completes without a value.
 * Errors if the operator throws, errors or returns no Observable.
 */
export function answerThrough<In, Out>(
  operator: OperatorFunction<In, Out>,
  input: In,
  whenSilent: Out,
): Observable<Out> {
  const source = new Observable<In>((subscriber) => {
    subscriber.next(input);
    subscriber.complete();
  });
  return new Observable((subscriber) => {
    const answers: unknown = operator(source);
    if (!isObservable(answers)) throw new TypeError('The operator returned no Observable.');
    const first = (answers as Observable<Out>).pipe(take(1), defaultIfEmpty(whenSilent));
    return first.subscribe(subscriber);
  });
}
