import type { HTTPURLResponse } from '../message/http-url-response.js';
import { parsedURL } from '../message/parsed-url.js';

/**
 * Returns the absolute URL of the link with a relation, by default `next`, in the `Link` fields of a response (RFC
 * 8288 §3). Undefined without one. Links with an `anchor` describe another resource, and do not count.
 *
 * @example
 * const page = (url: string) => session.get<Item[]>(url, { observe: 'response' });
 * paginate(page(url), ({ response }) => {
 *   const next = response && linkOf(response);
 *   return next && page(next);
 * });
 */
export function linkOf({ headers, url }: HTTPURLResponse, relation = 'next'): string | undefined {
  const wanted = relation.toLowerCase();
  for (const field of headers.values('link')) {
    for (const { target, parameters } of linksIn(field)) {
      const relations = parameters.get('rel')?.toLowerCase().split(/\s+/) ?? [];
      if (relations.includes(wanted) && !parameters.has('anchor')) return parsedURL(target, url)?.href;
    }
  }
  return undefined;
}

interface Link {
  readonly target: string;
  /** The first value of each parameter, by its name in lower case. */
  readonly parameters: ReadonlyMap<string, string>;
}

/** Link value: a target in angle brackets, then parameters up to a comma outside of quotes. Linear in the text. */
const LINK = /<([^<>]*)>((?:[^",]|"(?:[^"\\]|\\.)*")*)/g;
const PARAMETER = /;\s*([^\s=;,"]+)\s*(?:=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;,"]*)))?/g;

function linksIn(field: string): Link[] {
  return Array.from(field.matchAll(LINK), ([, target = '', text = '']) => {
    const parameters = new Map<string, string>();
    for (const [, name = '', quoted, token = ''] of text.matchAll(PARAMETER)) {
      const key = name.toLowerCase();
      if (!parameters.has(key)) parameters.set(key, quoted?.replace(/\\(.)/g, '$1') ?? token);
    }
    return { target: target.trim(), parameters };
  });
}
