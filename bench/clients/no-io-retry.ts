import { Interceptor, RetryResult } from 'rxsession';
import type { Done } from './client.js';
import { coldDoor } from './cold-door.js';
import { BUSY, stubSession } from './stub-session.js';

/** Requests that are retried, which the transport then answers well. */
const retried = new Set<string>();

const interceptor = new Interceptor({
  adapters: [
    {
      adapt: (request, { requestID }) =>
        retried.delete(requestID) ? request.with({ headers: request.headers.set('X-Retry', '1') }) : request,
    },
  ],
  retriers: [
    {
      retry: (request) => {
        if (request.retryCount > 0) return RetryResult.doNotRetry;
        retried.add(request.id);
        return RetryResult.retry;
      },
    },
  ],
});
const door = coldDoor('', stubSession({ interceptor }));

export const client = {
  name: 'GET, 503 and a retry',
  get(_: string, done: Done): void {
    door.get(BUSY, done);
  },
};
