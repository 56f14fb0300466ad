import {
  BehaviorSubject,
  delayWhen,
  filter,
  firstValueFrom,
  map,
  mergeMap,
  type OperatorFunction,
  pipe,
  timer,
} from 'rxjs';
import { Adapter, Interceptor, Redirector, Retrier, RetryResult, Session, type URLRequest } from 'rxsession';
import { type RequestFailure } from 'rxsession/errors';
import { Narrator } from '../demo/narrator.js';
import { startServer } from '../server/loopback-server.js';

const server = await startServer();
const narrator = new Narrator();

/** The current token; undefined while nobody is signed in. */
const token$ = new BehaviorSubject<string | undefined>(undefined);
const isOnline$ = new BehaviorSubject(true);

/** Waits until somebody is signed in, then adds the token. */
const signed: OperatorFunction<URLRequest, URLRequest> = mergeMap((request) =>
  token$.pipe(
    filter((token) => token !== undefined),
    map((token) => request.with({ headers: request.headers.set('Authorization', `Bearer ${token}`) })),
  ),
);

/** Marks where a request comes from. */
const marked: OperatorFunction<URLRequest, URLRequest> = map((request) =>
  request.with({ headers: request.headers.set('X-Client', 'example') }),
);

/** Retries a 503 three times: a little later each time, and only while online. */
const whenAvailable: OperatorFunction<RequestFailure, RetryResult> = pipe(
  filter(({ response, retryCount }) => response?.statusCode === 503 && retryCount < 3),
  delayWhen(({ retryCount }) => timer(10 * 2 ** retryCount)),
  delayWhen(() => isOnline$.pipe(filter(Boolean))),
  map(() => RetryResult.retry),
);

const session = new Session({
  interceptor: new Interceptor({
    adapters: [Adapter.operator(pipe(marked, signed))],
    retriers: [Retrier.operator(whenAvailable)],
  }),
  redirectHandler: Redirector.operator(
    pipe(
      filter(({ request }) => request.url.startsWith(server.url)),
      map(({ request }) => request),
    ),
  ),
});

narrator.chapter('An adapter that waits for a token');
const protectedURL = `${server.url}/bearer/secret`;
const account = firstValueFrom(session.get(protectedURL));
narrator.check('nothing is sent while nobody is signed in', server.requestsTo('/bearer/secret').length, 0);
token$.next('secret');
narrator.check('the request is sent with the token', await account, { authenticated: true, token: 'secret' });
const [seen] = server.requestsTo('/bearer/secret');
narrator.check('the other operator changed it too', seen?.headers['x-client'], 'example');

narrator.chapter('A retrier that reads like retry({ delay })');
const flaky = session.request(`${server.url}/flaky/example?failures=2&status=503`).validate();
await flaky.serializingData().value;
narrator.check('the third attempt was answered', flaky.retryCount, 2);
const refused = session.request(`${server.url}/status/500`).validate();
const { error } = await refused.serializingData().response;
narrator.check('another failure stays as it is', [error?.responseCode, refused.retryCount], [500, 0]);

narrator.chapter('A redirect handler that follows to this server alone');
const home = await session.request(`${server.url}/redirect-to?url=/get`).serializingData().response;
narrator.check('a redirect to this server is followed', home.response?.url, `${server.url}/get`);
const away = session.request(`${server.url}/redirect-to?url=http://elsewhere.example/`);
const { response } = await away.serializingData().response;
narrator.check('one that leads away is the response', response?.statusCode, 302);

session.finishTasksAndInvalidate();
await server.whenDisconnected();
await server.close();
narrator.end();
process.exitCode = narrator.failures === 0 ? 0 : 1;
