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
  const turn = { isOver: false };
  const proceed = (response?: ParsedResponse): Stop | void => {
    if (turn.isOver) return undefined;
    turn.isOver = true;
    if (response !== undefined) x.pending.keep(pending, response);
    return go.later();
  };
  const serialized = (response: ParsedResponse): Stop | void => {
    const { result } = response;
    if (result.kind === 'success' || !pending.isRetryable) return proceed(response);
    return askRetriers(x, result.error, (verdict) => {
      if (verdict.kind === 'finish') return proceed(withError(pending, response, verdict.error));
      turn.isOver = true;
      return retryAfter(x, verdict.delay, go);
    });
  };
  const serializing = serialize(x, pending, serialized);
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

/** Exchange as its serializers see it. */
export type Serialized = AskingExchange &
  Pick<Exchange, 'didParseResponse' | 'isInterrupted' | 'journal' | 'session'>;

/** Serializes the outcome for one listener. After an interruption a serializer has until the next macrotask to answer. */
export function serialize(
  x: Serialized,
  pending: PendingResponse,
  serialized: (response: ParsedResponse) => Stop | void,
): Stop | void {
  const { rootQueue, serializationQueue } = x.session;
  const { error } = x.journal;
  const start = rootQueue.now();
  const finish = (result: Result<unknown>): Stop | void => {
    const response = pending.respond(result, rootQueue.now() - start);
    x.didParseResponse(response);
    return serialized(response);
  };
  if (x.isInterrupted && error !== undefined) return serializeSoon(x, pending, error, finish);
  return ask(
    x,
    serializationQueue,
    () => pending.serialize(error),
    (value) => finish(Result.success(value)),
    (failure) => finish(Result.failure(serializationFailure(failure))),
  );
}

function serializeSoon(
  x: Serialized,
  pending: PendingResponse,
  error: SessionError,
  finish: (result: Result<unknown>) => void,
): Stop {
  const { rootQueue, serializationQueue } = x.session;
  const waiting = new Subscription();
  const settle = (result: Result<unknown>): void => {
    if (waiting.closed) return;
    waiting.unsubscribe();
    finish(result);
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

function withError(
  pending: PendingResponse,
  response: ParsedResponse,
  error: SessionError | undefined,
): ParsedResponse {
  if (error === undefined || error === response.error) return response;
  return pending.respond(Result.failure(error), response.serializationDuration);
}
