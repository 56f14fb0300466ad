import { CookieJar as Jar, type Cookie, type Store } from 'tough-cookie';
import type { HTTPCookieStorage } from '../contracts/http-cookie-storage.js';

export interface CookieJarOptions {
  /** Where the cookies are kept: memory unless given; any `Store` of tough-cookie, such as one in a file. */
  store?: Store | undefined;
}

/**
 * Keeps cookies by the rules of RFC 6265bis, over tough-cookie: domains and public suffixes, paths, expiry, `Secure`,
 * prefixes. `HttpOnly` cookies are sent as all others; `SameSite` restricts nothing, since there is no site to be on.
 *
 * In memory it answers at once. One jar is one identity: sessions of several users do not share it.
 *
 * @example
 * const session = new Session({ configuration: { cookieStorage: new CookieJar() } });
 */
export class CookieJar implements HTTPCookieStorage {
  readonly #jar: Jar;
  readonly #isSynchronous: boolean;

  constructor({ store }: CookieJarOptions = {}) {
    this.#jar = new Jar(store);
    this.#isSynchronous = this.#jar.store.synchronous;
  }

  cookieString(url: string): string | Promise<string> {
    return this.#isSynchronous ? this.#jar.getCookieStringSync(url) : this.#jar.getCookieString(url);
  }

  setCookies(lines: readonly string[], url: string): void | Promise<void> {
    if (!this.#isSynchronous) return this.#setEventually(lines, url);
    for (const line of lines) this.#jar.setCookieSync(line, url, { ignoreError: true });
  }

  /**
   * Sets a cookie by a line of `Set-Cookie`, as if a response from this URL had it, at once where the store is one
   * of memory; rejects for one that the URL may not set.
   */
  async setCookie(line: string, url: string): Promise<void> {
    if (this.#isSynchronous) this.#jar.setCookieSync(line, url);
    else await this.#jar.setCookie(line, url);
  }

  /** All that goes to this URL now. */
  cookies(url: string): Promise<readonly Cookie[]> {
    return this.#jar.getCookies(url);
  }

  removeAllCookies(): Promise<void> {
    return this.#jar.removeAllCookies();
  }

  async #setEventually(lines: readonly string[], url: string): Promise<void> {
    for (const line of lines) await this.#jar.setCookie(line, url, { ignoreError: true });
  }
}
