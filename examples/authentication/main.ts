import { AuthenticationError, AuthenticationInterceptor, isSessionError, Session } from 'rxsession';
import { catchError, firstValueFrom, forkJoin, of, Subject, take, toArray } from 'rxjs';
import { Narrator } from '../demo/narrator.js';
import { startServer } from '../server/loopback-server.js';
import { AccountService } from './account-service.js';
import { TokenAuthenticator, TokenPair } from './token-authenticator.js';

const server = await startServer();
const narrator = new Narrator();
const protectedURL = `${server.url}/bearer/second`;
const inAnHour = Date.now() + 3_600_000;

const interceptor = new AuthenticationInterceptor({
  authenticator: new TokenAuthenticator(`${server.url}/token/second`),
  credential: new TokenPair('first', 'refresh-first', inAnHour),
});
const session = new Session({ interceptor });

const refreshes = (): number => server.requestsTo('/token/second').length;

narrator.chapter('The cold door: a token that the server refuses');
const answers = await firstValueFrom(forkJoin([1, 2, 3].map(() => session.get(protectedURL))));
narrator.check(
  'three requests are answered',
  answers,
  Array(3).fill({ authenticated: true, token: 'second' }),
);
narrator.check('one refresh was enough', refreshes(), 1);
narrator.check(
  'the request for the token bore none',
  server.requestsTo('/token/second').map(({ headers }) => headers.authorization),
  [undefined],
);

narrator.chapter('A service: a token that has expired');
interceptor.credential = new TokenPair('second', 'after-second', Date.now());
const reload = new Subject<void>();
const service = new AccountService(session, protectedURL, reload);
const accounts = firstValueFrom(service.account$.pipe(take(2), toArray()));
await firstValueFrom(service.account$);
reload.next();
narrator.check(
  'it emits, and emits again on reload',
  (await accounts).map(({ token }) => token),
  ['second', 'second'],
);
narrator.check('the token was refreshed before it was used', refreshes(), 2);

narrator.chapter('Signing out');
interceptor.credential = undefined;
const failure = await firstValueFrom(
  session.get(protectedURL).pipe(catchError((error: unknown) => of(error))),
);
const cause = isSessionError(failure) ? failure.cause : undefined;
narrator.check(
  'requests fail, unsent',
  cause instanceof AuthenticationError && cause.kind,
  'missingCredential',
);

session.finishTasksAndInvalidate();
await server.whenDisconnected();
await server.close();
narrator.end();
process.exitCode = narrator.failures === 0 ? 0 : 1;
