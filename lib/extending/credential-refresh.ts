import { Observable, ReplaySubject, switchMap, take, type Unsubscribable } from 'rxjs';
import { awaitAnswer, type Answer, type StopWaiting } from '../answers/answer.js';
import { OwnedWork } from '../answers/async-context.js';
import type { SessionInfo } from '../message/request-info.js';
import { SerialScheduler } from '../scheduling/serial-scheduler.js';
import { AuthenticationError } from './authenticator.js';

/** Outcome of a refresh: there may be a new credential, or none for this reason. */
export type RefreshOutcome =
  { readonly kind: 'credentialChanged' } | { readonly kind: 'failed'; readonly error: unknown };

/** Receives the result of a refresh, ahead of the requests that wait for it. */
export interface RefreshObserver<Credential> {
  refreshed(credential: Credential): void;
  failed(error: unknown): void;
}

/** One refresh of a credential, and the requests that wait for it. */
export class CredentialRefresh {
  readonly #outcome = new ReplaySubject<RefreshOutcome>(1);
  #hasEnded = false;
  #work: OwnedWork | undefined;
  #stop: StopWaiting | undefined;
  readonly #deadline: number;
  #waiting = 0;
  #timeout: Unsubscribable | undefined;
  #expire: () => void = () => undefined;

  /**
   * With the reason `expired` all requests are held back until the refresh has ended, with `refused` only those that
   * were refused.
   */
  constructor(
    readonly reason: 'expired' | 'refused',
    { rootQueue }: SessionInfo,
    timeout: number,
  ) {
    this.#deadline = rootQueue.now() + timeout;
  }

  /** Asks for a credential, as work of `owner`. The observer receives nothing once the refresh has ended. */
  start<Credential>(
    owner: object,
    ask: () => Answer<Credential>,
    observer: RefreshObserver<Credential>,
  ): void {
    const unlessEnded =
      <T>(notify: (value: T) => void) =>
      (value: T): void => {
        if (!this.#hasEnded) notify(value);
      };
    this.#expire = () => {
      observer.failed(new AuthenticationError('refreshTimedOut'));
    };
    this.#work = new OwnedWork(owner);
    const stop = this.#work.run(() =>
      awaitAnswer(
        ask,
        unlessEnded((credential) => {
          observer.refreshed(credential);
        }),
        unlessEnded((error) => {
          observer.failed(error);
        }),
      ),
    );
    this.#stop = stop;
    if (this.#hasEnded) this.#release();
  }

  /** Passes the outcome to the waiting requests, and unsubscribes from an answer that is still pending. */
  end(outcome: RefreshOutcome): void {
    this.#hasEnded = true;
    this.#outcome.next(outcome);
    this.#release();
  }

  /**
   * Emits the outcome on the rootQueue of a session, after the platform had a turn: an endless sequence of refreshes
   * starves neither timers nor sockets. The time limit of the refresh is watched while there are subscribers, so that
   * no timer outlives them.
   */
  outcomeFor({ rootQueue }: SessionInfo): Observable<RefreshOutcome> {
    const queue = SerialScheduler.from(rootQueue);
    const afterOneTurn = (outcome: RefreshOutcome): Observable<RefreshOutcome> =>
      new Observable((waiting) =>
        queue.scheduleMacrotask(() => {
          waiting.next(outcome);
          waiting.complete();
        }),
      );
    return new Observable((subscriber) => {
      subscriber.add(this.#watchDeadline(queue));
      subscriber.add(this.#outcome.pipe(take(1), switchMap(afterOneTurn)).subscribe(subscriber));
    });
  }

  /** Arms the time limit. Returns a function that disarms it once no request waits. */
  #watchDeadline(queue: SerialScheduler): () => void {
    this.#waiting += 1;
    if (!this.#hasEnded) {
      this.#timeout ??= queue.schedule(this.#expire, Math.max(this.#deadline - queue.now(), 0));
    }
    return () => {
      this.#waiting -= 1;
      if (this.#waiting > 0) return;
      this.#timeout?.unsubscribe();
      this.#timeout = undefined;
    };
  }

  #release(): void {
    this.#timeout?.unsubscribe();
    this.#work?.end();
    this.#stop?.();
  }
}
