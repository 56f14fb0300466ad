import { beforeEach, describe, expect, it } from '@jest/globals';
import { throwError } from 'rxjs';
import {
  AuthenticationError,
  AuthenticationInterceptor,
  type DataResponse,
  Interceptor,
  isSessionError,
  type RefreshWindow,
} from 'rxsession';
import {
  CountingAuthenticator,
  type CountingAuthenticatorInit,
  testCredential,
  type TestCredential,
} from '../support/counting-authenticator.js';
import { pathsOneByOne } from '../support/paths-one-by-one.js';
import { useServer } from '../support/server.js';
import { useSessions } from '../support/sessions.js';

const server = useServer();
const sessions = useSessions(server);

const refreshError = new Error('The refresh token has expired.');
const failing = (): CountingAuthenticatorInit => ({ refresh: () => throwError(() => refreshError) });
const stale = (): TestCredential => testCredential(0, true);

let authenticator: CountingAuthenticator;
let interceptor: AuthenticationInterceptor<TestCredential>;
let session: ReturnType<typeof sessions.make>;

/** A session with an authenticator of its own. */
function authenticating(
  credential: TestCredential | undefined,
  init: CountingAuthenticatorInit = {},
  refreshWindow?: RefreshWindow,
): void {
  authenticator = new CountingAuthenticator(init);
  interceptor = new AuthenticationInterceptor({ authenticator, credential, refreshWindow });
  session = sessions.make({ interceptor });
}

const ask = (path: string): Promise<DataResponse<Uint8Array | undefined>> =>
  session
    .request(server.url + path)
    .validate()
    .serializingResponse({ serialize: ({ data }) => data }).response;
const askAll = (...paths: string[]): ReturnType<typeof Promise.all<ReturnType<typeof ask>[]>> =>
  Promise.all(paths.map(ask));

/** What a request bore, and how it ended. */
function ending({ request, error }: DataResponse<unknown>): unknown[] {
  const cause = isSessionError(error) ? error.cause : undefined;
  return [request?.headers.get('Authorization'), error?.kind, cause instanceof AuthenticationError ? cause.kind : cause];
}

beforeEach(() => {
  authenticating(testCredential());
});

