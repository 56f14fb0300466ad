import { URLRequest, type URLRequestConvertible, type URLRequestInit } from 'rxsession';

/** A convertible that gives another URLRequest for each attempt: one after the other, the last one from then on. */
export function oneAfterTheOther(
  ...endpoints: readonly (readonly [url: string, init?: URLRequestInit])[]
): URLRequestConvertible & { readonly count: number } {
  let count = 0;
  return {
    get count() {
      return count;
    },
    asURLRequest() {
      const [url, init] = endpoints[Math.min(count, endpoints.length - 1)] ?? [''];
      count += 1;
      return new URLRequest(url, init);
    },
  };
}
