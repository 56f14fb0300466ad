import { Subject } from 'rxjs';
import type {
  Answer,
  AuthenticationCredential,
  Authenticator,
  HTTPURLResponse,
  SessionInfo,
  URLRequest,
} from 'rxsession';

/** A credential whose every refresh is numbered: `a0`, `a1` and so on. */
export interface TestCredential extends AuthenticationCredential {
  readonly accessToken: string;
}

export function testCredential(generation = 0, requiresRefresh = false): TestCredential {
  return { accessToken: `a${String(generation)}`, requiresRefresh };
}

export interface CountingAuthenticatorInit {
  /** Given how often it was asked, from 1. The credential of that generation, by a promise, unless given. */
  refresh?: (call: number, session: SessionInfo) => Answer<TestCredential>;
  /** Does something before it is judged whether a response is a refusal. */
  judging?: () => void;
}

/** Puts the access token into `Authorization`, takes a 401 for a refusal, and counts how often it is asked what. */
export class CountingAuthenticator implements Authenticator<TestCredential> {
  readonly counts = { apply: 0, refresh: 0, didRequest: 0, isRequest: 0 };
  /** The number of each refresh, as it is asked for. */
  readonly refreshes = new Subject<number>();
  readonly #init: CountingAuthenticatorInit;

  constructor(init: CountingAuthenticatorInit = {}) {
    this.#init = init;
  }

  apply({ accessToken }: TestCredential, request: URLRequest): URLRequest {
    this.counts.apply += 1;
    return request.with({ headers: request.headers.set('Authorization', accessToken) });
  }

  refresh(_credential: TestCredential, session: SessionInfo): Answer<TestCredential> {
    const call = (this.counts.refresh += 1);
    this.refreshes.next(call);
    return this.#init.refresh?.(call, session) ?? Promise.resolve(testCredential(call));
  }

  didRequestFailDueToAuthenticationError(_request: URLRequest, response: HTTPURLResponse): boolean {
    this.counts.didRequest += 1;
    this.#init.judging?.();
    return response.statusCode === 401;
  }

  isRequestAuthenticatedWith(request: URLRequest, { accessToken }: TestCredential): boolean {
    this.counts.isRequest += 1;
    return request.headers.get('Authorization') === accessToken;
  }
}
