import { Subscription } from 'rxjs';
import type { SessionError } from '../../errors/session-error.js';
import { Result } from '../../message/result.js';
import { serializationFailure } from '../../serializers/response-serializer.js';
import { ask, type AskingExchange } from '../ask.js';
import type { Exchange, Stop } from '../exchange.js';
import type { ParsedResponse, PendingResponse } from '../pending-response.js';
import { askRetriers, retryAfter } from '../retrying.js';
import type { Moves, Step } from '../step.js';

/**
 * Serializes the outcome for each listener, one serializer after the other on the serializationQueue; a listener that
 * subscribes meanwhile joins the end. A failure that the retriers want to try again ends it at once: nothing has been
 * delivered yet.
 */
export const serializeResponses: Step<SessionError | undefined, undefined> = (x, error, go) => {
  x.journal.didFinish(error);
  const pending = x.pending.next();
  return pending === undefined ? go.next(undefined) : serializeFor(pending, x, go);
};

/** Serializes for one listener. The next one follows in a turn of its own: what was asked for meanwhile comes first. */
function serializeFor(pending: PendingResponse, x: Exchange, go: Moves<undefined>): Stop | void {
  const turn = new SerializerTurn(pending, x, go);
  const serializing = serialize(x, pending, turn);
  if (turn.isOver || serializing === undefined) return serializing;
  const stopped = new Subscription(() => (turn.isOver = true));
  stopped.add(serializing);
  x.pending.begin(pending, () => {
    if (turn.isOver) return;
    stopped.unsubscribe();
    go.later();
  });
  return stopped;
}

/** Receives the response that a serializer makes, and what is left to do with it. */
export interface ResponseClient {
  serialized(response: ParsedResponse): Stop | void;
}

class SerializerTurn implements ResponseClient {
  isOver = false;

  constructor(
    private readonly pending: PendingResponse,
    private readonly x: Exchange,
    private readonly go: Moves<undefined>,
  ) {}

  serialized(response: ParsedResponse): Stop | void {
    const { result } = response;
    if (result.kind === 'success' || !this.pending.isRetryable) return this.#proceed(response);
    return this.#judge(response, result.error);
  }

  #judge(response: ParsedResponse, failure: SessionError): Stop | void {
    const { pending, x, go } = this;
    return askRetriers(x, failure, (verdict) => {
      if (verdict.kind === 'finish') return this.#proceed(withError(pending, response, verdict.error));
      this.isOver = true;
      return retryAfter(x, verdict.delay, go);
    });
  }

  #proceed(response: ParsedResponse): Stop | void {
    if (this.isOver) return undefined;
    this.isOver = true;
    this.x.pending.keep(this.pending, response);
    return this.go.later();
  }
}

/** Exchange as its serializers see it. */
export type Serialized = AskingExchange &
  Pick<Exchange, 'didParseResponse' | 'isInterrupted' | 'journal' | 'session'>;

/** Serializes the outcome for one listener. After an interruption a serializer has until the next macrotask to answer. */
export function serialize(x: Serialized, pending: PendingResponse, client: ResponseClient): Stop | void {
  const { error } = x.journal;
  if (x.isInterrupted && error !== undefined) return serializeSoon(x, pending, error, client);
  const start = x.session.rootQueue.now();
  return ask(
    x,
    x.session.serializationQueue,
    () => pending.serialize(error),
    (value) => client.serialized(responseOf(x, pending, Result.success(value), start)),
    (failure) =>
      client.serialized(responseOf(x, pending, Result.failure(serializationFailure(failure)), start)),
  );
}

function serializeSoon(
  x: Serialized,
  pending: PendingResponse,
  error: SessionError,
  client: ResponseClient,
): Stop {
  const { rootQueue, serializationQueue } = x.session;
  const start = rootQueue.now();
  const waiting = new Subscription();
  const settle = (result: Result<unknown>): void => {
    if (waiting.closed) return;
    waiting.unsubscribe();
    client.serialized(responseOf(x, pending, result, start));
  };
  const question = (): ReturnType<typeof pending.serialize> => {
    const giveUp = (): void => {
      settle(Result.failure(error));
    };
    waiting.add(rootQueue.scheduleMacrotask(giveUp));
    return pending.serialize(error);
  };
  const asking = ask(
    x,
    serializationQueue,
    question,
    (value) => {
      settle(Result.success(value));
    },
    (failure) => {
      settle(Result.failure(serializationFailure(failure)));
    },
  );
  if (asking !== undefined) waiting.add(asking);
  return waiting;
}

function responseOf(
  x: Serialized,
  pending: PendingResponse,
  result: Result<unknown>,
  start: number,
): ParsedResponse {
  const response = pending.respond(result, x.session.rootQueue.now() - start);
  x.didParseResponse(response);
  return response;
}

function withError(
  pending: PendingResponse,
  response: ParsedResponse,
  error: SessionError | undefined,
): ParsedResponse {
  if (error === undefined || error === response.error) return response;
  return pending.respond(Result.failure(error), response.serializationDuration);
}
