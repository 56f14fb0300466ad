import { Observable } from 'rxjs';
import type { Answer } from '../../answers/answer.js';
import type { BodyFlow, BodyReceiver } from '../../transport/body-receiver.js';
import type { SessionError } from '../../errors/session-error.js';

/** Receives the chunks of a body, each after `taken` was called for the one before. */
export interface ChunkListener {
  take(data: Uint8Array, taken: () => void): void;
  /** The body is complete; there may be something to be made of its end. */
  finish(taken: () => void): void;
  /** Another attempt begins: nothing has been handed on yet. */
  reset(): void;
}

/**
 * A response body that is delivered as it arrives, and buffered nowhere: every chunk to all listeners, the next one
 * when all have taken it. Applies backpressure until then.
 */
export class StreamedBody implements BodyReceiver {
  readonly isHeldInMemory = false;
  readonly isStorable = true;
  /** True once a value was delivered to a listener. */
  hasHandedOver = false;
  readonly #listeners = new Set<ChunkListener>();
  #jobs: Job[] = [];
  #round: object | undefined;
  #isProceeding = false;
  #flow: BodyFlow | undefined;
  #end: (() => void) | undefined;

  add(listener: ChunkListener): void {
    this.#listeners.add(listener);
  }

  remove(listener: ChunkListener): void {
    this.#listeners.delete(listener);
  }

  reset(): void {
    this.#jobs = [];
    this.#round = undefined;
    for (const listener of this.#listeners) listener.reset();
  }

  receive(data: Uint8Array, flow: BodyFlow): void {
    if (data.byteLength === 0) return;
    this.#flow = flow;
    this.#jobs.push((listener, taken) => {
      listener.take(data, taken);
    });
    this.#proceed();
    if (this.#isBusy) flow.hold();
  }

  finish(error: SessionError | undefined): Answer<SessionError | undefined> {
    if (error === undefined) {
      this.#jobs.push((listener, taken) => {
        listener.finish(taken);
      });
      this.#proceed();
    }
    if (!this.#isBusy) return error;
    return new Observable((subscriber) => {
      this.#end = () => {
        subscriber.next(error);
      };
    });
  }

  get #isBusy(): boolean {
    return this.#round !== undefined;
  }

  #proceed(): void {
    if (this.#isProceeding) return;
    this.#isProceeding = true;
    while (!this.#isBusy) {
      const job = this.#jobs.shift();
      if (job === undefined) break;
      this.#handOut(job);
    }
    this.#isProceeding = false;
    if (this.#isBusy) return;
    this.#flow?.release();
    this.#end?.();
  }

  #handOut(job: Job): void {
    const listeners = [...this.#listeners];
    if (listeners.length === 0) return;
    const round = {};
    this.#round = round;
    let outstanding = listeners.length;
    const taken = (): void => {
      outstanding -= 1;
      if (outstanding > 0 || this.#round !== round) return;
      this.#round = undefined;
      this.#proceed();
    };
    for (const listener of listeners) job(listener, taken);
  }
}

type Job = (listener: ChunkListener, taken: () => void) => void;
