import { Subscription } from 'rxjs';
import type { Answer } from '../../answers/answer.js';
import type { TaskInfo } from '../../message/request-info.js';
import type { Transport } from '../../transport/transport.js';
import { asSessionError, type SessionError } from '../../errors/session-error.js';
import type { URLRequest } from '../../message/url-request.js';
import { ask } from '../ask.js';
import type { ExchangeBase } from '../exchange-base.js';
import type { RedirectedHop } from '../hop-result.js';
import type { PreparedRequest } from '../prepared-request.js';
import { strippedAcrossOrigins } from './credential-stripping.js';
import { followDecision } from './follow-rules.js';
import {
  isNotFollowing,
  type RedirectAnswer,
  type RedirectHandler,
} from '../../extending/redirect-handler.js';
import { redirectDecision, type RedirectProposal } from './redirect-rules.js';

/**
 * Decides what becomes of a redirect, and has the route go on. Not a part of the stage, so that a browser, which
 * follows redirects unseen, loads it when a transport of the caller's own shows it one.
 */
export type RedirectFollower = (x: RedirectContext, redirect: ArrivedRedirect) => Subscription;

export interface RedirectContext extends ExchangeBase {
  /** What the messages go through. */
  readonly transport: Transport;
  /** The request's handler, else the session's; undefined follows. */
  readonly redirectHandler: RedirectHandler | undefined;
  /** Browsers load it when it is first needed. */
  readonly loadRedirectFollower: () => Answer<RedirectFollower>;
  /** The same check that a URLRequest passes when it is made. */
  validate(urlRequest: URLRequest): URLRequest;
}

/** A task that counts the redirects it has followed. */
export interface RedirectableTask extends TaskInfo {
  redirectCount: number;
}

/** A redirect, where in its task it stands, and how the task goes on. */
export interface ArrivedRedirect {
  readonly task: RedirectableTask;
  readonly hop: RedirectedHop;
  /** What was redirected. */
  readonly message: PreparedRequest;
  readonly first: PreparedRequest;
  /** The URL of every message so far, in order. */
  readonly visited: readonly string[];
  readonly send: (message: PreparedRequest) => void;
  readonly fail: (error: SessionError) => void;
}

/** Follows a redirect as its handler answers and the rules allow; without a handler, as the rules allow. */
export const followRedirect: RedirectFollower = (x, redirect) => {
  const consideration = new Consideration(x, redirect);
  consideration.begin();
  return consideration;
};

class Consideration extends Subscription {
  constructor(
    private readonly x: RedirectContext,
    private readonly redirect: ArrivedRedirect,
  ) {
    super();
  }

  begin(): void {
    const { hop, message, fail } = this.redirect;
    const { response } = hop;
    const { secretHeaders } = this.x.session;
    const decision = redirectDecision({ request: message.urlRequest, response, secretHeaders });
    switch (decision.kind) {
      case 'none':
        hop.accept();
        return;
      case 'failed':
        if (isNotFollowing(this.x.redirectHandler)) hop.accept();
        else fail(decision.error);
        return;
      case 'redirect':
        this.#askHandler(decision);
    }
  }

  #askHandler(proposal: RedirectProposal): void {
    const { x } = this;
    const { task, hop, fail } = this.redirect;
    x.session.delegate.taskWillPerformHTTPRedirection(task, hop.response, proposal.request);
    const { redirectHandler } = x;
    if (redirectHandler === undefined) {
      this.#follow(proposal, proposal.request);
      return;
    }
    const failed = (cause: unknown): void => {
      fail(asSessionError(cause, handlerFailure));
    };
    const answered = (answer: RedirectAnswer): void => {
      if (!answer) {
        hop.accept();
        return;
      }
      const request = attempt(() => this.#requestOf(answer, proposal), failed);
      if (request !== undefined) this.#follow(proposal, request);
    };
    const question = (): ReturnType<RedirectHandler['redirect']> =>
      redirectHandler.redirect(task, proposal.request, hop.response);
    this.add(ask(x, x.session.rootQueue, question, answered, failed));
  }

  #follow(proposal: RedirectProposal, request: URLRequest): void {
    const { task, message, visited, send, fail } = this.redirect;
    const { body } = message;
    const { delegate, limits, secretHeaders } = this.x.session;
    const { maximumRedirects } = limits;
    const decision = followDecision({ proposal, request, body, visited, maximumRedirects, secretHeaders });
    switch (decision.kind) {
      case 'failed':
        fail(decision.error);
        return;
      case 'follow':
        task.redirectCount += 1;
        if (decision.body !== undefined) delegate.taskNeedsNewBodyStream(task);
        send({ urlRequest: decision.request, body: decision.body });
    }
  }

  /**
   * A request that a handler has changed or made anew joins the session's headers; not the secrets among them once
   * another origin has had a say in where the exchange goes.
   */
  #requestOf(answer: URLRequest, proposal: RedirectProposal): URLRequest {
    if (answer === proposal.request) return answer;
    const request = this.x.validate(answer);
    const { first, visited } = this.redirect;
    const { headers, secretHeaders } = this.x.session;
    const joinable = [...visited, request.url].reduce(
      (left, url) => strippedAcrossOrigins(left, first.urlRequest.url, url, secretHeaders),
      headers,
    );
    return request.with({ headers: joinable.merging(request.headers) });
  }
}

function attempt<T>(make: () => T, failed: (error: unknown) => void): T | undefined {
  try {
    return make();
  } catch (error) {
    failed(error);
    return undefined;
  }
}

function handlerFailure(error: unknown): { kind: 'sessionTaskFailed'; code: 'badRedirect'; error: unknown } {
  return { kind: 'sessionTaskFailed', code: 'badRedirect', error };
}
