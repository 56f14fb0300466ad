import { Observable, Subject, Subscription } from 'rxjs';
import type { RequestState } from '../contracts/request-info.js';
import { SessionError } from '../errors/session-error.js';
import { conclude, exchange } from '../pipeline/exchange.js';
import type { PendingResponse } from '../pipeline/serialize/pending-response.js';
import { serialize } from '../pipeline/serialize/serialize-responses.js';
import { onAbort } from './abort-signals.js';
import type { RequestExchange } from './request-exchange.js';
import { canBecome } from './request-state.js';
import type { SessionMember } from './request-session.js';

/**
 * The life of a request: its state, when its exchange begins, who keeps it going, and how it ends. States change
 * at once; what follows from a change happens on the rootQueue, in the order of the changes.
 */
export class RequestLifecycle {
  state: RequestState = 'initialized';
  /** The current state first, then each change; completes when the request is over. */
  readonly states: Observable<RequestState>;
  /** Emits once, and completes, when everything has been delivered. */
  readonly ended: Observable<void>;
  readonly #x: RequestExchange;
  readonly #member: SessionMember;
  readonly #stateChanges = new Subject<RequestState>();
  readonly #end = new Subject<void>();
  #isSetUp = false;
  #isSettled = false;
  #hasEnded = false;
  #attendance = 0;
  #outlivesListeners = false;
  #stopListeningToSignal: (() => void) | undefined;

  constructor(x: RequestExchange, member: SessionMember) {
    this.#x = x;
    this.#member = member;
    this.states = new Observable((subscriber) => {
      subscriber.next(this.#x.toldState);
      if (this.#hasEnded) subscriber.complete();
      else return this.#stateChanges.subscribe(subscriber);
      return undefined;
    });
    this.ended = new Observable((subscriber) => {
      if (!this.#hasEnded) return this.#end.subscribe(subscriber);
      subscriber.next();
      subscriber.complete();
      return undefined;
    });
  }

  /** Whether the outcome is decided: whoever comes now is given it. */
  get isSettled(): boolean {
    return this.#isSettled;
  }

  /** Prepares the task without sending anything, where the session wants its requests set up at once. */
  setUpEagerly(): void {
    this.#x.session.rootQueue.enqueue(() => {
      this.#setUp();
    });
  }

  resume(): void {
    const isUnattended = this.state === 'initialized' && this.#attendance === 0;
    if (!this.#change('resumed', 'requestDidResume', () => {
      this.#didResume();
    })) return;
    if (isUnattended && this.#startsAutomatically) this.#outlivesListeners = true;
  }

  suspend(): void {
    this.#change('suspended', 'requestDidSuspend', () => {
      const { task, journal, watchdog } = this.#x;
      if (task === undefined || task.state === 'completed') return;
      task.suspend();
      watchdog.suspend();
      journal.noteTask('requestDidSuspendTask', task);
    });
  }

  cancel(): void {
    this.#change('cancelled', 'requestDidCancel', () => {
      const { task, journal } = this.#x;
      if (task !== undefined && task.state !== 'completed') journal.noteTask('requestDidCancelTask', task);
      this.interrupt(new SessionError({ kind: 'explicitlyCancelled' }));
    });
  }

  /** Ends the exchange with this error wherever it stands; on the rootQueue. The first interruption counts. */
  interrupt(error: SessionError): void {
    if (this.#isSettled || this.#x.isInterrupted) return;
    this.#x.isInterrupted = true;
    this.#x.journal.error = error;
    if (this.#isSetUp) {
      this.#x.onInterruption?.(error);
      return;
    }
    this.#isSetUp = true;
    conclude(this.#x, error).subscribe();
  }

  /** Somebody listens to a response: it will be serialized and delivered in its turn, or as a late one. */
  attend(pending: PendingResponse): () => void {
    if (this.#isSettled) return this.#attendLate(pending);
    this.#heedSignal();
    this.#attendance += 1;
    this.#x.pending.add(pending);
    this.#startByItself();
    return () => {
      this.#attendance -= 1;
      this.#x.pending.remove(pending);
      if (this.#attendance === 0) this.#cancelUnlessAttended();
    };
  }

  didSettle(): void {
    this.#isSettled = true;
    this.#stopListeningToSignal?.();
    if (canBecome(this.state, 'finished')) {
      this.state = 'finished';
      this.#tellState();
    }
  }

  didEnd(): void {
    this.#hasEnded = true;
    this.#x.session.didEnd(this.#member);
    this.#stateChanges.complete();
    this.#end.next();
    this.#end.complete();
  }

  get #startsAutomatically(): boolean {
    return this.#x.plan.shouldAutomaticallyResume ?? this.#x.session.startRequestsImmediately;
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
      this.#x.toldState = to;
      this.#stateChanges.next(to);
      this.#x.journal.note(event);
      follow();
    });
    return true;
  }

  #tellState(): void {
    this.#x.toldState = this.state;
    this.#stateChanges.next(this.state);
  }

  #didResume(): void {
    const { task, journal, watchdog } = this.#x;
    if (task !== undefined && task.state !== 'completed') {
      task.resume();
      watchdog.resume();
      journal.noteTask('requestDidResumeTask', task);
    }
    if (this.state === 'cancelled' || this.#isSettled) return;
    watchdog.start();
    this.#setUp();
  }

  #setUp(): void {
    if (this.#isSetUp || this.#isSettled) return;
    const { session } = this.#x;
    session.didStart(this.#member);
    if (session.invalidity !== undefined) {
      this.interrupt(session.invalidity);
      return;
    }
    this.#isSetUp = true;
    this.#heedSignal();
    exchange(this.#x).subscribe();
  }

  /** From the first who waits, or the start, to the end. */
  #heedSignal(): void {
    const { signal } = this.#x.plan;
    if (signal === undefined || this.#stopListeningToSignal !== undefined) return;
    if (signal.aborted) this.cancel();
    else
      this.#stopListeningToSignal = onAbort(signal, () => {
        this.cancel();
      });
  }

  /** Listeners may leave and come back within one turn of the queue, as with `switchMap`. */
  #cancelUnlessAttended(): void {
    if (this.#isSettled || this.#outlivesListeners) return;
    this.#x.session.rootQueue.enqueue(() => {
      if (this.#attendance === 0 && !this.#isSettled) this.cancel();
    });
  }

  #attendLate(pending: PendingResponse): () => void {
    const interest = new Subscription();
    const scheduled = this.#x.session.rootQueue.scheduleMacrotask(() => {
      const serializing = serialize(this.#x, pending, (response) => {
        pending.deliver(response);
      });
      interest.add(serializing);
    });
    interest.add(scheduled);
    return () => {
      interest.unsubscribe();
    };
  }
}
