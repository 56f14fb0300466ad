import type { HTTPHeaders } from '../message/http-headers.js';

/**
 * Milliseconds that `Retry-After` asks to wait (RFC 9110 §10.2.3): its seconds, or the time from the `Date`
 * of the same response until the date it names. Without a `Date` the date is read against `now`, in
 * milliseconds since 1970. 0 for a date that has passed; undefined without the field, or when it is neither.
 */
export function retryAfterDelay(headers: HTTPHeaders, now: number): number | undefined {
  const value = headers.values('retry-after')[0]?.trim() ?? '';
  if (/^\d+$/.test(value)) return Number(value) * 1000;
  const date = httpDate(value);
  if (date === undefined) return undefined;
  return Math.max(date - (httpDate(headers.get('date')?.trim() ?? '') ?? now), 0);
}

/** The three forms of `HTTP-date` (RFC 9110 §5.6.7): `Date.parse` alone takes any number for a date. */
const HTTP_DATES = [
  /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/,
  /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*, \d{2}-[A-Z][a-z]{2}-\d{2} \d{2}:\d{2}:\d{2} GMT$/,
  /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) [A-Z][a-z]{2} [ \d]\d \d{2}:\d{2}:\d{2} \d{4}$/,
];

function httpDate(text: string): number | undefined {
  if (!HTTP_DATES.some((form) => form.test(text))) return undefined;
  const date = Date.parse(text.endsWith('GMT') ? text : `${text} GMT`);
  return Number.isNaN(date) ? undefined : date;
}
