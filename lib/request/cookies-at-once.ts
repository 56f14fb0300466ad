import { isObservable } from 'rxjs';
import type { HTTPCookieStorage } from '../transport/http-cookie-storage.js';

/** What a storage says of a URL without being waited for; undefined where it does not say it at once. */
export function cookiesAtOnce(storage: HTTPCookieStorage, url: string): string | undefined {
  try {
    const cookies = storage.cookieString(url);
    if (typeof cookies === 'string') return cookies;
    if (cookies !== undefined && !isObservable(cookies)) cookies.then(undefined, () => undefined);
  } catch {
    // it will fail the task
  }
  return undefined;
}
