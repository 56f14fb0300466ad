import type { Answer } from '../answers/answer.js';
import type { SessionError } from '../errors/session-error.js';
import type { DataResponse } from '../message/data-response.js';
import type { DownloadResponse } from '../message/download-response.js';
import type { Result } from '../message/result.js';
import { reportingFailure } from '../scheduling/report-unhandled-error.js';

/** Response of a request of any kind. */
export type ParsedResponse = DataResponse<unknown> | DownloadResponse<unknown>;

/** One serialization that listeners wait for. */
export interface PendingResponse {
  /** True if a failure of the serializer may lead to another attempt. */
  readonly isRetryable: boolean;
  /** Makes the value from what the request has received. `error` is its failure so far. */
  serialize(error: SessionError | undefined): Answer<unknown>;
  /** The response with this result; milliseconds the serializer took. */
  respond(result: Result<unknown>, serializationDuration: number): ParsedResponse;
  /** Hands the response to the listeners, each in its own context. */
  deliver(response: ParsedResponse): void;
}

/** Serializations of a request, in the order they were asked for, with their responses so far. */
export class PendingResponses {
  #entries: Entry[] | undefined;
  #inTurn: { readonly pending: PendingResponse; readonly abandoned: () => void } | undefined;

  add(pending: PendingResponse): void {
    const entry: Entry = { pending, response: undefined };
    if (this.#entries === undefined) this.#entries = [entry];
    else this.#entries.push(entry);
  }

  /** Removes a serialization whose listeners have left. The step that serializes it is notified. */
  remove(pending: PendingResponse): void {
    const at = this.#all.findIndex((entry) => entry.pending === pending);
    if (at >= 0) this.#entries?.splice(at, 1);
    if (this.#inTurn?.pending === pending) this.#inTurn.abandoned();
  }

  /** This one is being serialized. Calls `abandoned` when its listeners have left, at once if they have left already. */
  begin(pending: PendingResponse, abandoned: () => void): void {
    if (this.#all.some((entry) => entry.pending === pending)) this.#inTurn = { pending, abandoned };
    else abandoned();
  }

  /** The first that has not been serialized. */
  next(): PendingResponse | undefined {
    for (const { pending, response } of this.#all) if (response === undefined) return pending;
    return undefined;
  }

  /** Keeps the response of a serialization, unless its listeners have left. */
  keep(pending: PendingResponse, response: ParsedResponse): void {
    for (const entry of this.#all) if (entry.pending === pending) entry.response = response;
  }

  /** Forgets every response: another attempt begins, or the outcome has changed. */
  reset(): void {
    for (const entry of this.#all) entry.response = undefined;
  }

  /** Hands over every response. */
  deliver(): void {
    const entries = this.#all;
    this.#entries = undefined;
    for (const { pending, response } of entries) {
      if (response !== undefined) {
        reportingFailure(() => {
          pending.deliver(response);
        });
      }
    }
  }

  get #all(): readonly Entry[] {
    return this.#entries ?? NONE;
  }
}

interface Entry {
  readonly pending: PendingResponse;
  response: ParsedResponse | undefined;
}

const NONE: readonly Entry[] = [];
