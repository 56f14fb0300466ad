import type { Answer } from '../answers/answer.js';

/**
 * Keeps the cookies of servers (after Foundation's `HTTPCookieStorage`). `CookieJar` in `rxsession/node` keeps them
 * in memory. An exception, rejection or error fails the task as `sessionTaskFailed`.
 */
export interface HTTPCookieStorage {
  /** Returns the cookies for this URL now, as `name=value; other=value`; empty or undefined for none. */
  cookieString(url: string): Answer<string | undefined>;
  /**
   * Stores the cookies of a response from this URL, one `Set-Cookie` line each. Leaves out lines that may not be set.
   */
  setCookies(lines: readonly string[], url: string): Answer<void>;
}

/** Policy for cookies that servers set (Foundation's `HTTPCookie.AcceptPolicy`). */
export type HTTPCookieAcceptPolicy = 'always' | 'never';

/** Cookie storage of a session, and its policies. */
export interface CookieHandling {
  readonly cookieStorage: HTTPCookieStorage;
  readonly httpShouldSetCookies: boolean;
  readonly httpCookieAcceptPolicy: HTTPCookieAcceptPolicy;
}
