import type { RequestState } from 'rxsession';
import {
  type Answering,
  type Deed,
  RETRY_DELAY,
  RETRY_LIMIT,
  type SerializerKind,
  type Setting,
} from './lifecycle-bench.js';
import { type Delivery, deliveryOf, type ModelListener, type Question } from './lifecycle-deliveries.js';
import { HEADS, type ServerDeed } from './obedient-transport.js';

type Phase =
  'idle' | 'preparing' | 'prepared' | 'sending' | 'after the message' | 'waiting' | 'serializing' | 'over';

/**
 * What a request does, told plainly: one thing after the other, each followed to its end before the next. A question
 * that is not answered at once is what goes on when it is.
 */
export class LifecycleModel {
  state: RequestState = 'initialized';
  phase: Phase = 'idle';
  /** The last state that the attempt was told: behind `state` within a turn. */
  protected toldState: RequestState = 'initialized';
  readonly listeners: ModelListener[] = [];
  /** Messages that were sent, redirects and retries included. */
  sent = 0;
  now = 0;
  #retryAt = Infinity;
  #deadline = Infinity;
  #lastSign = 0;
  #retryCount = 0;
  #error: Delivery | undefined;
  #body = '';
  #hasHead = false;
  #isAborted = false;
  #heedsSignal = false;
  #outlivesListeners = false;
  protected isInterrupted = false;
  #invalidity: Delivery | undefined;
  readonly #validators: Answering[] = [];
  /** The one question of the exchange, then those of late listeners. */
  openQuestions: Question[] = [];
  /** What the server has done while a decision about its response is open. */
  #held: ServerDeed[] | undefined;

  constructor(protected readonly setting: Setting) {
    if (setting.requestSetup === 'eager') this.#setUp();
  }

  get hasEnded(): boolean {
    return this.phase === 'over';
  }

  /** Whether a message is at the server, and the answer still wanted. */
  get isExchanging(): boolean {
    const isHeld = this.#held?.some((deed) => deed === 'end' || deed === 'fail') ?? false;
    return this.phase === 'sending' && !isHeld;
  }

  /** What is done from outside; what is done from inside user code the model does not know. */
  do(deed: Deed): void {
    if (deed === 'resume') this.#resume();
    if (deed === 'suspend') this.#suspend();
    if (deed === 'cancel') this.cancelByHand();
    if (deed === 'cancelAll' && this.phase !== 'idle') this.#cancel();
    if (deed === 'finishTasks') this.#invalidity ??= 'sessionInvalidated';
    if (deed === 'abort') this.#abort();
    if (deed === 'dispose') this.#dispose();
  }

