import { Subscription, type Unsubscribable } from 'rxjs';
import { asTaskFailure, SessionError } from '../../errors/session-error.js';
import { isFollowing } from '../../extending/redirect-handler.js';
import { isSameOrigin } from '../../message/url-origin.js';
import { ask } from '../ask.js';
import type { Attempt, SentAttempt } from '../attempt.js';
import type { Exchange, Stop, PreparedRequest } from '../exchange.js';
import type { ChallengedMessage } from '../message/challenge-answerer.js';
import { Message, type MessageClient } from '../message/message.js';
import type { MessageResult, OpenResult } from '../message/message-result.js';
import type { Sending } from '../message/sending.js';
import type { Moves, RoutedExchange, Step } from '../step.js';

/**
 * Sends the messages of an attempt: the first, one more for each redirect that is followed and for each challenge that is
 * answered, until one of them completes.
 */
export const sendMessages: Step<Message, SentAttempt> = (x, first, go) => {
  const sender = new MessageSender(x, first, go);
  sender.begin();
  return sender;
};

class MessageSender implements MessageClient, Sending, Unsubscribable {
  message: PreparedRequest;
  /** Undefined for most attempts, which send one message. */
  #detour: Detour | undefined;
  #isOver = false;

  /** @param current - message that was transmitted last. */
  constructor(
    readonly x: RoutedExchange,
    private current: Message,
    private readonly go: Moves<SentAttempt>,
  ) {
    this.message = current;
  }

  get attempt(): Attempt {
    return this.current.attempt;
  }

  get visited(): readonly string[] {
    return [...(this.#detour?.earlier ?? []), this.message.urlRequest.url];
  }

  get isAtHome(): boolean {
    return this.#detour?.isAtHome ?? true;
  }

  begin(): void {
    const { x } = this;
    if (x.transport.capabilities.visibleRedirects || isFollowing(x.hooks.redirectHandler)) {
      this.#send();
      return;
    }
    const feature = 'a redirect handler: the platform follows redirects by itself and hides them';
    this.fail(new SessionError({ kind: 'unsupported', feature }));
  }

  /** Stops the message in flight: its attempt is cancelled. */
  unsubscribe(): void {
    this.#isOver = true;
    this.attempt.cancel();
    this.#leave();
  }

  next(result: MessageResult): void {
    try {
      const challenged = this.#detour?.challenged;
      if (challenged !== undefined) challenged.next(result);
      else if (result.kind === 'challenged' && answersChallenges(this.x)) this.#answer(result);
      else this.proceed(result);
    } catch (cause) {
      this.fail(cause);
    }
  }

  proceed(result: MessageResult): void {
    switch (result.kind) {
      case 'completed':
        this.#end(result.error);
        return;
      case 'challenged':
        result.accept();
        return;
      case 'redirected':
        this.#redirect(result);
    }
  }

  follow(message: PreparedRequest): void {
    const detour = (this.#detour ??= new Detour());
    this.#leave();
    detour.earlier.push(this.message.urlRequest.url);
    detour.isAtHome &&= isSameOrigin(message.urlRequest.url, this.attempt.originalRequest.url);
    this.message = message;
    this.current = this.#messageOf(message);
    this.#send();
  }

  transmit(message: PreparedRequest): void {
    this.current.abandon();
    this.current = this.#messageOf(message);
    this.current.sendFor(this);
  }

  fail(cause: unknown): void {
    if (this.#isOver) return;
    const error = asTaskFailure(cause);
    this.x.journal.didFailTaskEarly(this.attempt, error);
    this.#end(error);
  }

  /** Sends the current message. If an earlier challenge tells what it will be asked, the answer goes with it. */
  #send(): void {
    const { x } = this;
    if (x.journal.answeredSpaces.length > 0 && answersChallenges(x)) this.#answer(undefined);
    else this.current.sendFor(this);
  }

  #answer(challenge: OpenResult | undefined): void {
    const { x } = this;
    const loading = ask(
      x,
      x.session.rootQueue,
      x.loadChallengeAnswerer,
      (answerer) => {
        const challenged = answerer(this, challenge);
        (this.#detour ??= new Detour()).challenged = challenged;
        challenged.begin();
      },
      (cause) => {
        this.fail(cause);
      },
    );
    this.#untilLeft(loading);
  }

  #redirect(redirect: OpenResult): void {
    const { x } = this;
    const loading = ask(
      x,
      x.session.rootQueue,
      x.loadRedirectFollower,
      (follow) => {
        this.#untilLeft(follow(this, redirect));
      },
      (cause) => {
        this.fail(cause);
      },
    );
    this.#untilLeft(loading);
  }

  #end(error: SessionError | undefined): void {
    this.#isOver = true;
    this.#leave();
    this.go.next({ attempt: this.attempt, error });
  }

  /** Leaves the current message, and what is being decided about it. */
  #leave(): void {
    this.#detour?.leave();
    this.current.abandon();
  }

  #untilLeft(stop: Stop | void): void {
    if (stop === undefined || this.#isOver) return;
    (this.#detour ??= new Detour()).openQuestions.add(stop);
  }

  #messageOf({ urlRequest, body }: PreparedRequest): Message {
    return new Message(this.x, this.attempt, urlRequest, body);
  }
}

/** A request whose challenges nobody answers or observes lets them through. */
function answersChallenges({ hooks, session }: Exchange): boolean {
  return (
    hooks.credential !== undefined ||
    session.credentialStorage !== undefined ||
    session.events.hasListenersFor('taskDidReceiveChallenge')
  );
}

/** Where redirects and challenges have led an attempt. */
class Detour {
  /** URLs before that of the current message. */
  readonly earlier: string[] = [];
  isAtHome = true;
  challenged: ChallengedMessage | undefined;
  openQuestions = new Subscription();

  leave(): void {
    this.openQuestions.unsubscribe();
    this.openQuestions = new Subscription();
    this.challenged?.stop();
    this.challenged = undefined;
  }
}
