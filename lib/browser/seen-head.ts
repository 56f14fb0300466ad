import type { AxiosResponse } from 'axios';
import type { SeenHead } from '../transport/response-head.js';
import { parsedURL } from '../message/parsed-url.js';
import { isOfAnotherOrigin } from './page-origin.js';

/** `Response.url` of fetch, by its Request: axios's fetch adapter does not pass it on. */
const responseURLs = new WeakMap<object, string>();

/**
 * The fetch of the moment, for the `env` of an axios config. It leaves the URL that answered where
 * {@link seenHeadOf} finds it, and takes from a response without content the empty body that Chromium gives it:
 * axios cannot wrap such a body.
 */
export const observedFetch: typeof globalThis.fetch = async (input, init) => {
  const response = await globalThis.fetch(input, init);
  if (typeof input === 'object') responseURLs.set(input, response.url);
  if (response.body === null || !WITHOUT_CONTENT.has(response.status)) return response;
  return new Response(null, response);
};

const WITHOUT_CONTENT: ReadonlySet<number> = new Set([204, 205, 304]);

/**
 * Facts about a response that a browser shows: the URL that answered, after redirects. Another origin hides
 * `Content-Encoding` unless it exposes it, so its body may have been decoded.
 */
export function seenHeadOf(response: AxiosResponse, url: string): SeenHead {
  const seenURL = responseURLOf(response.request) ?? url;
  return { url: seenURL, isDecoded: isOfAnotherOrigin(seenURL) };
}

function responseURLOf(request: unknown): string | undefined {
  if (typeof request !== 'object' || request === null) return undefined;
  const url = responseURLs.get(request) ?? (request as { responseURL?: unknown }).responseURL;
  return typeof url === 'string' && parsedURL(url) !== undefined ? url : undefined;
}
