import { Subscription } from 'rxjs';
import { awaitAnswer, mapAnswer, type Answer } from '../../answers/answer.js';
import type { DigestAuthorizer } from './digest-authorizer.js';
import { foldAnswers } from '../../answers/fold-answers.js';
import { isReplayable } from '../../transport/request-body.js';
import { asSessionError, SessionError } from '../../errors/session-error.js';
import type { URLCredential } from '../../message/url-credential.js';
import { isSameOrigin } from '../../message/url-origin.js';
import { reportUnhandledError } from '../../scheduling/report-unhandled-error.js';
import { ask } from '../ask.js';
import { authorizationFor } from './authorization.js';
import type { ChallengeAnswerer, ChallengedMessage } from './challenge-answerer.js';
import { challengesIn } from './challenge-grammar.js';
import {
  isCovered,
  mayAnswerAgain,
  protectionSpaceOf,
  understoodChallenges,
  type AnsweredSpace,
  type RefusedAnswer,
  type UnderstoodChallenge,
} from './challenge-rules.js';
import type { MessageResult, OpenResult } from './message-result.js';
import type { Sending } from './sending.js';

/** Answers with the credential of the request, else with that of the session. */
export function challengeAnswererWith(authorizeDigest: DigestAuthorizer): ChallengeAnswerer {
  return (sending, challenge) => new AnsweredMessage(sending, challenge, authorizeDigest);
}

interface Reply extends RefusedAnswer {
  readonly space: AnsweredSpace;
  readonly authorization: string;
}

/** One message, sent again with an answer when it is challenged. */
class AnsweredMessage implements ChallengedMessage {
  readonly #openQuestions = new Subscription();
  #reply: Reply | undefined;
  #failureCount = 0;

  constructor(
    private readonly sending: Sending,
    private readonly challenge: OpenResult | undefined,
    private readonly authorizeDigest: DigestAuthorizer,
  ) {}

