import type { Subscriber, Unsubscribable } from 'rxjs';
import type { Answer } from '../answers/answer.js';
import type { SessionError } from '../errors/session-error.js';
import type { Result } from '../message/result.js';
import type { ParsedResponse, PendingResponse } from '../exchange/pending-response.js';
import type { ResponseSerializer } from '../serializers/response-serializer.js';
import type { DataExchange } from './data-exchange.js';

/** What a sole listener is given: the value, or the response that has it. */
export type SoleInterest = 'value' | 'response';

/** Where it waits: a request that has not begun. */
interface SoleSource {
  enter(pending: PendingResponse): void;
  leave(pending: PendingResponse): void;
}

/**
 * One who waits for the response of a request that nobody else knows, as through the cold door: what a
 * ResponseObservable is made for, for one alone, in the context of the request. A failure is an error.
 */
export class SoleListener implements PendingResponse, Unsubscribable {
  readonly isRetryable = true;
  #source: SoleSource | undefined;

  constructor(
    private readonly x: DataExchange,
    private readonly serializer: ResponseSerializer<unknown>,
    private readonly subscriber: Subscriber<unknown>,
    private readonly interest: SoleInterest,
  ) {}

  listenTo(source: SoleSource): void {
    this.#source = source;
    source.enter(this);
    this.subscriber.add(this);
  }

  unsubscribe(): void {
    const source = this.#source;
    this.#source = undefined;
    source?.leave(this);
  }

  serialize(error: SessionError | undefined): Answer<unknown> {
    const { request, journal, data } = this.x;
    return this.serializer.serialize(request.request, journal.response, data, error);
  }

  respond(result: Result<unknown>, serializationDuration: number): ParsedResponse {
    return this.x.respond(result, serializationDuration);
  }

  deliver(response: ParsedResponse): void {
    this.#source = undefined;
    this.x.runInContext(() => {
      this.#hear(response);
    });
  }

  #hear(response: ParsedResponse): void {
    const { subscriber, interest } = this;
    const { result } = response;
    if (result.kind === 'failure') {
      subscriber.error(result.error);
      return;
    }
    subscriber.next(interest === 'value' ? result.value : response);
    subscriber.complete();
  }
}