  listen(kind: SerializerKind): void {
    const listener: ModelListener = { kind, hasLeft: false, serialized: undefined, delivered: undefined };
    if (this.hasEnded) {
      this.listeners.push(listener);
      this.#serialize(listener, (delivery) => {
        listener.delivered = delivery;
      });
      return;
    }
    this.listeners.push(listener);
    this.#heedSignal();
    if (this.state === 'initialized' && this.setting.startRequestsImmediately) this.#resume();
  }

  leave(index: number): void {
    const present = this.listeners.filter(({ hasLeft }) => !hasLeft);
    const listener = present[index % present.length];
    if (listener === undefined) return;
    listener.hasLeft = true;
    const inTurn = this.openQuestions.find(({ of }) => of === listener);
    this.openQuestions = this.openQuestions.filter((question) => question !== inTurn);
    if (this.hasEnded) return;
    if (this.#attending.length === 0 && !this.#outlivesListeners) this.#cancel();
    else if (inTurn !== undefined) this.#serializeNext();
  }

  validate(answering: Answering): void {
    this.#validators.push(answering);
  }

  answer(isRefusal: boolean): void {
    this.openQuestions.shift()?.answered(isRefusal);
  }

  pass(duration: number): void {
    const end = this.now + duration;
    for (let next = this.#nextTimer; next <= end; next = this.#nextTimer) {
      this.now = next;
      if (next === this.#retryAt) this.#retry();
      else if (next === this.#deadline) this.#interrupt('sessionTaskFailed');
      else this.#fail('sessionTaskFailed');
    }
    this.now = end;
  }

  /** What the server does with the message it has. */
  serve(deed: ServerDeed): void {
    if (!this.isExchanging) return;
    if (this.#held !== undefined) {
      this.#held.push(deed);
      return;
    }
    if (this.#hasHead && HEADS.includes(deed)) return;
    this.#lastSign = this.now;
    switch (deed) {
      case 'head':
      case 'unacceptable':
        this.#heed();
        return;
      case 'redirect':
        this.#redirected();
        return;
      case 'data':
      case 'end':
        if (!this.#hasHead) {
          this.#heed();
          if (this.phase === 'sending') this.serve(deed);
        } else if (deed === 'data') this.#body += '1';
        else this.#validateFrom(0);
        return;
      case 'fail':
        this.#fail('sessionTaskFailed');
        return;
      case 'sent':
      case 'moved nowhere':
    }
  }

  /** What follows from a cancellation comes later in the same turn. */
  get #isBeingCancelled(): boolean {
    return this.state === 'cancelled' && !this.isInterrupted;
  }

  get #attending(): ModelListener[] {
    return this.listeners.filter(({ hasLeft }) => !hasLeft);
  }

  get #nextTimer(): number {
    return Math.min(this.#retryAt, this.#deadline, this.#silentAt);
  }

  /** When silence becomes too long: bytes are expected while the message runs and nobody is asked about it. */
  get #silentAt(): number {
    const isExpecting = this.phase === 'sending' && this.state === 'resumed' && this.#held === undefined;
    return isExpecting ? this.#lastSign + this.setting.timeoutIntervalForRequest : Infinity;
  }

  #resume(): void {
    if (this.state !== 'initialized' && this.state !== 'suspended') return;
    this.becomeResumed();
    this.didResume();
  }

  protected becomeResumed(): void {
    const isUnattended = this.state === 'initialized' && this.#attending.length === 0;
    this.state = 'resumed';
    if (isUnattended && this.setting.startRequestsImmediately) this.#outlivesListeners = true;
  }

  protected didResume(): void {
    if (this.isInterrupted || this.hasEnded) return;
    this.toldState = 'resumed';
    if (this.phase === 'prepared') this.#send(false);
    if (this.state === 'cancelled') return;
    if (this.#deadline === Infinity) this.#deadline = this.now + this.setting.timeoutIntervalForResource;
    this.#lastSign = this.now;
    this.#setUp();
  }

  #abort(): void {
    this.#isAborted = true;
    if (this.#heedsSignal) this.#cancel();
  }

  #dispose(): void {
    this.#invalidity ??= 'sessionDeinitialized';
    if (this.phase !== 'idle') this.#interrupt('sessionDeinitialized');
  }

  #suspend(): void {
    if (this.state !== 'initialized' && this.state !== 'resumed') return;
    this.state = this.toldState = 'suspended';
  }

  #setUp(): void {
    if (this.phase !== 'idle') return;
    if (this.#invalidity !== undefined) {
      this.#interrupt(this.#invalidity);
      return;
    }
    this.#heedSignal();
    if (!this.isInterrupted) this.#attempt();
  }

  #heedSignal(): void {
    this.#heedsSignal = true;
    if (this.#isAborted) this.#cancel();
  }

  protected cancelByHand(): void {
    this.#cancel();
    for (const { of } of this.openQuestions.splice(0)) if (of) of.delivered = 'explicitlyCancelled';
  }

  #cancel(): void {
    if (this.hasEnded) return;
    this.state = 'cancelled';
    this.#interrupt('explicitlyCancelled');
  }

  #interrupt(kind: Delivery): void {
    if (this.hasEnded) return;
    this.isInterrupted = true;
    this.#retryAt = Infinity;
    this.openQuestions = [];
    this.#finish(kind);
  }

  #attempt(): void {
    this.#body = '';
    this.phase = 'preparing';
    this.#ask(this.setting.adapter, (isRefused) => {
      if (isRefused) this.#fail('requestAdaptationFailed');
      else this.#send(true);
    });
  }

  /** A new attempt starts in the state of its request; one that runs goes on until it is told otherwise. */
  #send(isNew: boolean): void {
    this.#hasHead = false;
    this.#held = undefined;
    const isRunning = this.toldState === 'resumed' && (!isNew || this.state === 'resumed');
    this.phase = isRunning ? 'sending' : 'prepared';
    if (this.phase !== 'sending') return;
    this.sent += 1;
    this.#lastSign = this.now;
  }

  #redirected(): void {
    this.#hasHead = true;
    const { redirectHandler } = this.setting;
    if (redirectHandler === 'refuses') {
      this.#heed();
      return;
    }
    this.#held = [];
    this.#ask(redirectHandler, (isRefused) => {
      if (isRefused) this.#fail('sessionTaskFailed');
      else this.#send(false);
    });
  }

  #heed(): void {
    this.#hasHead = true;
    const { responseHandler } = this.setting;
    if (responseHandler === 'refuses') {
      this.#cancel();
      return;
    }
    if (responseHandler === 'later') this.#held = [];
    this.#ask(responseHandler, (isRefused) => {
      if (isRefused) this.#fail('sessionTaskFailed');
      else this.#release();
    });
  }

  #release(): void {
    if (this.#held !== undefined) this.#lastSign = this.now;
    const held = this.#held ?? [];
    this.#held = undefined;
    for (const deed of held) this.serve(deed);
  }

  #validateFrom(index: number): void {
    this.phase = 'after the message';
    const validator = this.#validators[index];
    if (validator === undefined) {
      this.#finish(undefined);
      return;
    }
    this.#ask(validator, (isRefused) => {
      if (isRefused) this.#fail('responseValidationFailed');
      else this.#validateFrom(index + 1);
    });
  }

  #fail(kind: Delivery): void {
    this.phase = 'after the message';
    this.#held = undefined;
    this.#judge(kind, (error) => {
      this.#finish(error);
    });
  }

  #judge(kind: Delivery, decided: (error: Delivery) => void, of?: ModelListener): void {
    const { retrier } = this.setting;
    if (
      retrier === 'none' ||
      this.state === 'cancelled' ||
      this.isInterrupted ||
      this.#retryCount >= RETRY_LIMIT
    ) {
      decided(kind);
      return;
    }
    if (retrier === 'delays') {
      this.phase = 'waiting';
      this.#retryAt = this.now + RETRY_DELAY;
      return;
    }
    this.#ask(
      retrier,
      (isRefused) => {
        if (isRefused) decided('requestRetryFailed');
        else this.#retry();
      },
      of,
    );
  }

  #retry(): void {
    if (this.#isBeingCancelled) return;
    this.#retryAt = Infinity;
    this.#retryCount += 1;
    this.#error = undefined;
    for (const listener of this.listeners) listener.serialized = undefined;
    this.#attempt();
  }

  #finish(error: Delivery | undefined): void {
    this.phase = 'serializing';
    this.#error = error;
    for (const listener of this.listeners) listener.serialized = undefined;
    this.#serializeNext();
  }

  #serializeNext(): void {
    const next = this.#attending.find(({ serialized }) => serialized === undefined);
    if (next === undefined) {
      this.#deliverAll();
      return;
    }
    const keep = (delivery: Delivery): void => {
      next.serialized = delivery;
      this.#serializeNext();
    };
    this.#serialize(next, (delivery) => {
      if (delivery === 'a value') keep(delivery);
      else this.#judge(delivery, keep, next);
    });
  }

  #serialize(listener: ModelListener, done: (delivery: Delivery) => void): void {
    if (listener.kind === 'later' && !this.isInterrupted) this.#askSerializer(listener, done);
    else done(deliveryOf(listener.kind, this.#error, this.#body));
  }

  #askSerializer(listener: ModelListener, done: (delivery: Delivery) => void): void {
    this.#ask('later', (isRefused) => done(isRefused ? 'responseSerializationFailed' : 'a value'), listener);
  }

  #deliverAll(): void {
    if (this.#isBeingCancelled) return;
    this.phase = 'over';
    this.#deadline = Infinity;
    if (this.state !== 'cancelled') this.state = 'finished';
    for (const listener of this.#attending) listener.delivered = listener.serialized;
  }

  #ask(answering: Answering, answered: (isRefused: boolean) => void, of?: ModelListener): void {
    if (answering === 'later') this.openQuestions.push({ answered, of });
    else answered(answering === 'refuses');
  }
}