  /** Decides about its challenge, else sends it: with an answer at once where the space was answered before. */
  begin(): void {
    const { sending, challenge } = this;
    const { message } = sending;
    const { url } = message.urlRequest;
    if (challenge !== undefined) {
      this.#consider(challenge);
      return;
    }
    const space = this.#answeredSpaceOf(url);
    if (space === undefined) {
      sending.transmit(message);
      return;
    }
    this.#ask(
      () => this.#replyFor(space, url, { isAhead: true, isRenewal: false }),
      (reply) => {
        if (reply === undefined) sending.transmit(message);
        else this.#sendWith(reply, url);
      },
    );
  }

  stop(): void {
    this.#openQuestions.unsubscribe();
  }

  next(result: MessageResult): void {
    try {
      this.#arrived(result);
    } catch (cause) {
      this.#failed(cause);
    }
  }

  /** Where it was answered with a credential that is still the one to use: retriers may have given the request another. */
  #answeredSpaceOf(url: string): AnsweredSpace | undefined {
    const { x, isAtHome } = this.sending;
    const { credential } = x.hooks;
    if (!isAtHome) return undefined;
    return x.journal.answeredSpaces.find(
      (answered) =>
        (credential === undefined || answered.credential === credential) &&
        isCovered(answered.challenge, answered.url, url),
    );
  }

  #sendWith(reply: Reply, url: string): void {
    const { urlRequest, body } = this.sending.message;
    this.#reply = reply;
    const headers = urlRequest.headers.set('Authorization', reply.authorization);
    this.sending.transmit({ urlRequest: urlRequest.with({ url, headers }), body });
  }

  #arrived(result: MessageResult): void {
    switch (result.kind) {
      case 'challenged':
        this.#consider(result);
        return;
      case 'redirected':
        this.#accepted();
        break;
      case 'completed':
        if (result.error === undefined) this.#accepted();
    }
    this.sending.proceed(result);
  }

  #consider(challenge: OpenResult): void {
    const { message, attempt, x } = this.sending;
    const { url, headers } = challenge.response;
    const offered = understoodChallenges(challengesIn(headers.values('www-authenticate')));
    const refused = this.#takeBack();
    if (offered[0] === undefined) {
      this.#refuseHidden(challenge);
      this.sending.proceed(challenge);
      return;
    }
    x.session.delegate.taskDidReceiveChallenge(attempt, {
      protectionSpace: protectionSpaceOf(url, offered[0]),
      previousFailureCount: this.#failureCount,
      failureResponse: challenge.response,
    });
    const { body } = message;
    const worthwhile = refused ? offered.filter((each) => mayAnswerAgain(refused, each)) : offered;
    if (body === undefined || isReplayable(body)) this.#answer(challenge, worthwhile, refused);
    else this.sending.proceed(challenge);
  }

  /** With the first of the challenges that there is a credential for, and a way to answer. */
  #answer(
    arrived: OpenResult,
    challenges: readonly UnderstoodChallenge[],
    refused: RefusedAnswer | undefined,
  ): void {
    const { url } = arrived.response;
    const isRenewal = refused !== undefined && !refused.isAhead;
    const replyTo = (challenge: UnderstoodChallenge): Answer<Reply | undefined> =>
      mapAnswer(this.#credentialFor(url, challenge), (credential) =>
        // a caller without types may answer with null
        !credential
          ? undefined
          : this.#replyFor(
              { challenge, credential, url, nonceCount: 0, cnonce: undefined },
              this.#urlAfter(arrived),
              {
                isAhead: false,
                isRenewal,
              },
            ),
      );
    this.#ask(
      () =>
        foldAnswers<UnderstoodChallenge, Reply | undefined>({
          steps: challenges,
          initial: undefined,
          ask: replyTo,
          isFinal: (reply) => reply !== undefined,
        }),
      (reply) => {
        if (reply === undefined) this.sending.proceed(arrived);
        else this.#sendAgain(reply, this.#urlAfter(arrived));
      },
    );
  }

  #sendAgain(reply: Reply, url: string): void {
    const { message, attempt, x } = this.sending;
    if (message.body !== undefined) x.session.delegate.taskNeedsNewBodyStream(attempt);
    this.#sendWith(reply, url);
  }

  /** An axios instance may have added to the URL; where redirects are hidden it may be that of another message. */
  #urlAfter({ response }: OpenResult): string {
    const { x, message } = this.sending;
    return x.transport.capabilities.visibleRedirects ? response.url : message.urlRequest.url;
  }

  #credentialFor(url: string, challenge: UnderstoodChallenge): Answer<URLCredential | undefined> {
    const { x, isAtHome, message } = this.sending;
    const isOwn = isAtHome && isSameOrigin(url, message.urlRequest.url);
    if (isOwn && x.hooks.credential !== undefined) return x.hooks.credential;
    return x.session.credentialStorage?.defaultCredential(protectionSpaceOf(url, challenge));
  }

  #replyFor(
    space: AnsweredSpace,
    url: string,
    circumstances: { isAhead: boolean; isRenewal: boolean },
  ): Answer<Reply | undefined> {
    const { challenge } = space;
    return mapAnswer(
      authorizationFor(this.sending.message, url, space, this.authorizeDigest),
      (authorization) =>
        authorization === undefined ? undefined : { ...circumstances, challenge, space, authorization },
    );
  }

  /** The reply that was refused. */
  #takeBack(): Reply | undefined {
    const reply = this.#reply;
    this.#reply = undefined;
    if (reply === undefined) return undefined;
    this.#failureCount += 1;
    const { journal } = this.sending.x;
    journal.answeredSpaces = journal.answeredSpaces.filter((space) => space !== reply.space);
    return reply;
  }

  #accepted(): void {
    const { hooks, journal, session } = this.sending.x;
    const space = this.#reply?.isAhead === false ? this.#reply.space : undefined;
    if (space === undefined) return;
    journal.answeredSpaces = [space, ...journal.answeredSpaces];
    const { challenge, credential, url } = space;
    if (credential !== hooks.credential || credential.persistence !== 'forSession') return;
    const { credentialStorage } = session;
    const keep = (): Answer<void> =>
      credentialStorage?.setDefaultCredential?.(credential, protectionSpaceOf(url, challenge));
    awaitAnswer(keep, () => undefined, reportUnhandledError);
  }

  #refuseHidden({ response: { url, headers } }: OpenResult): void {
    const { hooks, transport } = this.sending.x;
    const { capabilities } = transport;
    if (hooks.credential === undefined || headers.has('www-authenticate')) return;
    if (capabilities.hidesChallenges?.(url) !== true) return;
    const feature =
      'authenticate: the browser hides the WWW-Authenticate of another origin that does not expose it';
    throw new SessionError({ kind: 'unsupported', feature });
  }

  #ask<T>(question: () => Answer<T>, answered: (answer: T) => void): void {
    const { x } = this.sending;
    const stop = ask(x, x.session.rootQueue, question, answered, this.#failed);
    if (stop !== undefined) this.#openQuestions.add(stop);
  }

  readonly #failed = (cause: unknown): void => {
    this.sending.fail(
      asSessionError(cause, (error) => ({
        kind: 'sessionTaskFailed',
        code: 'userAuthenticationRequired',
        error,
      })),
    );
  };
}
