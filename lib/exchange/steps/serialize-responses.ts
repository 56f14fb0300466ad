import { type OperatorFunction, type Subscriber, Subscription, type TeardownLogic } from 'rxjs';
import type { SessionError } from '../../errors/session-error.js';
import { isDeferred, type Answer } from '../../answers/answer.js';
import { Result } from '../../message/result.js';
import { ask } from '../ask.js';
import type { ExchangeBase } from '../exchange-base.js';
import { stage } from '../stage.js';
import type { RetryVerdict, Verdict } from '../verdict.js';
import type { ParsedResponse, PendingResponse, PendingResponses } from '../pending-response.js';
import { serializationFailure } from '../../serializers/response-serializer.js';

export interface ResponseSerialization extends ExchangeBase {
  readonly pending: PendingResponses;
  /** Whether the exchange was stopped: its end is not kept waiting any more. */
  readonly isInterrupted: boolean;
  /** Tells that a response was serialized, where the kind of request does. */
  didParseResponse(response: ParsedResponse): void;
}

/** Asks whether the failure of a serializer is worth another attempt. */
export type FailureJudge = (error: SessionError, decided: (verdict: Verdict) => void) => TeardownLogic;

/** Every response is serialized and can be delivered. */
export interface SerializedVerdict {
  readonly kind: 'deliver';
}

/** A serializer that was asked, and what it answers when it is asked again: later, or with its failure. */
export interface OpenSerialization {
  readonly pending: PendingResponse;
  readonly start: number;
  serialize(): Answer<unknown>;
}

/**
 * Serializes the outcome for everybody who waits, one serializer after the other on the serializationQueue; one
 * that comes meanwhile joins the end. A failure that the retriers want to try again ends it at once: nothing
 * has been delivered yet. It goes on from `open` where the serializing has begun before.
 */
export function serializeResponses(
  x: ResponseSerialization,
  judgeFailure: FailureJudge,
  open?: OpenSerialization,
): OperatorFunction<Verdict, RetryVerdict | SerializedVerdict> {
  let begun = open;
  return stage((verdict, out) => {
    const first = begun;
    begun = undefined;
    switch (verdict.kind) {
      case 'retry':
        out.next(verdict);
        return;
      case 'finish':
        x.journal.didFinish(verdict.error);
        return serializeNext(x, judgeFailure, out, first);
    }
  });
}

/** Serializes the outcome for the first who waits, if it can be done at once, and gives back what cannot. */
export function serializeAtOnce(
  x: ResponseSerialization,
  pending: PendingResponse,
): OpenSerialization | undefined {
  const start = x.session.rootQueue.now();
  let answer: Answer<unknown>;
  try {
    answer = x.runInContext(() => pending.serialize(undefined));
    if (isDeferred(answer)) return { pending, start, serialize: () => answer };
  } catch (error) {
    return { pending, start, serialize: () => rethrow(error) };
  }
  x.pending.keep(pending, respond(x, pending, Result.success(answer), start));
  return undefined;
}

function serializeNext(
  x: ResponseSerialization,
  judgeFailure: FailureJudge,
  out: Subscriber<RetryVerdict | SerializedVerdict>,
  open?: OpenSerialization,
): TeardownLogic {
  const pending = open?.pending ?? x.pending.next();
  if (pending === undefined) {
    out.next({ kind: 'deliver' });
    return;
  }
  const turn = new Subscription();
  const goOn = (response?: ParsedResponse): void => {
    if (turn.closed) return;
    turn.unsubscribe();
    if (response !== undefined) x.pending.keep(pending, response);
    x.session.rootQueue.enqueue(() => {
      if (!out.closed) out.add(serializeNext(x, judgeFailure, out));
    });
  };
  const decided = (verdict: Verdict, response: ParsedResponse): void => {
    if (verdict.kind === 'retry') out.next(verdict);
    else goOn(withError(pending, response, verdict.error));
  };
  x.pending.begin(pending, goOn);
  const serializing = serialize(x, open ?? openFor(x, pending), (response) => {
    const { result } = response;
    if (result.kind === 'success' || !pending.isRetryable) {
      goOn(response);
      return;
    }
    const judging = judgeFailure(result.error, (verdict) => {
      decided(verdict, response);
    });
    turn.add(judging);
  });
  turn.add(serializing);
  return turn;
}

/**
 * Serializes the outcome for one who waits, and tells it. Once the exchange was interrupted, a serializer has
 * until the next turn of the platform to answer; then the error is the failure.
 */
export function serialize(
  x: ResponseSerialization,
  open: OpenSerialization,
  serialized: (response: ParsedResponse) => void,
): TeardownLogic {
  const { error } = x.journal;
  const asking = new Subscription();
  const finish = (result: Result<unknown>): void => {
    asking.unsubscribe();
    serialized(respond(x, open.pending, result, open.start));
  };
  const giveUpSoon = (error: SessionError): Subscription =>
    x.session.rootQueue.scheduleMacrotask(() => {
      finish(Result.failure(error));
    });
  const stop = ask(
    x,
    x.session.serializationQueue,
    () => {
      if (x.isInterrupted && error !== undefined) asking.add(giveUpSoon(error));
      return open.serialize();
    },
    (value) => {
      finish(Result.success(value));
    },
    (failure) => {
      finish(Result.failure(serializationFailure(failure)));
    },
  );
  asking.add(stop);
  return asking;
}

/** The serialization for one who waits, that begins now. */
export function openFor({ journal, session }: ExchangeBase, pending: PendingResponse): OpenSerialization {
  const { error } = journal;
  return { pending, start: session.rootQueue.now(), serialize: () => pending.serialize(error) };
}

function respond(
  x: ResponseSerialization,
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

function rethrow(error: unknown): never {
  throw error;
}
