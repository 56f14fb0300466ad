import { type Cookie, CookieJar as Jar, type Store } from 'tough-cookie';
import type { HTTPCookieStorage } from '../../transport/http-cookie-storage.js';
import { excessOf, laysOver, parseCookie, securedURL } from './cookie-rules.js';
import { DistinctCookieStore } from './distinct-cookie-store.js';

/** Options of a {@link CookieJar}. */
export interface CookieJarOptions {
  /**
   * Storage: any `Store` of tough-cookie, such as one in a file. Default: memory. It lists all cookies if an unprotected
   * response sets some; without `getAllCookies`, only secure cookies of the response's host are protected. A caller's store
   * keeps a host-only cookie and one with a Domain apart only if it does so itself.
   */
  store?: Store | undefined;
}

/**
 * Keeps cookies by RFC 6265bis, over tough-cookie: domains and public suffixes, paths, expiry, `Secure`, prefixes
 * (`__Secure-`, `__Host-`, `__Http-`, `__Host-Http-`, in any case), cookies without a name, and host-only cookies beside
 * those with a Domain. An unprotected response replaces no secure cookie, of any host above or below. A cookie of more
 * than 4096 bytes is ignored; of more than 180 for a host the oldest are dropped, secure ones last. `HttpOnly` cookies
 * are sent as all others; `SameSite` restricts nothing, since there is no site.
 *
 * In memory it answers synchronously. One jar is one identity: sessions of several users do not share it.
 *
 * @example
 * const session = new Session({ configuration: { cookieStorage: new CookieJar() } });
 */
export class CookieJar implements HTTPCookieStorage {
  readonly #jar: Jar;
  readonly #isSynchronous: boolean;

  constructor({ store = new DistinctCookieStore() }: CookieJarOptions = {}) {
    this.#jar = new Jar(store, { prefixSecurity: 'unsafe-disabled' });
    this.#isSynchronous = this.#jar.store.synchronous;
  }

  /** The `Cookie` header for a URL; `''` without cookies. */
  cookieString(url: string): string | Promise<string> {
    return this.#isSynchronous ? this.#jar.getCookieStringSync(url) : this.#jar.getCookieString(url);
  }

  /** Takes the `Set-Cookie` lines of a response; those that may not be set are ignored. */
  setCookies(lines: readonly string[], url: string): void | Promise<void> {
    const cookies = readable(lines);
    if (!this.#isSynchronous) return this.#setEventually(cookies, url);
    const secured = securedURL(url);
    const kept = secured === undefined || areSecure(cookies) ? [] : this.#keptBeside(secured);
    for (const cookie of cookies) {
      if (!laysOver(cookie, url, kept)) this.#jar.setCookieSync(cookie, url, LENIENT);
    }
    for (const cookie of excessOf(this.#jar.getCookiesSync(secured ?? url, ANY_PATH))) {
      this.#jar.store.removeCookie(cookie.domain, cookie.path, cookie.key, ignored);
    }
  }

  /**
   * Sets a cookie by a `Set-Cookie` line, as if a response of this URL had it; synchronously in memory. Rejects for one
   * that the URL may not set. It may replace a secure one.
   */
  async setCookie(line: string, url: string): Promise<void> {
    const cookie = parseCookie(line);
    if (cookie === undefined)
      throw new TypeError(`${JSON.stringify(line.split('=')[0])} is no cookie that may be set`);
    if (this.#isSynchronous) this.#jar.setCookieSync(cookie, url);
    else await this.#jar.setCookie(cookie, url);
  }

  /** Cookies that are sent to this URL now. */
  cookies(url: string): Promise<readonly Cookie[]> {
    return this.#jar.getCookies(url);
  }

  /** Removes the cookies of all hosts. */
  removeAllCookies(): Promise<void> {
    return this.#jar.removeAllCookies();
  }

  /** Cookies of all hosts; if the store cannot list them, those of this URL. */
  #keptBeside(secured: string): readonly Cookie[] {
    const told: { error: Error | null; cookies?: readonly Cookie[] | undefined } = { error: null };
    listAll(this.#jar.store, (error, cookies) => {
      Object.assign(told, { error, cookies });
    });
    if (told.error !== null) throw told.error;
    return told.cookies ?? this.#jar.getCookiesSync(secured, ANY_PATH);
  }

  async #keptEventuallyBeside(secured: string): Promise<readonly Cookie[]> {
    const all = await new Promise<readonly Cookie[] | undefined>((resolve, reject) => {
      listAll(this.#jar.store, (error, cookies) => {
        if (error === null) resolve(cookies);
        else reject(error);
      });
    });
    return all ?? this.#jar.getCookies(secured, ANY_PATH);
  }

  async #setEventually(cookies: readonly Cookie[], url: string): Promise<void> {
    const secured = securedURL(url);
    const kept = secured === undefined || areSecure(cookies) ? [] : await this.#keptEventuallyBeside(secured);
    for (const cookie of cookies) {
      if (!laysOver(cookie, url, kept)) await this.#jar.setCookie(cookie, url, LENIENT);
    }
    for (const cookie of excessOf(await this.#jar.getCookies(secured ?? url, ANY_PATH))) {
      await this.#jar.store.removeCookie(cookie.domain, cookie.path, cookie.key);
    }
  }
}

const ANY_PATH = { allPaths: true };
/** Ignores cookies that may not be set. */
const LENIENT = { ignoreError: true };

/** Callback of a store. Untyped stores give `undefined` for no error. */
type Told = (error: Error | null | undefined, cookies: readonly Cookie[] | undefined) => void;
type Listed = (error: Error | null, cookies: readonly Cookie[] | undefined) => void;

/** Lists the cookies of a store by callback or by promise. A store that cannot list them throws. */
function listAll(store: Store, listed: Listed): void {
  try {
    const ask = store.getAllCookies.bind(store) as (told: Told) => unknown;
    const promised = ask((error, cookies) => {
      listed(error ?? null, cookies);
    });
    followPromise(promised, listed);
  } catch {
    listed(null, undefined);
  }
}

/** Ignores a promise without a value: its store calls back. */
function followPromise(promised: unknown, listed: Listed): void {
  Promise.resolve(promised).then(
    (cookies) => {
      if (cookies !== undefined) listed(null, Array.isArray(cookies) ? (cookies as Cookie[]) : undefined);
    },
    (error: unknown) => {
      listed(error as Error, undefined);
    },
  );
}

function areSecure(cookies: readonly Cookie[]): boolean {
  return cookies.every(({ secure }) => secure);
}

function readable(lines: readonly string[]): Cookie[] {
  return lines.map(parseCookie).filter((cookie) => cookie !== undefined);
}

function ignored(): void {
  // a synchronous store is done by now
}
