import { Observable, Subscription } from 'rxjs';
import { asTaskFailure } from '../../errors/session-error.js';
import type { CachedResponseHandler } from '../../extending/cached-response-handler.js';
import type { CachedURLResponse } from '../../message/cached-url-response.js';
import type { CachingClient } from '../../transport/caching-client.js';
import type { SerialScheduler } from '../../scheduling/serial-scheduler.js';
import { ask, type AskingExchange } from '../ask.js';
import type { DelegatedTask, TaskDelegate } from '../task-delegate.js';

/** An exchange whose responses may be stored on the way. */
export interface CachingExchange extends AskingExchange {
  readonly session: { readonly rootQueue: SerialScheduler; readonly delegate: TaskDelegate };
  /** Decides what is stored. Default: everything that may be. */
  readonly hooks: { readonly cachedResponseHandler?: CachedResponseHandler | undefined };
}

/** Message whose response may be stored. */
export interface CachedMessage {
  /** Whether its response is that of the task, which has not ended. */
  readonly isAnswered: boolean;
  /** Does something after what has come before. */
  inTurn(work: () => void): void;
}

/** Makes what a cache asks and notifies about the message of a task. */
export type MakeCachingClient = (
  x: CachingExchange,
  task: DelegatedTask,
  message: CachedMessage,
) => CachingClient;

/**
 * Lets a cache ask about the responses to a message. The handler is asked on the rootQueue, in the context of the
 * request; monitors are notified of the response that is the task's, not of redirects and validations.
 */
export function cachingClient(
  x: CachingExchange,
  task: DelegatedTask,
  message: CachedMessage,
): CachingClient {
  const { session, hooks } = x;
  const { cachedResponseHandler: handler } = hooks;
  const { rootQueue, delegate } = session;
  return {
    willCache: (proposed) =>
      new Observable<CachedURLResponse | undefined | null>((subscriber) => {
        const asking = new Subscription();
        const answered = (answer: CachedURLResponse | undefined | null): void => {
          subscriber.next(answer);
          subscriber.complete();
        };
        const put = (): void => {
          if (handler === undefined) {
            answered(proposed);
            return;
          }
          const failed = (error: unknown): void => {
            subscriber.error(error);
          };
          asking.add(ask(x, rootQueue, () => handler.dataTask(task, proposed), answered, failed));
        };
        rootQueue.enqueue(() => {
          if (!message.isAnswered) {
            put();
            return;
          }
          message.inTurn(() => {
            delegate.taskWillCacheResponse(task, proposed.response);
            put();
          });
        });
        return asking;
      }),
    didFailToCache: (error) => {
      rootQueue.enqueue(() => {
        delegate.taskDidFailToUseCache(task, asTaskFailure(error));
      });
    },
  };
}
