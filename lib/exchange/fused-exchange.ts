import { Observable, throwError } from 'rxjs';
import { isDeferred, type Deferred } from '../answers/answer.js';
import { asTaskFailure, type SessionError } from '../errors/session-error.js';
import type { URLRequest } from '../message/url-request.js';
import { adaptRequest, adaptRequestAtOnce } from './steps/adapt-request.js';
import { answerChallenges } from './message/answer-challenges.js';
import { createRequestAtOnce } from './steps/create-request.js';
import { createUploadable, preparedRequest } from './steps/create-body.js';
import { deliverAtOnce } from './steps/deliver-responses.js';
import { conclude, exchange, type BegunExchange, type ExchangeContext } from './exchange.js';
import type { DecidedHop, HopResult } from './hop-result.js';
import type { RunningRoute } from './interrupt-exchange.js';
import { complete, completeTask, endTask } from './complete-task.js';
import { performHop, RunningHop, type HopClient } from './message/perform-hop.js';
import { createTask, performTask, withSessionHeaders } from './steps/perform-task.js';
import type { SessionTask } from './session-task.js';
import { followRedirects } from './message/follow-redirects.js';
import { isFollowing } from '../extending/redirect-handler.js';
import type { RunningTask } from './running-task.js';
import { serializeAtOnce } from './steps/serialize-responses.js';
import { begunWith } from './stage.js';
import { validateResponse, validateResponseAtOnce } from './steps/validate-response.js';

/** Runs the route of a request, in one piece where that can be. */
export function runExchange(x: ExchangeContext): void {
  if (canBeFused(x)) new FusedExchange(x).start();
  else run(x, exchange(x));
}

/** Runs the route of a request that ends before it has begun. */
export function concludeExchange(x: ExchangeContext, error: SessionError): void {
  run(x, conclude(x, error));
}

/** Whether the stages run on one queue, and none of them is bound to wait for anything but the transport. */
function canBeFused(x: ExchangeContext): boolean {
  const { rootQueue, requestQueue, serializationQueue } = x.session;
  return (
    requestQueue === rootQueue &&
    serializationQueue === rootQueue &&
    x.makeUploadBody === undefined &&
    x.releaseAttempt === undefined &&
    x.receiver.finish === undefined &&
    x.receiver.place === undefined &&
    x.receiver.discard === undefined
  );
}

function run(x: ExchangeContext, route: Observable<never>): void {
  route.subscribe({
    error: (cause: unknown) => {
      x.didFail(cause);
    },
  });
}

/**
 * The route of {@link exchange} for the usual case, in which each stage can do its work at once and the response is
 * a good one: one object, no operators between the stages. As soon as anything else happens (an answer that has to
 * be waited for, a redirect, a challenge, a failure, an interruption), the general route takes over where this one stands.
 */
class FusedExchange implements HopClient, RunningRoute {
  #task: SessionTask | undefined;
  #hop: RunningHop | undefined;
  #isOver = false;

  constructor(private readonly x: ExchangeContext) {}

  /** From the making of the URLRequest to the first message. */
  start(): void {
    const { x } = this;
    x.route = this;
    this.#unlessItFails(() => {
      const initial = createRequestAtOnce(x);
      const adapted = adaptRequestAtOnce(x, initial);
      if (isDeferred(adapted)) this.#waitForAdapter(initial, adapted);
      else this.#perform(adapted);
    });
  }

  /** What came of the message. */
  next(result: HopResult): void {
    switch (result.kind) {
      case 'completed':
        this.#unlessItFails(() => {
          this.#complete(result.error);
        });
        return;
      case 'redirected':
      case 'challenged':
        this.#decide(result);
    }
  }

  interrupt(error: SessionError): void {
    const { x } = this;
    this.#isOver = true;
    if (this.#task !== undefined) endTask(x, this.#task);
    this.#hop?.abandon();
    concludeExchange(x, error);
  }

  #perform(urlRequest: URLRequest): void {
    const { x } = this;
    const prepared = preparedRequest(urlRequest);
    const task = createTask(x, urlRequest);
    const first = withSessionHeaders(x, prepared);
    this.#task = task;
    if (x.transport.capabilities.visibleRedirects || isFollowing(x.redirectHandler)) {
      this.#hop = new RunningHop(x, task, first, this);
      this.#hop.startWithTask();
    } else {
      this.#follow({ task, first, send: (message) => performHop(x, task, message) });
    }
  }

  #complete(error: SessionError | undefined): void {
    const { x } = this;
    const task = this.#task as SessionTask;
    complete(x, task, error);
    const open = validateResponseAtOnce(x, task);
    if (open !== undefined)
      this.#handOver({ attempt: this.#ending(begunWith(task).pipe(validateResponse(x, open))) });
    else if (x.journal.error !== undefined) throw x.journal.error;
    else {
      x.journal.didFinish(undefined);
      this.#serialize();
    }
  }

  #serialize(): void {
    const { x } = this;
    const pending = x.pending.next();
    if (pending === undefined) {
      this.#isOver = deliverAtOnce(x);
      if (this.#isOver) x.route = undefined;
      return;
    }
    const serialization = serializeAtOnce(x, pending);
    if (serialization !== undefined) this.#handOver({ attempt: begunWith(undefined), serialization });
    else {
      // as on the general route: what was asked for meanwhile comes before the end
      x.session.rootQueue.enqueue(() => {
        if (!this.#isOver) this.#serialize();
      });
    }
  }

  #waitForAdapter(initial: URLRequest, answer: Deferred<URLRequest>): void {
    const { x } = this;
    this.#handOver({
      attempt: begunWith(initial).pipe(
        adaptRequest(x, answer),
        createUploadable(x),
        performTask(x),
        answerChallenges(x),
        followRedirects<SessionTask>(x),
        completeTask(x),
        validateResponse(x),
      ),
    });
  }

  /** The general route goes on with the message that is under way, and is told first what is to be decided. */
  #decide(result: DecidedHop): void {
    const { x } = this;
    const [task, hop] = [this.#task as SessionTask, this.#hop as RunningHop];
    const first = hop.message;
    this.#follow({
      task,
      first,
      send: (message) => (message === first ? underWay(hop) : performHop(x, task, message)),
    });
    hop.tell(result);
  }

  #follow(running: RunningTask<SessionTask>): void {
    const { x } = this;
    const rest = begunWith(running).pipe(
      answerChallenges(x),
      followRedirects<SessionTask>(x),
      completeTask(x),
      validateResponse(x),
    );
    this.#handOver({ attempt: this.#ending(rest) });
  }

  /** As `performTask` has it: the task ends with the attempt. */
  #ending(attempt: Observable<void>): Observable<void> {
    return new Observable((out) => {
      const task = this.#task as SessionTask;
      out.add(() => {
        endTask(this.x, task);
      });
      out.add(attempt.subscribe(out));
    });
  }

  #unlessItFails(work: () => void): void {
    try {
      work();
    } catch (cause) {
      const error = asTaskFailure(cause);
      const failing = throwError(() => error);
      this.#handOver({ attempt: this.#task === undefined ? failing : this.#ending(failing) });
    }
  }

  #handOver(begun: BegunExchange): void {
    this.#isOver = true;
    run(this.x, exchange(this.x, begun));
  }
}

/** What comes from now on of a message that was sent before. */
function underWay(hop: RunningHop): Observable<HopResult> {
  return new Observable((out) => {
    hop.handOver(out);
    return () => {
      hop.abandon();
    };
  });
}
