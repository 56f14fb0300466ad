import type { HTTPHeaders } from '../../message/http-headers.js';
import type { HTTPMethod } from '../../message/http-method.js';
import type { CachePolicy } from '../../message/url-request.js';
import type { ForwardReason } from './cache-status.js';
import { directivesOf, listMembers, type CacheDirectives } from './directives.js';
import { currentAge, freshnessLifetime } from './freshness.js';
import { missingRest, rangeAnswer, type RangeAnswer } from './partial.js';
import { forbidsStale, mayServeWhileRevalidating } from './serving-stale.js';
import type { CacheMode, StoredResponse } from './stored-response.js';
import { hasValidator, isConditional, isForOriginAlone, isNotModified } from './validation.js';

/** A safe request, and what the cache has for it. */
export interface CacheQuestion {
  readonly method: HTTPMethod;
  readonly requestHeaders: HTTPHeaders;
  readonly policy: CachePolicy;
  readonly mode: CacheMode;
  readonly now: number;
  /** Responses that match its credentials and its selecting fields, the most recent first. */
  readonly selected: readonly StoredResponse[];
  /** True if anything is stored for its URL. */
  readonly isKnown: boolean;
  /** When it began to wait for the validation of another request, whose outcome is good enough for it. */
  readonly waitingSince: number | undefined;
}

/** Answer of a stored response to a request. */
export interface CacheHit {
  readonly kind: 'hit';
  readonly stored: StoredResponse;
  readonly range: RangeAnswer;
  /** True if it answers a condition of the caller's with 304. */
  readonly isNotModified: boolean;
  /** Seconds; negative if it is stale. */
  readonly timeToLive: number;
  /** True if it is validated in the background. */
  readonly isRefreshed: boolean;
}

/** Decision about the answer to a request. */
export type CacheDecision =
  | CacheHit
  /** The origin is asked whether it is still right. */
  | { readonly kind: 'validate'; readonly stored: StoredResponse; readonly reason: ForwardReason }
  /** The origin is asked for the rest of a stored beginning. */
  | { readonly kind: 'complete'; readonly stored: StoredResponse; readonly range: string }
  /** `fallback` is a response that may be of use if the origin fails. */
  | {
      readonly kind: 'forward';
      readonly reason: ForwardReason;
      readonly fallback: StoredResponse | undefined;
    }
  /** Nothing is sent: `only-if-cached` (RFC 9111 §5.2.1.7), or `returnCacheDataDontLoad`. */
  | { readonly kind: 'unavailable'; readonly answer: 'gatewayTimeout' | 'failure' };

/** Decides how a GET or HEAD is answered (RFC 9111 §4). */
export function decide(question: CacheQuestion): CacheDecision {
  const directives = requestDirectives(question.requestHeaders);
  const decision = decideByPolicy(question, directives);
  if (decision.kind === 'hit') return decision;
  if (question.policy === 'returnCacheDataDontLoad') return { kind: 'unavailable', answer: 'failure' };
  return directives.onlyIfCached ? { kind: 'unavailable', answer: 'gatewayTimeout' } : decision;
}

/** `Pragma: no-cache` of a request counts where it has no `Cache-Control` (RFC 9111 §5.4). */
function requestDirectives(headers: HTTPHeaders): CacheDirectives {
  const field = headers.get('cache-control');
  if (field !== undefined) return directivesOf(field);
  const pragma = headers.get('pragma');
  const isNoCache = pragma !== undefined && listMembers(pragma.toLowerCase()).includes('no-cache');
  return directivesOf(isNoCache ? 'no-cache' : undefined);
}

