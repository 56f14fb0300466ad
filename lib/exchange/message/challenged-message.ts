import { Subscription, type Subscriber } from 'rxjs';
import { awaitAnswer, mapAnswer, type Answer } from '../../answers/answer.js';
import type { DigestAuthorizer } from './digest-authorizer.js';
import { foldAnswers } from '../../answers/fold-answers.js';
import { isReplayable } from '../../transport/request-body.js';
import { asSessionError, SessionError } from '../../errors/session-error.js';
import type { URLCredential } from '../../message/url-credential.js';
import { isSameOrigin } from '../../message/url-origin.js';
import { reportUnhandledError } from '../../scheduling/report-unhandled-error.js';
import { ask } from '../ask.js';
import type { ChallengedHop, HopResult } from '../hop-result.js';
import type { PreparedRequest } from '../prepared-request.js';
import { authorizationFor } from './authorization.js';
import type {
  AnsweredSpace,
  ChallengeAnswerer,
  ChallengeContext,
  MessageOfTask,
} from './challenge-answerer.js';
import { challengesIn } from './challenge-grammar.js';
import {
  isCovered,
  mayAnswerAgain,
  protectionSpaceOf,
  understoodChallenges,
  type RefusedAnswer,
  type UnderstoodChallenge,
} from './challenge-rules.js';

/** Answers with the credential of the request, else with that of the session. */
export function challengeAnswererWith(authorizeDigest: DigestAuthorizer): ChallengeAnswerer {
  return (x, given, out) => {
    const challenged = new ChallengedMessage(x, given, out, authorizeDigest);
    challenged.begin();
    return challenged;
  };
}

interface Reply extends RefusedAnswer {
  readonly space: AnsweredSpace;
  readonly authorization: string;
}

/** One message, sent again with an answer when it is challenged. */
class ChallengedMessage extends Subscription {
  #step = Subscription.EMPTY;
  #reply: Reply | undefined;
  #failureCount = 0;

  constructor(
    private readonly x: ChallengeContext,
    private readonly given: MessageOfTask,
    private readonly out: Subscriber<HopResult>,
    private readonly authorizeDigest: DigestAuthorizer,
  ) {
    super(() => {
      this.#step.unsubscribe();
    });
  }

