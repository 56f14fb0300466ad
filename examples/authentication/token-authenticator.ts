import {
  HTTPHeader,
  type AuthenticationCredential,
  type Authenticator,
  type Session,
  type URLRequest,
} from 'rxsession';
import { map, type Observable } from 'rxjs';
import { z } from 'zod';

/** A pair of OAuth tokens, to be refreshed before the access token has expired. */
export class TokenPair implements AuthenticationCredential {
  constructor(
    readonly accessToken: string,
    readonly refreshToken: string,
    /** Milliseconds since 1970. */
    readonly expiresAt: number,
  ) {}

  get requiresRefresh(): boolean {
    return this.expiresAt - Date.now() < SAFETY_MARGIN;
  }
}

/** Puts the access token into `Authorization`, and gets a new one for the refresh token (RFC 6749 §6). */
export class TokenAuthenticator implements Authenticator<TokenPair> {
  constructor(private readonly tokenURL: string) {}

  apply({ accessToken }: TokenPair, request: URLRequest): URLRequest {
    const [name, value] = HTTPHeader.authorization({ bearerToken: accessToken });
    return request.with({ headers: request.headers.set(name, value) });
  }

  /** On the same session: this request neither bears the old token nor waits for itself. */
  refresh({ refreshToken }: TokenPair, session: Session): Observable<TokenPair> {
    const body = { grant_type: 'refresh_token', refresh_token: refreshToken };
    return session
      .post(this.tokenURL, body, { schema: TokenAnswer })
      .pipe(map((token) => new TokenPair(token.access_token, token.refresh_token, expiry(token.expires_in))));
  }

  didRequestFailDueToAuthenticationError(_request: URLRequest, response: { statusCode: number }): boolean {
    return response.statusCode === 401;
  }

  isRequestAuthenticatedWith(request: URLRequest, { accessToken }: TokenPair): boolean {
    return request.headers.get('Authorization') === `Bearer ${accessToken}`;
  }
}

/** Milliseconds before it expires that a token is not used any more. */
const SAFETY_MARGIN = 60_000;

const TokenAnswer = z.object({ access_token: z.string(), refresh_token: z.string(), expires_in: z.number() });

function expiry(seconds: number): number {
  return Date.now() + seconds * 1000;
}