function decideByPolicy(question: CacheQuestion, directives: CacheDirectives): CacheDecision {
  const { policy, requestHeaders, isKnown, waitingSince } = question;
  const stored = usable(question);
  if (isForOriginAlone(requestHeaders)) return forward('bypass');
  switch (policy) {
    case 'reloadIgnoringLocalCacheData':
      return forward('request');
    case 'reloadRevalidatingCacheData':
      return stored === undefined ? forward('uri-miss') : validation(stored, 'request');
    case 'returnCacheDataElseLoad':
    case 'returnCacheDataDontLoad':
      if (stored !== undefined) return hit(stored, question);
      break;
    case 'useProtocolCachePolicy':
  }
  if (directives.noStore) return forward('request');
  if (stored === undefined) return missing(question, isKnown);
  if (stored.responseTime >= (waitingSince ?? Infinity)) return hit(stored, question);
  return decideByProtocol(stored, question, directives);
}

/** The most recent response that has the bytes asked for. */
function usable({ method, selected, requestHeaders }: CacheQuestion): StoredResponse | undefined {
  return selected.find((stored) =>
    method === 'HEAD' ? stored.part === undefined : rangeAnswer(stored, requestHeaders).kind !== 'missing',
  );
}

/** A stored beginning can be completed where the whole is asked for (RFC 9111 §3.4). */
function missing({ method, selected, requestHeaders }: CacheQuestion, isKnown: boolean): CacheDecision {
  const isForWhole = method === 'GET' && !requestHeaders.has('range');
  for (const stored of isForWhole ? selected : []) {
    const range = missingRest(stored);
    if (range !== undefined) return { kind: 'complete', stored, range };
  }
  return forward(selected.length > 0 ? 'partial' : isKnown ? 'vary-miss' : 'uri-miss');
}

function decideByProtocol(
  stored: StoredResponse,
  question: CacheQuestion,
  directives: CacheDirectives,
): CacheDecision {
  const { mode, now } = question;
  const own = directivesOf(stored.headers.get('cache-control'));
  const age = currentAge(stored, now);
  const timeLeft = freshnessLifetime(stored, mode) - age;
  const isFresh = timeLeft > 0 && !own.noCache && !stored.isInvalidated;
  // RFC 8246: a reload finds an immutable response unchanged as long as it is fresh
  const isYoung = isYoungEnough(age, directives.maxAge) || (own.immutable && isFresh);
  if (directives.noCache || !isYoung) return validation(stored, isFresh ? 'request' : 'stale');
  if (!isFresh) return decideStale(stored, question, directives, timeLeft);
  return timeLeft >= (directives.minFresh ?? 0) ? hit(stored, question) : validation(stored, 'request');
}

/** A stale response is served where the client accepts it, or while it is validated in the background. */
function decideStale(
  stored: StoredResponse,
  question: CacheQuestion,
  { minFresh, maxStale }: CacheDirectives,
  timeLeft: number,
): CacheDecision {
  const { mode, now } = question;
  if (minFresh !== undefined) return validation(stored, 'stale');
  const isAccepted = -timeLeft <= (maxStale ?? -1) && !forbidsStale(stored, mode);
  if (isAccepted) return hit(stored, question);
  if (mayServeWhileRevalidating(stored, mode, now)) return hit(stored, question, true);
  return validation(stored, 'stale');
}

/** `max-age=0` asks the origin, however young the response is. */
function isYoungEnough(age: number, maxAge: number | undefined): boolean {
  return maxAge === undefined || (maxAge > 0 && age <= maxAge);
}

function hit(stored: StoredResponse, question: CacheQuestion, isRefreshed = false): CacheHit {
  const { method, requestHeaders, mode, now } = question;
  return {
    kind: 'hit',
    stored,
    range: method === 'HEAD' ? { kind: 'whole' } : rangeAnswer(stored, requestHeaders),
    isNotModified: isConditional(requestHeaders) && isNotModified(requestHeaders, stored, now),
    timeToLive: freshnessLifetime(stored, mode) - currentAge(stored, now),
    isRefreshed,
  };
}

function validation(stored: StoredResponse, reason: ForwardReason): CacheDecision {
  return hasValidator(stored) ? { kind: 'validate', stored, reason } : forward(reason, stored);
}

function forward(reason: ForwardReason, fallback?: StoredResponse): CacheDecision {
  return { kind: 'forward', reason, fallback };
}
