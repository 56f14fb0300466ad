import type { AxiosResponse } from 'axios';
import type { SeenHead } from '../transport/response-head.js';

type Fetch = typeof globalThis.fetch;

/** `Response.url` of what fetch answered, by its Request: the fetch adapter of axios does not pass it on. */
const responseURLs = new WeakMap<object, string>();

/** The same fetch, which leaves the URL that answered where {@link seenHeadOf} finds it. */
export function responseURLRememberingFetch(fetch: Fetch): Fetch {
  return async (input, init) => {
    const response = await fetch.call(globalThis, input, init);
    if (typeof input === 'object') responseURLs.set(input, response.url);
    return response;
  };
}

/**
 * What a browser shows of a response: the URL that answered, after redirects that it followed. Another origin
 * hides `Content-Encoding` unless it exposes it, so its body may have been decoded.
 */
export function seenHeadOf(response: AxiosResponse, url: string): SeenHead {
  const seenURL = responseURLOf(response.request) ?? url;
  return { url: seenURL, isDecoded: isOfAnotherOrigin(seenURL) };
}

function responseURLOf(request: unknown): string | undefined {
  if (typeof request !== 'object' || request === null) return undefined;
  const url = responseURLs.get(request) ?? (request as { responseURL?: unknown }).responseURL;
  return typeof url === 'string' && URL.canParse(url) ? url : undefined;
}

function isOfAnotherOrigin(url: string): boolean {
  const { location } = globalThis as { location?: Location };
  return location !== undefined && URL.canParse(url) && new URL(url).origin !== location.origin;
}
