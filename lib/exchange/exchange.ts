import { Observable } from 'rxjs';
import type { SessionError } from '../errors/session-error.js';
import { adaptRequest, type RequestAdaptation } from './steps/adapt-request.js';
import { createRequest, type RequestCreation } from './steps/create-request.js';
import { createUploadable, type UploadableCreation } from './steps/create-body.js';
import { releaseAttempt, type AttemptRelease } from './steps/release-attempt.js';
import { deliverResponses, type ResponseDelivery } from './steps/deliver-responses.js';
import { interruptExchange, type Interruptible } from './interrupt-exchange.js';
import { answerChallenges } from './message/answer-challenges.js';
import type { ChallengeContext } from './message/challenge-answerer.js';
import { completeTask } from './complete-task.js';
import { performTask, type TaskPerformance } from './steps/perform-task.js';
import type { SessionTask } from './session-task.js';
import { followRedirects } from './message/follow-redirects.js';
import type { RedirectContext } from './message/redirect-follower.js';
import { consultRetrier, verdictOn, type RetryConsultation } from './steps/consult-retrier.js';
import { retryExchange, type ExchangeRetrying } from './steps/retry-exchange.js';
import {
  serializeResponses,
  type FailureJudge,
  type OpenSerialization,
  type ResponseSerialization,
  type SerializedVerdict,
} from './steps/serialize-responses.js';
import { begunWith } from './stage.js';
import { validateResponse, type ResponseValidation } from './steps/validate-response.js';
import type { FinishVerdict } from './verdict.js';

/** All that the stages of one exchange know and tell. */
export interface ExchangeContext
  extends
    RequestCreation,
    RequestAdaptation,
    UploadableCreation,
    TaskPerformance,
    ChallengeContext,
    RedirectContext,
    ResponseValidation,
    RetryConsultation,
    AttemptRelease,
    ResponseSerialization,
    ExchangeRetrying,
    Interruptible,
    ResponseDelivery {
  /** What no stage has foreseen is the failure of the request. */
  didFail(cause: unknown): void;
}

/**
 * The route of a request, in order. It runs on the rootQueue from the subscription on, and completes when every
 * response has been handed over; a failure is a response, never an error of this Observable.
 *
 * An attempt is all from `createRequest` to `consultRetrier`, and is made again for each retry. A cancellation
 * stops wherever the exchange stands, and what has been made of it so far is serialized with the error.
 *
 * `begun` is the first attempt where it is under way already, or its serialization: see {@link FusedExchange}.
 */
export function exchange(x: ExchangeContext, begun: BegunExchange = {}): Observable<never> {
  const attempt = begunWith(undefined).pipe(
    createRequest(x),
    adaptRequest(x),
    createUploadable(x),
    performTask(x),
    answerChallenges(x),
    followRedirects<SessionTask>(x),
    completeTask(x),
    validateResponse(x),
  );
  return once(begun.attempt, attempt).pipe(
    consultRetrier(x),
    releaseAttempt(x),
    serializeResponses(x, failureJudge(x), begun.serialization),
    retryExchange(x),
    interruptExchange(x, (error) => interrupted(x, error)),
    deliverResponses(x),
  );
}

/** What of the first attempt is under way already. */
export interface BegunExchange {
  readonly attempt?: Observable<void> | undefined;
  readonly serialization?: OpenSerialization | undefined;
}

/** The first subscriber gets `first`, every other `later`. */
function once<T>(first: Observable<T> | undefined, later: Observable<T>): Observable<T> {
  if (first === undefined) return later;
  let isBegun = false;
  return new Observable((subscriber) => {
    const source = isBegun ? later : first;
    isBegun = true;
    return source.subscribe(subscriber);
  });
}

/** The route of a request that ends before it has begun: nothing is sent, and the error is delivered. */
export function conclude(x: ExchangeContext, error: SessionError): Observable<never> {
  return interrupted(x, error).pipe(deliverResponses(x));
}

function interrupted(x: ExchangeContext, error: SessionError): Observable<SerializedVerdict> {
  return begunWith<FinishVerdict>({ kind: 'finish', error }).pipe(
    releaseAttempt(x),
    serializeResponses(x, failureJudge(x)),
    retryExchange(x),
  );
}

function failureJudge(x: ExchangeContext): FailureJudge {
  return (error, decided) => verdictOn(x, error, decided);
}
