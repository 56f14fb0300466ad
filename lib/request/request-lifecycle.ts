import { Observable, Subject } from 'rxjs';
import type { RunInContext } from '../answers/context.js';
import type { RequestInfo, RequestState } from '../message/request-info.js';
import { attachTo } from '../errors/base-session-error.js';
import { asTaskFailure, SessionError } from '../errors/session-error.js';
import type { Result } from '../message/result.js';
import { Route } from '../exchange/route.js';
import type { ParsedResponse, PendingResponse } from '../exchange/pending-response.js';
import { abortError, onAbort } from './abort-signals.js';
import { LateResponses } from './late-responses.js';
import type { ExchangeOwner, RequestExchange } from './request-exchange.js';
import { canBecome } from './request-state.js';
import type { SessionMember } from './request-session.js';
import type { ResponseSource } from './response-observable.js';

/** Ends the interest of one who listens; the request goes on without anybody where it is told to. */
export type Leave = (goesOn?: boolean) => void;

/**
 * The life of a request: its state, when its exchange begins, who keeps it going, and how it ends. States change
 * at once; what follows from a change happens on the rootQueue, in the order of the changes.
 */
export class RequestLifecycle implements ExchangeOwner, SessionMember, ResponseSource {
  state: RequestState = 'initialized';
  place = -1;
  readonly #x: RequestExchange;
  #stateChanges: Subject<RequestState> | undefined;
  #end: Subject<void> | undefined;
  #late: LateResponses | undefined;
  /** Undefined before the request is set up. */
  #route: Route | undefined;
  #hasEnded = false;
  #attendance = 0;
  #outlivesListeners = false;
  #stopListeningToSignal: (() => void) | undefined;

  constructor(x: RequestExchange) {
    this.#x = x;
    x.owner = this;
  }

  /** Whether the outcome stands: whoever comes from now on is late. */
  get isSettled(): boolean {
    return this.#x.isSettled;
  }

  /** The current state first, then each change; completes when the request is over. */
  get states(): Observable<RequestState> {
    return new Observable((subscriber) => {
      subscriber.next(this.#x.toldState);
      if (!this.#hasEnded) return (this.#stateChanges ??= new Subject()).subscribe(subscriber);
      subscriber.complete();
      return undefined;
    });
  }

  /** Emits once, and completes, when everything has been delivered. */
  get ended(): Observable<void> {
    return new Observable((subscriber) => {
      if (!this.#hasEnded) return (this.#end ??= new Subject()).subscribe(subscriber);
      subscriber.next();
      subscriber.complete();
      return undefined;
    });
  }

  /** Whether everything has been delivered. */
  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  get request(): RequestInfo {
    return this.#x.request;
  }

  /** Prepares the task without sending anything, where the session wants its requests set up at once. */
  setUpEagerly(): void {
    this.#x.session.rootQueue.enqueue(() => {
      this.#setUp();
    });
  }

  resume(): void {
    const isUnattended = this.state === 'initialized' && this.#attendance === 0;
    const hasChanged = this.#change('resumed', 'requestDidResume', () => {
      this.#didResume();
    });
    if (hasChanged && isUnattended && this.#startsAutomatically) this.#outlivesListeners = true;
  }

