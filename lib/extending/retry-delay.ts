import type { HTTPHeaders } from '../message/http-headers.js';

/** Growth and spread of the delay before a retry. */
export interface Backoff {
  readonly base: number;
  /** Milliseconds before the first retry. */
  readonly scale: number;
  /** `full` spreads retries evenly between no delay and all of it, so that clients do not return at the same moment. */
  readonly jitter: 'none' | 'full';
  /** Longest delay in milliseconds. */
  readonly maximumDelay: number;
}

/**
 * Milliseconds before a retry: `scale × base^retryCount`, at most `maximumDelay`. With full jitter, a random part of
 * that; `random` returns numbers from 0 to less than 1.
 */
export function backoffDelay(retryCount: number, backoff: Backoff, random: () => number): number {
  const delay = cappedDelay(backoff.scale * backoff.base ** retryCount, backoff.maximumDelay);
  return backoff.jitter === 'full' ? delay * random() : delay;
}

/** Restricts a delay to a range that clocks can measure: from 0 to the maximum. NaN becomes 0. */
export function cappedDelay(delay: number, maximumDelay: number): number {
  return Number.isNaN(delay) ? 0 : Math.min(Math.max(delay, 0), maximumDelay);
}

/**
 * Milliseconds to wait for `Retry-After` (RFC 9110 §10.2.3), given in seconds or as a date. A date is read against the
 * `Date` of the response, or against `now` (milliseconds since 1970) if it has none. Returns 0 for a date that has
 * passed, and undefined without a valid field.
 */
export function retryAfterDelay(headers: HTTPHeaders, now: number): number | undefined {
  const value = headers.values('retry-after')[0]?.trim() ?? '';
  if (/^\d+$/.test(value)) return Number(value) * 1000;
  const date = httpDate(value);
  if (date === undefined) return undefined;
  return Math.max(date - (httpDate(headers.get('date')?.trim() ?? '') ?? now), 0);
}

/** The three forms of `HTTP-date` (RFC 9110 §5.6.7). `Date.parse` alone accepts any number as a date. */
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
