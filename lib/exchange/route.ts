import type { Answer } from '../answers/answer.js';
import { asTaskFailure, type SessionError } from '../errors/session-error.js';
import { reportingFailure } from '../scheduling/report-unhandled-error.js';
import type { SerialScheduler } from '../scheduling/serial-scheduler.js';
import { ask } from './ask.js';
import type { Stop } from './exchange.js';
import { inOrder, type Moves, type RoutedExchange } from './step.js';
import { adaptRequest } from './steps/adapt-request.js';
import { consultRetriers } from './steps/consult-retriers.js';
import { createBody } from './steps/create-body.js';
import { createRequest } from './steps/create-request.js';
import { createTask } from './steps/create-task.js';
import { deliverResponses } from './steps/deliver-responses.js';
import { discardBody } from './steps/discard-body.js';
import { finishBody } from './steps/finish-body.js';
import { placeBody } from './steps/place-body.js';
import { releaseAttempt } from './steps/release-attempt.js';
import { retryAttempt } from './steps/retry-attempt.js';
import { sendMessages } from './steps/send-messages.js';
import { serializeResponses } from './steps/serialize-responses.js';
import { settleOutcome } from './steps/settle-outcome.js';
import { validateResponse } from './steps/validate-response.js';

/**
 * The route of every request: GETs, uploads, downloads, streams and WebSockets, from the order to the responses.
 *
 * Each step is a function in a file of `steps/`. It receives what the step above it has made, and hands on what it makes
 * itself; the list compiles only in an order in which that fits. An attempt is all from the top to `placeBody`. A retry
 * begins again at the top. A failure of the attempt continues at `consultRetriers`. An interruption (a cancellation, a
 * time limit) stops the step that waits, wherever that is, and continues at `releaseAttempt`.
 */
const ROUTE = inOrder(
  createRequest, // the URLRequest, from the order
  adaptRequest, // adapters change it
  createBody, // the body: that of the URLRequest, or of an upload
  createTask, // the attempt and its first message
  sendMessages, // redirects are followed and challenges answered, until a message completes
  finishBody, // the last byte of the body is where it belongs; metrics, then the end of the task
  validateResponse, // validations accept or refuse the response
  placeBody, // a download moves to its destination
  consultRetriers, // failures continue here: retry or finish?
  releaseAttempt, // interruptions continue here: open messages end, temporary files are deleted
  retryAttempt, // after its delay, a retry continues at the top
  serializeResponses, // one value for each listener; a serializer's failure may lead to a retry, too
  settleOutcome, // nothing changes the outcome any more
  discardBody, // what is left of the body is deleted
  deliverResponses, // each listener receives its response
);

const CONSULT_RETRIERS = ROUTE.indexOf(consultRetriers);
const RELEASE_ATTEMPT = ROUTE.indexOf(releaseAttempt);

/**
 * One exchange under way on the route: runs one step after the other, on the rootQueue. Moves that are made at once are
 * taken in a loop, so that the stack does not grow with the number of steps, validations or attempts.
 */
export class Route implements Moves<unknown> {
  #index = 0;
  #made: unknown;
  #isDue = false;
  #isRunning = false;
  #stop: Stop | undefined;
  /** Number of moves so far: a queued step runs only if nothing has moved meanwhile. */
  #count = 0;

  constructor(private readonly x: RoutedExchange) {}

  begin(): void {
    this.#moveTo(0, undefined);
  }

  /** Stops the current step. Continues with the error at `releaseAttempt`, also if the route has not begun. */
  interrupt(error: SessionError): void {
    const stop = this.#stop;
    if (stop !== undefined) {
      reportingFailure(() => {
        if (typeof stop === 'function') stop();
        else stop.unsubscribe();
      });
    }
    this.#moveTo(RELEASE_ATTEMPT, { kind: 'finish', error });
  }

  next(made: unknown): Stop | undefined {
    return this.#moveTo(this.#index + 1, made);
  }

  fail(error: SessionError): Stop | undefined {
    return this.#moveTo(CONSULT_RETRIERS, error);
  }

  again(): Stop | undefined {
    return this.#moveTo(0, undefined);
  }

  now(): Stop | undefined {
    return this.#moveTo(this.#index, this.#made);
  }

  later(): Stop | undefined {
    const count = (this.#count += 1);
    this.x.session.rootQueue.enqueue(() => {
      if (count === this.#count) this.now();
    });
    return undefined;
  }

  once<T>(
    queue: SerialScheduler,
    question: () => Answer<T>,
    answered: (answer: T) => Stop | void,
    failed: (cause: unknown) => Stop | void,
  ): Stop | void {
    return ask(this.x, queue, question, answered, failed);
  }

  #moveTo(index: number, made: unknown): Stop | undefined {
    this.#index = index;
    this.#made = made;
    this.#stop = undefined;
    this.#count += 1;
    this.#isDue = true;
    if (!this.#isRunning) this.#run();
    return undefined;
  }

  #run(): void {
    this.#isRunning = true;
    while (this.#isDue) {
      this.#isDue = false;
      this.#take();
    }
    this.#isRunning = false;
  }

  #take(): void {
    const step = ROUTE[this.#index];
    if (step === undefined) return;
    try {
      const stop = step(this.x, this.#made, this);
      if (!this.#isDue && stop !== undefined) this.#stop = stop;
    } catch (cause) {
      if (this.#index < CONSULT_RETRIERS) this.fail(asTaskFailure(cause));
      else this.x.didFail(cause);
    }
  }
}
