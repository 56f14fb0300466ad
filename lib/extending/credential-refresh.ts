import { Observable, ReplaySubject, switchMap, take } from 'rxjs';
import { awaitAnswer, type Answer, type StopWaiting } from '../answers/answer.js';
import type { SessionInfo } from '../message/request-info.js';
import { OwnedWork } from '../answers/async-context.js';
import { SerialScheduler } from '../scheduling/serial-scheduler.js';

/** What a refresh has led to: there may be a new credential, or there is none for this reason. */
export type RefreshOutcome =
  { readonly kind: 'credentialChanged' } | { readonly kind: 'failed'; readonly error: unknown };

/** Who hears first what a refresh has led to. */
export interface RefreshObserver<Credential> {
  refreshed(credential: Credential): void;
  failed(error: unknown): void;
}

/** One refresh of a credential, and all who wait for it. */
export class CredentialRefresh {
  readonly #outcome = new ReplaySubject<RefreshOutcome>(1);
  #isOver = false;
  #work: OwnedWork | undefined;
  #stop: StopWaiting | undefined;

  /** `expired`: requests are held back until it is over; `refused`: only those that were refused wait. */
  constructor(readonly reason: 'expired' | 'refused') {}

  /** Asks for a new credential on behalf of owner; nothing is heard of it once the refresh was ended. */
  start<Credential>(
    owner: object,
    ask: () => Answer<Credential>,
    observer: RefreshObserver<Credential>,
  ): void {
    const unlessOver =
      <T>(tell: (value: T) => void) =>
      (value: T): void => {
        if (!this.#isOver) tell(value);
      };
    this.#work = new OwnedWork(owner);
    const stop = this.#work.run(() =>
      awaitAnswer(
        ask,
        unlessOver((credential) => {
          observer.refreshed(credential);
        }),
        unlessOver((error) => {
          observer.failed(error);
        }),
      ),
    );
    this.#stop = stop;
    if (this.#isOver) this.#leave();
  }

  /** Lets go on who waits, each on the rootQueue of its session; an answer that is still to come is not waited for. */
  end(outcome: RefreshOutcome): void {
    this.#isOver = true;
    this.#outcome.next(outcome);
    this.#leave();
  }

  /** The outcome, once the platform had a turn: credentials that are refreshed for ever starve nobody. */
  outcomeFor({ rootQueue }: SessionInfo): Observable<RefreshOutcome> {
    const queue = SerialScheduler.from(rootQueue);
    return this.#outcome.pipe(
      take(1),
      switchMap(
        (outcome) =>
          new Observable<RefreshOutcome>((waiting) =>
            queue.scheduleMacrotask(() => {
              waiting.next(outcome);
              waiting.complete();
            }),
          ),
      ),
    );
  }

  #leave(): void {
    this.#work?.end();
    this.#stop?.();
  }
}
