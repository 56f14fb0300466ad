import { MemoryCookieStore, type Callback, type Cookie } from 'tough-cookie';
import { isExpired } from './cookie-rules.js';

/**
 * Keeps cookies in memory, a host-only one apart from one with a Domain (RFC 6265bis §5.7): with equal name, path and
 * domain, tough-cookie's own store keeps the last of both alone.
 */
export class DistinctCookieStore extends MemoryCookieStore {
  /** Finds none, so that the jar puts every cookie: `putCookie` knows which one it replaces. */
  override findCookie(...args: unknown[]): Promise<Cookie | undefined> {
    const callback = args[3] as Callback<Cookie | undefined> | undefined;
    callback?.(null, undefined);
    return Promise.resolve(undefined);
  }

  /** A cookie that replaces another keeps its age. */
  override putCookie(cookie: Cookie, callback?: (error: Error | null) => void): Promise<void> {
    const { domain, path, key } = cookie;
    if (domain !== null && path !== null) {
      const slots = this.#slotsOf(domain, path);
      const slot = slotOf(key, cookie.hostOnly === true);
      const before = slots[slot];
      if (before !== undefined) {
        cookie.creation = before.creation;
        cookie.creationIndex = before.creationIndex;
      }
      slots[slot] = cookie;
    }
    callback?.(null);
    return Promise.resolve();
  }

  /** Removes the expired of the two cookies that a key may have, or both if none has expired. */
  override removeCookie(
    domain: string | null,
    path: string | null,
    key: string | null,
    callback?: (error: Error | null) => void,
  ): Promise<void> {
    if (domain !== null && path !== null && key !== null) {
      const slots = this.#slotsOf(domain, path);
      const own = [slotOf(key, true), slotOf(key, false)].filter((slot) => slots[slot] !== undefined);
      const expired = own.filter((slot) => isExpired(slots[slot] as Cookie));
      for (const slot of expired.length > 0 ? expired : own) Reflect.deleteProperty(slots, slot);
    }
    callback?.(null);
    return Promise.resolve();
  }

  #slotsOf(domain: string, path: string): Record<string, Cookie | undefined> {
    const paths = (this.idx[domain] ??= Object.create(null) as Record<string, Record<string, Cookie>>);
    return (paths[path] ??= Object.create(null) as Record<string, Cookie>);
  }
}

/** No name holds a semicolon. */
function slotOf(key: string, isHostOnly: boolean): string {
  return isHostOnly ? key : `${key};`;
}
