import { Interceptor, RetryResult } from 'rxsession';
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
const { get } = coldDoor('', stubSession({ interceptor }));

export const client = {
  name: 'GET, 503 and a retry',
  get: (_: string, done: Parameters<typeof get>[1]) => get(BUSY, done),
};
