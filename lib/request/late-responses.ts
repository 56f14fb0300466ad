import { Observable, Subject, Subscription } from 'rxjs';
import { awaitAnswer, isDeferred, type Answer } from '../answers/answer.js';
import { SessionError } from '../errors/session-error.js';
import type { PendingResponse } from '../exchange/pending-response.js';
import { serialize, type Serialized } from '../exchange/steps/serialize-responses.js';

/**
 * The responses of those who come when the outcome is decided: each is serialized on its own, after a turn of the
 * platform. No limit of the exchange counts for them; who leaves ends the serialization, and so does `cancel`.
 */
export class LateResponses {
  readonly #cancellations = new Subject<void>();

  constructor(private readonly x: Serialized) {}

  /** Serializes and delivers; gives back what ends the interest. */
  attend(pending: PendingResponse): () => void {
    const interest = new Subscription();
    const scheduled = this.x.session.rootQueue.scheduleMacrotask(() => {
      const untilCancelled = this.#untilCancelled(pending);
      const serializing = serialize(this.x, untilCancelled, {
        serialized: (response) => {
          pending.deliver(response);
        },
      });
      if (serializing !== undefined) interest.add(serializing);
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

  #untilCancelled(pending: PendingResponse): PendingResponse {
    return {
      isRetryable: false,
      serialize: (error) => this.#answerUntilCancelled(pending.serialize(error)),
      respond: (result, duration) => pending.respond(result, duration),
      deliver: (response) => {
        pending.deliver(response);
      },
    };
  }

  #answerUntilCancelled<T>(answer: Answer<T>): Answer<T> {
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
