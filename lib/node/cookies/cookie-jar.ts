import { Cookie, CookieJar as Jar, type Store } from 'tough-cookie';
import type { HTTPCookieStorage } from '../../transport/http-cookie-storage.js';
import { excessOf, isOversized, laysOver, securedURL } from './cookie-rules.js';

export interface CookieJarOptions {
  /**
   * Where the cookies are kept: memory unless given; any `Store` of tough-cookie, such as one in a file. It is asked for
   * all of them where a response that is not secure has cookies; of one without `getAllCookies`, only those secure
   * ones are seen that go to the host of the response.
   */
  store?: Store | undefined;
}

/**
 * Keeps cookies by the rules of RFC 6265bis, over tough-cookie: domains and public suffixes, paths, expiry, prefixes,
 * `Secure`, also that a response that is not secure lays none over a secure one, be it of a host above or below. One
 * of more than 4096 bytes is left out, and of more than 180 that a host is sent, responses drop the oldest, secure ones last. `HttpOnly`
 * cookies are sent as all others; `SameSite` restricts nothing, since there is no site to be on.
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
   * Sets a cookie by a line of `Set-Cookie`, as if a response from this URL had it, at once where the store is one
   * of memory; rejects for one that the URL may not set. What the caller sets may lie over a secure one.
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

  /** All there are; where the store cannot list them, those that go to this URL. */
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
/** A cookie that may not be set is left out. */
const LENIENT = { ignoreError: true };

/** What a store calls back; those that are not typed give `undefined` for no error too. */
type Told = (error: Error | null | undefined, cookies: readonly Cookie[] | undefined) => void;
type Listed = (error: Error | null, cookies: readonly Cookie[] | undefined) => void;

/**
 * In the way that stores have been asked from the first version on, or as they promise; what cannot list its cookies
 * throws at once.
 */
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

/** One that gives nothing calls back. */
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
  return lines
    .map((line) => Cookie.parse(line))
    .filter((cookie) => cookie !== undefined)
    .filter((cookie) => !isOversized(cookie));
}

function ignored(): void {
  // a store that is asked at once has done it
}