  suspend(): void {
    this.#change('suspended', 'requestDidSuspend', () => {
      const { task, journal } = this.#x;
      if (task === undefined || task.state === 'completed') return;
      task.suspend();
      journal.noteTask('requestDidSuspendTask', task);
    });
  }

  /** `error` is what the request fails with. */
  cancel(error?: SessionError): void {
    this.#late?.cancel();
    this.#change('cancelled', 'requestDidCancel', () => {
      const { task, journal } = this.#x;
      if (task !== undefined && task.state !== 'completed') journal.noteTask('requestDidCancelTask', task);
      this.interrupt(error ?? new SessionError({ kind: 'explicitlyCancelled' }));
    });
  }

  /** Ends the exchange with this error wherever it stands; on the rootQueue. The first interruption counts. */
  interrupt(error: SessionError): void {
    if (this.isSettled || this.#x.isInterrupted) return;
    this.#x.isInterrupted = true;
    const own = this.#ownError(error);
    this.#x.journal.error = own;
    this.#x.pending.reset();
    this.#route ??= new Route(this.#x);
    this.#route.interrupt(own);
  }

  /** Somebody listens to a response: it will be serialized and delivered in its turn, or as a late one. */
  attend(pending: PendingResponse): Leave {
    if (this.isSettled) return (this.#late ??= new LateResponses(this.#x)).attend(pending);
    this.enter(pending);
    return (goesOn) => {
      this.leave(pending, goesOn);
    };
  }

  /** The same before the request has settled, to be followed by {@link leave}. */
  enter(pending: PendingResponse): void {
    this.#x.pending.add(pending);
    this.#join();
  }

  leave(pending: PendingResponse, goesOn?: boolean): void {
    // ahead of what goes on without it, which would be the end where nobody else waits
    this.#leave(goesOn);
    this.#x.pending.remove(pending);
  }

  /** Somebody listens: the request starts, where listening starts it, and is cancelled when the last one leaves. */
  accompany(): Leave {
    this.#join();
    return (goesOn) => {
      this.#leave(goesOn);
    };
  }

  deliverLater(delivery: () => void): () => void {
    const subscription = this.#x.session.rootQueue.scheduleMacrotask(delivery);
    return () => {
      subscription.unsubscribe();
    };
  }

  respond(result: Result<unknown>, serializationDuration: number): ParsedResponse {
    return this.#x.respond(result, serializationDuration);
  }

  captureContext(): RunInContext {
    return this.#x.session.captureContext();
  }

  didSettle(): void {
    this.#stopListeningToSignal?.();
    if (canBecome(this.state, 'finished')) {
      this.state = 'finished';
      this.#tellState();
    }
  }

  didEnd(): void {
    this.#hasEnded = true;
    this.#x.session.didEnd(this);
    this.#stateChanges?.complete();
    this.#end?.next();
    this.#end?.complete();
  }

  get #startsAutomatically(): boolean {
    return this.#x.plan.shouldAutomaticallyResume ?? this.#x.session.startRequestsImmediately;
  }

  #join(): void {
    this.#heedSignal();
    this.#attendance += 1;
    this.#startByItself();
  }

  #leave(goesOn = false): void {
    this.#attendance -= 1;
    if (this.#attendance === 0 && !goesOn) this.#cancelUnlessAttended();
  }

  #startByItself(): void {
    if (this.state === 'initialized' && this.#startsAutomatically) this.resume();
  }

  /** Changes the state now, tells it in its turn, and does what follows from it. */
  #change(
    to: RequestState,
    event: 'requestDidResume' | 'requestDidSuspend' | 'requestDidCancel',
    follow: () => void,
  ): boolean {
    if (!canBecome(this.state, to)) return false;
    this.state = to;
    this.#x.session.rootQueue.enqueue(() => {
      if (this.isSettled) return;
      this.#x.toldState = to;
      this.#stateChanges?.next(to);
      this.#x.journal.note(event);
      follow();
    });
    return true;
  }

  #tellState(): void {
    this.#x.toldState = this.state;
    this.#stateChanges?.next(this.state);
  }

  #didResume(): void {
    const { task, journal, watchdog } = this.#x;
    if (task !== undefined && task.state !== 'completed') {
      task.resume();
      journal.noteTask('requestDidResumeTask', task);
    }
    if (this.state === 'cancelled' || this.isSettled) return;
    watchdog.start(
      this.#x.plan.timeoutIntervalForResource ?? this.#x.session.limits.timeoutIntervalForResource,
    );
    this.#setUp();
  }

  #setUp(): void {
    if (this.#route !== undefined || this.isSettled) return;
    const { session } = this.#x;
    session.didStart(this);
    if (session.invalidity !== undefined) {
      this.interrupt(session.invalidity);
      return;
    }
    this.#heedSignal();
    if (this.state === 'cancelled') return;
    this.#route = new Route(this.#x);
    this.#route.begin();
  }

  /** What no stage has foreseen is the failure of the request. */
  didFail(cause: unknown): void {
    this.interrupt(asTaskFailure(cause));
  }

  /** From the first who waits, or the start, to the end. */
  #heedSignal(): void {
    const { signal } = this.#x.plan;
    if (signal === undefined || this.#stopListeningToSignal !== undefined) return;
    const cancel = (): void => {
      this.cancel(abortError(signal));
    };
    try {
      if (signal.aborted) cancel();
      else this.#stopListeningToSignal = onAbort(signal, cancel);
    } catch (cause) {
      this.#refuse(cause);
    }
  }

  /** What was ordered cannot be done: no AbortSignal can be heard in what was given as one. */
  #refuse(cause: unknown): void {
    const error = new SessionError({ kind: 'createURLRequestFailed', error: cause });
    this.#x.session.rootQueue.enqueue(() => {
      this.interrupt(error);
    });
  }

  /** The error with this request in it. The end of a session is one error for all of its requests: each gets a copy. */
  #ownError(error: SessionError): SessionError {
    const { request, journal, received } = this.#x;
    const own =
      error.kind.startsWith('session') && error.code === undefined ? new SessionError(error.failure) : error;
    attachTo(own, { request: request.request, response: journal.response, data: received.data });
    return own;
  }

  /** Listeners may leave and come back within one turn of the queue, as with `switchMap`. */
  #cancelUnlessAttended(): void {
    if (this.isSettled || this.#outlivesListeners) return;
    this.#x.session.rootQueue.enqueue(() => {
      if (this.#attendance === 0 && !this.isSettled) this.cancel();
    });
  }
}
