import type { Answer } from '../answers/answer.js';

/**
 * Keeps the cookies of servers (after Foundation's `HTTPCookieStorage`); `CookieJar` in `rxsession/node` is one in
 * memory. What it throws, rejects or errors with fails the task as `sessionTaskFailed`.
 */
export interface HTTPCookieStorage {
  /** What goes to this URL now, as `name=value; other=value`; empty or undefined is nothing. */
  cookieString(url: string): Answer<string | undefined>;
  /** Takes in what a response from this URL sets, one line of `Set-Cookie` each; what a line may not set is left out. */
  setCookies(lines: readonly string[], url: string): Answer<void>;
}

/** Whether what servers set is kept (Foundation's `HTTPCookie.AcceptPolicy`). */
export type HTTPCookieAcceptPolicy = 'always' | 'never';

/** How a session deals with cookies. */
export interface CookieHandling {
  readonly cookieStorage: HTTPCookieStorage;
  readonly httpShouldSetCookies: boolean;
  readonly httpCookieAcceptPolicy: HTTPCookieAcceptPolicy;
}