  /** Decides about its challenge, else sends it: with an answer at once where the space was answered before. */
  begin(): void {
    const { message, challenged } = this.given;
    const { url } = message.urlRequest;
    if (challenged !== undefined) {
      this.#step = challenged.waiting;
      this.#consider(challenged.hop);
      return;
    }
    const space = this.#answeredSpaceOf(url);
    if (space === undefined) {
      this.#send(message);
      return;
    }
    this.#ask(
      () => this.#replyFor(space, url, { isAhead: true, isRenewal: false }),
      (reply) => {
        if (reply === undefined) this.#send(message);
        else this.#sendWith(reply, url);
      },
    );
  }

  /** Where it was answered with a credential that is still the one to use: retriers may have given the request another. */
  #answeredSpaceOf(url: string): AnsweredSpace | undefined {
    const { credential, answeredSpaces } = this.x;
    if (!this.given.isAtHome) return undefined;
    return answeredSpaces.find(
      (answered) =>
        (credential === undefined || answered.credential === credential) &&
        isCovered(answered.challenge, answered.url, url),
    );
  }

  #send(message: PreparedRequest): void {
    this.#step.unsubscribe();
    const arrived = (result: HopResult): void => {
      try {
        this.#arrived(result);
      } catch (cause) {
        this.#failed(cause);
      }
    };
    this.#step = this.given.running.send(message).subscribe({ next: arrived, error: this.#failed });
  }

  #sendWith(reply: Reply, url: string): void {
    const { urlRequest, body } = this.given.message;
    this.#reply = reply;
    const headers = urlRequest.headers.set('Authorization', reply.authorization);
    this.#send({ urlRequest: urlRequest.with({ url, headers }), body });
  }

  #arrived(result: HopResult): void {
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
    this.out.next(result);
  }

  #consider(hop: ChallengedHop): void {
    const { url, headers } = hop.response;
    const offered = understoodChallenges(challengesIn(headers.values('www-authenticate')));
    const refused = this.#takeBack();
    if (offered[0] === undefined) {
      this.#refuseHidden(hop);
      this.out.next(hop);
      return;
    }
    this.x.session.delegate.taskDidReceiveChallenge(this.given.running.task, {
      protectionSpace: protectionSpaceOf(url, offered[0]),
      previousFailureCount: this.#failureCount,
      failureResponse: hop.response,
    });
    const { body } = this.given.message;
    const worthwhile = refused ? offered.filter((challenge) => mayAnswerAgain(refused, challenge)) : offered;
    if (body === undefined || isReplayable(body)) this.#answer(hop, worthwhile, refused);
    else this.out.next(hop);
  }

  /** With the first of the challenges that there is a credential for, and a way to answer. */
  #answer(
    hop: ChallengedHop,
    challenges: readonly UnderstoodChallenge[],
    refused: RefusedAnswer | undefined,
  ): void {
    const { url } = hop.response;
    const isRenewal = refused !== undefined && !refused.isAhead;
    const replyTo = (challenge: UnderstoodChallenge): Answer<Reply | undefined> =>
      mapAnswer(this.#credentialFor(url, challenge), (credential) =>
        // a caller without types may answer with null
        !credential
          ? undefined
          : this.#replyFor(
              { challenge, credential, url, nonceCount: 0, cnonce: undefined },
              this.#urlAfter(hop),
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
        if (reply === undefined) this.out.next(hop);
        else this.#sendAgain(reply, this.#urlAfter(hop));
      },
    );
  }

  #sendAgain(reply: Reply, url: string): void {
    const { message, running } = this.given;
    if (message.body !== undefined) this.x.session.delegate.taskNeedsNewBodyStream(running.task);
    this.#sendWith(reply, url);
  }

  /** An axios instance may have added to the URL; where redirects are hidden it may be that of another message. */
  #urlAfter({ response }: ChallengedHop): string {
    const { visibleRedirects } = this.x.transport.capabilities;
    return visibleRedirects ? response.url : this.given.message.urlRequest.url;
  }

  #credentialFor(url: string, challenge: UnderstoodChallenge): Answer<URLCredential | undefined> {
    const { x, given } = this;
    const isOwn = given.isAtHome && isSameOrigin(url, given.message.urlRequest.url);
    if (isOwn && x.credential !== undefined) return x.credential;
    return x.session.credentialStorage?.defaultCredential(protectionSpaceOf(url, challenge));
  }

  #replyFor(
    space: AnsweredSpace,
    url: string,
    circumstances: { isAhead: boolean; isRenewal: boolean },
  ): Answer<Reply | undefined> {
    const { challenge } = space;
    return mapAnswer(
      authorizationFor(this.given.message, url, space, this.authorizeDigest),
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
    this.x.answeredSpaces = this.x.answeredSpaces.filter((space) => space !== reply.space);
    return reply;
  }

  #accepted(): void {
    const { x } = this;
    const space = this.#reply?.isAhead === false ? this.#reply.space : undefined;
    if (space === undefined) return;
    x.answeredSpaces = [space, ...x.answeredSpaces];
    const { challenge, credential, url } = space;
    if (credential !== x.credential || credential.persistence !== 'forSession') return;
    const { credentialStorage } = x.session;
    const keep = (): Answer<void> =>
      credentialStorage?.setDefaultCredential?.(credential, protectionSpaceOf(url, challenge));
    awaitAnswer(keep, () => undefined, reportUnhandledError);
  }

  #refuseHidden({ response: { url, headers } }: ChallengedHop): void {
    const { capabilities } = this.x.transport;
    if (this.x.credential === undefined || headers.has('www-authenticate')) return;
    if (capabilities.hidesChallenges?.(url) !== true) return;
    const feature =
      'authenticate: the browser hides the WWW-Authenticate of another origin that does not expose it';
    throw new SessionError({ kind: 'unsupported', feature });
  }

  #ask<T>(question: () => Answer<T>, answered: (answer: T) => void): void {
    this.add(ask(this.x, this.x.session.rootQueue, question, answered, this.#failed));
  }

  readonly #failed = (cause: unknown): void => {
    this.out.error(
      asSessionError(cause, (error) => ({
        kind: 'sessionTaskFailed',
        code: 'userAuthenticationRequired',
        error,
      })),
    );
  };
}
