import { Observable, Subject, Subscription } from 'rxjs';
import { awaitAnswer, isDeferred, type Answer } from '../answers/answer.js';
import { SessionError } from '../errors/session-error.js';
import type { PendingResponse } from '../exchange/pending-response.js';
import { openFor, serialize, type ResponseSerialization } from '../exchange/steps/serialize-responses.js';

/**
 * The responses of those who come when the outcome is decided: each is serialized on its own, after a turn of the
 * platform. No limit of the exchange counts for them; who leaves ends the serialization, and so does `cancel`.
 */
export class LateResponses {
  readonly #cancellations = new Subject<void>();

  constructor(private readonly x: ResponseSerialization) {}

  /** Serializes and delivers; gives back what ends the interest. */
  attend(pending: PendingResponse): () => void {
    const interest = new Subscription();
    const scheduled = this.x.session.rootQueue.scheduleMacrotask(() => {
      const open = openFor(this.x, pending);
      const untilCancelled = { ...open, serialize: () => this.#untilCancelled(open.serialize()) };
      const serializing = serialize(this.x, untilCancelled, (response) => {
        pending.deliver(response);
      });
      interest.add(serializing);
    });
    interest.add(scheduled);
    return () => {
      interest.unsubscribe();
    };
  }

  /** Those whose serializers have not answered yet are given `explicitlyCancelled`. */
  cancel(): void {
    this.#cancellations.next();
  }

  #untilCancelled<T>(answer: Answer<T>): Answer<T> {
    if (!isDeferred(answer)) return answer;
    return new Observable((subscriber) => {
      const fail = (error: unknown): void => {
        subscriber.error(error);
      };
      const cancellation = this.#cancellations.subscribe(() => {
        fail(new SessionError({ kind: 'explicitlyCancelled' }));
      });
      subscriber.add(cancellation);
      const answered = (value: T): void => {
        subscriber.next(value);
        subscriber.complete();
      };
      subscriber.add(awaitAnswer(() => answer, answered, fail));
    });
  }
}
