import { Adapter, Interceptor, RetryPolicy, Session, type EventMonitor } from 'rxsession';
import { array, boolean, number, object, string } from 'zod';
import { CONNECTIONS, type Client } from './client.js';

/** The request door with all that a careful user asks for. */
const User = object({
  id: number(),
  name: string(),
  email: string(),
  isActive: boolean(),
  tags: array(string()),
  note: string(),
});

let finished = 0;
const counter: EventMonitor = {
  requestDidFinish: () => {
    finished += 1;
  },
};
const authorized = Adapter((request) =>
  request.with({ headers: request.headers.set('Authorization', 'Bearer token') }),
);
const traced = Adapter((request, { requestID }) =>
  request.with({ headers: request.headers.set('X-Request-ID', requestID) }),
);

const session = new Session({
  configuration: { httpMaximumConnectionsPerHost: CONNECTIONS },
  interceptor: new Interceptor({ adapters: [authorized, traced], retriers: [new RetryPolicy()] }),
  eventMonitors: [counter],
});

export const client: Client = {
  name: 'rxsession, request door',
  get: (url, done) => {
    const request = session.request(url).validate();
    request.responseDecodable(User).subscribe(({ result, metrics }) => {
      if (result.kind === 'failure') done(result.error);
      else if (metrics === undefined || finished === 0) done(new Error('Something was left out.'));
      else done(undefined, result.value);
    });
  },
};
