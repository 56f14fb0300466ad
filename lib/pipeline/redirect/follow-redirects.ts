import { Subscription, type OperatorFunction, type Subscriber } from 'rxjs';
import type { TaskInfo } from '../../contracts/request-info.js';
import type { Transport } from '../../contracts/transport.js';
import { asSessionError, SessionError } from '../../errors/session-error.js';
import type { URLRequest } from '../../message/url-request.js';
import { ask } from '../ask.js';
import type { ExchangeBase } from '../exchange-base.js';
import type { HopResult, RedirectedHop } from '../hop-result.js';
import type { PreparedRequest } from '../prepared-request.js';
import type { RunningTask } from '../running-task.js';
import { stage } from '../stage.js';
import { strippedAcrossOrigins } from './credential-stripping.js';
import { followDecision } from './follow-rules.js';
import {
  isFollowing,
  isNotFollowing,
  type RedirectAnswer,
  type RedirectHandler,
} from './redirect-handler.js';
import { redirectDecision, type RedirectProposal } from './redirect-rules.js';

export interface RedirectContext extends ExchangeBase {
  /** What the messages go through. */
  readonly transport: Transport;
  /** The request's handler, else the session's; undefined follows. */
  readonly redirectHandler: RedirectHandler | undefined;
  /** The same check that a URLRequest passes when it is made. */
  validate(urlRequest: URLRequest): URLRequest;
}

/** A task that counts the redirects it has followed. */
export interface RedirectableTask extends TaskInfo {
  redirectCount: number;
}

interface TaskEnd<Task> {
  readonly task: Task;
  readonly error: SessionError | undefined;
}

/** Sends the messages of a task: the first, then one for each redirect that is followed, until one is the last. */
export function followRedirects<Task extends RedirectableTask>(
  x: RedirectContext,
): OperatorFunction<RunningTask<Task>, TaskEnd<Task>> {
  return stage((running, out) => {
    if (!x.transport.capabilities.visibleRedirects && !isFollowing(x.redirectHandler)) {
      const feature = 'a redirect handler: the platform follows redirects by itself and hides them';
      const error = new SessionError({ kind: 'unsupported', feature });
      x.journal.didFailTaskEarly(running.task, error);
      out.next({ task: running.task, error });
      return;
    }
    const route = new Route(x, running, out);
    route.send(running.first);
    return route;
  });
}

/** The messages of one task, one after the other. */
class Route<Task extends RedirectableTask> extends Subscription {
  readonly #visited: string[] = [];
  #step = Subscription.EMPTY;

  constructor(
    private readonly x: RedirectContext,
    private readonly running: RunningTask<Task>,
    private readonly out: Subscriber<TaskEnd<Task>>,
  ) {
    super(() => {
      this.#step.unsubscribe();
    });
  }

  send(message: PreparedRequest): void {
    this.#step.unsubscribe();
    this.#visited.push(message.urlRequest.url);
    const failed = (cause: unknown): void => {
      this.#fail(asSessionError(cause, taskFailure));
    };
    const arrived = (result: HopResult): void => {
      attempt(() => {
        this.#arrived(message, result);
      }, failed);
    };
    this.#step = this.running.send(message).subscribe({ next: arrived, error: failed });
  }

  #arrived(message: PreparedRequest, result: HopResult): void {
    switch (result.kind) {
      case 'completed':
        this.#end(result.error);
        return;
      case 'challenged':
        result.accept();
        return;
      case 'redirected':
        this.#consider(message, result);
    }
  }

  #consider(message: PreparedRequest, hop: RedirectedHop): void {
    const { secretHeaders } = this.x.session;
    const decision = redirectDecision({ request: message.urlRequest, response: hop.response, secretHeaders });
    switch (decision.kind) {
      case 'none':
        hop.accept();
        return;
      case 'failed':
        if (isNotFollowing(this.x.redirectHandler)) hop.accept();
        else this.#fail(decision.error);
        return;
      case 'redirect':
        this.#askHandler(message, hop, decision);
    }
  }

  #askHandler(message: PreparedRequest, hop: RedirectedHop, proposal: RedirectProposal): void {
    const { x } = this;
    const { task } = this.running;
    x.session.delegate.taskWillPerformHTTPRedirection(task, hop.response, proposal.request);
    const { redirectHandler } = x;
    if (redirectHandler === undefined) {
      this.#follow(message, proposal, proposal.request);
      return;
    }
    const failed = (cause: unknown): void => {
      this.#fail(asSessionError(cause, handlerFailure));
    };
    const answered = (answer: RedirectAnswer): void => {
      if (!answer) {
        hop.accept();
        return;
      }
      const request = attempt(() => this.#requestOf(answer, proposal), failed);
      if (request !== undefined) this.#follow(message, proposal, request);
    };
    const question = (): ReturnType<RedirectHandler['redirect']> =>
      redirectHandler.redirect(task, proposal.request, hop.response);
    this.add(ask(x, x.session.rootQueue, question, answered, failed));
  }

  #follow(message: PreparedRequest, proposal: RedirectProposal, request: URLRequest): void {
    const { body } = message;
    const { limits, secretHeaders } = this.x.session;
    const { maximumRedirects } = limits;
    const visited = this.#visited;
    const decision = followDecision({ proposal, request, body, visited, maximumRedirects, secretHeaders });
    switch (decision.kind) {
      case 'failed':
        this.#fail(decision.error);
        return;
      case 'follow':
        this.running.task.redirectCount += 1;
        if (decision.body !== undefined) this.x.session.delegate.taskNeedsNewBodyStream(this.running.task);
        this.send({ urlRequest: decision.request, body: decision.body });
    }
  }

  /**
   * A request that a handler has changed or made anew joins the session's headers; not the secrets among them once
   * another origin has had a say in where the exchange goes.
   */
  #requestOf(answer: URLRequest, proposal: RedirectProposal): URLRequest {
    if (answer === proposal.request) return answer;
    const request = this.x.validate(answer);
    const { headers, secretHeaders } = this.x.session;
    const origin = this.running.first.urlRequest.url;
    const joinable = [...this.#visited, request.url].reduce(
      (left, url) => strippedAcrossOrigins(left, origin, url, secretHeaders),
      headers,
    );
    return request.with({ headers: joinable.merging(request.headers) });
  }

  #fail(error: SessionError): void {
    this.x.journal.didFailTaskEarly(this.running.task, error);
    this.#end(error);
  }

  #end(error: SessionError | undefined): void {
    this.#step.unsubscribe();
    this.out.next({ task: this.running.task, error });
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

function taskFailure(error: unknown): { kind: 'sessionTaskFailed'; code: 'unknown'; error: unknown } {
  return { kind: 'sessionTaskFailed', code: 'unknown', error };
}

function handlerFailure(error: unknown): { kind: 'sessionTaskFailed'; code: 'badRedirect'; error: unknown } {
  return { kind: 'sessionTaskFailed', code: 'badRedirect', error };
}
