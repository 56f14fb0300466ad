import type { Answer } from '../../contracts/answer.js';
import type { SessionError } from '../../errors/session-error.js';
import type { DataResponse } from '../../message/data-response.js';
import type { DownloadResponse } from '../../message/download-response.js';
import type { Result } from '../../message/result.js';
import { reportingFailure } from '../../scheduling/report-unhandled-error.js';

/** What comes of a request, of whatever kind, for one who waits. */
export type ParsedResponse = DataResponse<unknown> | DownloadResponse<unknown>;

/** One serialization that somebody waits for. */
export interface PendingResponse {
  /** Whether a failure of the serializer may lead to another attempt. */
  readonly isRetryable: boolean;
  /** Makes the value of what the request has received; `error` is what it failed with so far. */
  serialize(error: SessionError | undefined): Answer<unknown>;
  /** The response with this result; milliseconds the serializer took. */
  respond(result: Result<unknown>, serializationDuration: number): ParsedResponse;
  /** Hands over the response to those who wait, each where they wait. */
  deliver(response: ParsedResponse): void;
}

/** The serializations of a request, in the order they were asked for, and what has come of them so far. */
export class PendingResponses {
  readonly #responses = new Map<PendingResponse, ParsedResponse | undefined>();
  #inTurn: { readonly pending: PendingResponse; readonly abandoned: () => void } | undefined;

  add(pending: PendingResponse): void {
    this.#responses.set(pending, undefined);
  }

  /** Nobody waits for it any more; whoever serializes it is told. */
  remove(pending: PendingResponse): void {
    this.#responses.delete(pending);
    if (this.#inTurn?.pending === pending) this.#inTurn.abandoned();
  }

  /** From now on this one is being serialized; `abandoned` is called when nobody waits for it any more. */
  begin(pending: PendingResponse, abandoned: () => void): void {
    this.#inTurn = { pending, abandoned };
  }

  /** The first that has not been serialized. */
  next(): PendingResponse | undefined {
    for (const [pending, response] of this.#responses) if (response === undefined) return pending;
    return undefined;
  }

  /** Keeps what came of a serialization, unless nobody waits for it any more. */
  keep(pending: PendingResponse, response: ParsedResponse): void {
    if (this.#responses.has(pending)) this.#responses.set(pending, response);
  }

  /** Everything is to be serialized again: another attempt begins, or the outcome has changed. */
  reset(): void {
    for (const pending of this.#responses.keys()) this.#responses.set(pending, undefined);
  }

  /** Hands over everything. */
  deliver(): void {
    const responses = [...this.#responses];
    this.#responses.clear();
    for (const [pending, response] of responses) {
      if (response !== undefined) {
        reportingFailure(() => {
          pending.deliver(response);
        });
      }
    }
  }
}
