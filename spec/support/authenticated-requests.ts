import { firstValueFrom } from 'rxjs';
import {
  Adapter,
  AuthenticationError,
  AuthenticationInterceptor,
  type DataResponse,
  Interceptor,
  type RefreshWindow,
  type Session,
  SessionError,
} from 'rxsession';
import {
  CountingAuthenticator,
  type CountingAuthenticatorInit,
  type TestCredential,
} from './counting-authenticator.js';

/** How a request ended, and what it bore. */
export interface Ending {
  readonly authorization: string | undefined;
  readonly retryCount: number;
  /** Undefined when it succeeded. */
  readonly failure?: unknown[] | undefined;
}

/** Requests of a session that share an AuthenticationInterceptor, whose authenticator counts. */
export class AuthenticatedRequests {
  readonly authenticator: CountingAuthenticator;
  readonly interceptor: AuthenticationInterceptor<TestCredential>;

  constructor(
    private readonly session: Session,
    private readonly origin: string,
    credential: TestCredential | undefined,
    { refreshWindow, ...init }: CountingAuthenticatorInit & { refreshWindow?: RefreshWindow | false } = {},
  ) {
    this.authenticator = new CountingAuthenticator(init);
    this.interceptor = new AuthenticationInterceptor({
      authenticator: this.authenticator,
      credential,
      refreshWindow,
    });
  }

  /** How often the authenticator was asked to apply, to refresh, about a failure and about a credential. */
  get counts(): number[] {
    const { apply, refresh, didRequest, isRequest } = this.authenticator.counts;
    return [apply, refresh, didRequest, isRequest];
  }

  /** Asks a path; each further attempt asks the next of the paths, the last one again where there is none. */
  async ask(...paths: [string, ...string[]]): Promise<Ending> {
    const interceptor = new Interceptor({
      adapters: [oneAfterTheOther(this.origin, paths)],
      interceptors: [this.interceptor],
    });
    const request = this.session.request(this.origin, { interceptor }).validate();
    const response = await firstValueFrom(request.response());
    return endingOf(response, request.retryCount);
  }

  askAll(...requests: [string, ...string[]][]): Promise<Ending[]> {
    return Promise.all(requests.map((paths) => this.ask(...paths)));
  }
}

function oneAfterTheOther(origin: string, paths: readonly string[]): Adapter {
  let asked = 0;
  return Adapter((request) => {
    const path = paths[Math.min(asked, paths.length - 1)] ?? '';
    asked += 1;
    return request.with({ url: origin + path });
  });
}

function endingOf({ request, error }: DataResponse<unknown>, retryCount: number): Ending {
  const headers = request?.headers;
  const authorization = headers?.get('Authorization');
  if (error === undefined) return { authorization, retryCount };
  return { authorization, retryCount, failure: failureOf(error) };
}

/** The kind of a failure, what caused it, and the status code that was refused at first. */
function failureOf({ kind, cause, responseCode, failure }: SessionError): unknown[] {
  const original = failure.kind === 'requestRetryFailed' ? failure.originalError : undefined;
  return [
    kind,
    cause instanceof AuthenticationError ? cause.kind : cause,
    original instanceof SessionError ? original.responseCode : responseCode,
  ];
}
