import { Subscription, type OperatorFunction, type Subscriber } from 'rxjs';
import { asTaskFailure, SessionError } from '../../errors/session-error.js';
import { ask } from '../ask.js';
import type { HopResult, RedirectedHop } from '../hop-result.js';
import type { PreparedRequest } from '../prepared-request.js';
import type { RunningTask } from '../running-task.js';
import { stage } from '../stage.js';
import type {
  ArrivedRedirect,
  RedirectableTask,
  RedirectContext,
  RedirectFollower,
} from './redirect-follower.js';
import { isFollowing } from '../../extending/redirect-handler.js';

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

  readonly send = (message: PreparedRequest): void => {
    this.#step.unsubscribe();
    this.#visited.push(message.urlRequest.url);
    const arrived = (result: HopResult): void => {
      try {
        this.#arrived(message, result);
      } catch (cause) {
        this.#failed(cause);
      }
    };
    this.#step = this.running.send(message).subscribe({ next: arrived, error: this.#failed });
  };

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
    const { x, send } = this;
    const { task, first } = this.running;
    const fail = this.#fail;
    const redirect: ArrivedRedirect = { task, hop, message, first, visited: this.#visited, send, fail };
    const loaded = (follow: RedirectFollower): void => {
      this.add(follow(x, redirect));
    };
    this.add(ask(x, x.session.rootQueue, x.loadRedirectFollower, loaded, this.#failed));
  }

  readonly #failed = (cause: unknown): void => {
    this.#fail(asTaskFailure(cause));
  };

  readonly #fail = (error: SessionError): void => {
    this.x.journal.didFailTaskEarly(this.running.task, error);
    this.#end(error);
  };

  #end(error: SessionError | undefined): void {
    this.#step.unsubscribe();
    this.out.next({ task: this.running.task, error });
  }
}
