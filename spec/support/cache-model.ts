import type { HTTPHeaders } from 'rxsession';
import type { CachedOutcome } from './cached-origin.js';

/** One answer of the origin, as the model remembers it. */
export interface ModelAnswer {
  readonly path: string;
  readonly user: string;
  readonly accept: string;
  readonly varies: boolean;
  /** Seconds of the virtual clock, when it was made or validated last. */
  at: number;
  /** Seconds of age that it had then. */
  age: number;
  maxAge: number | undefined;
  flags: ReadonlySet<string>;
  staleWhileRevalidate: number;
  isInvalidated: boolean;
}

/** What a request allows. */
export interface ModelRequest {
  readonly path: string;
  readonly user: string;
  readonly accept: string;
  readonly directive: string;
}

/**
 * The rules of RFC 9111 about what must not be served, written for one origin whose answers are numbered: an answer
 * says its number in its body. It judges every response that came out of the cache.
 */
export class CacheModel {
  readonly answers = new Map<number, ModelAnswer>();
  /** Answers as they were before the current request, of which a validation in the background has changed the terms. */
  readonly changed = new Map<number, ModelAnswer>();

  /** An unsafe request has succeeded (§4.4). */
  invalidate(path: string): void {
    for (const answer of this.answers.values()) if (answer.path === path) answer.isInvalidated = true;
  }

  /** Sentence about a rule that was broken; undefined if none was. */
  broken(request: ModelRequest, { text, headers }: CachedOutcome, now: number): string | undefined {
    const answer = this.changed.get(Number(text)) ?? this.answers.get(Number(text));
    if (answer === undefined) return `no such answer: ${text}`;
    if (answer.path !== request.path) return 'the answer of another URL';
    if (answer.user !== request.user) return 'the answer of another user';
    if (answer.flags.has('no-store')) return 'what must not be stored (§5.2.2.5)';
    if (answer.varies && answer.accept !== request.accept) return 'another variant (§4.1)';
    if (answer.isInvalidated) return 'what was invalidated (§4.4)';
    if (Number(headers.get('age')) !== Math.floor(ageOf(answer, now))) return 'a wrong age (§4.2.3)';
    return staleness(answer, request, now);
  }
}

function ageOf(answer: ModelAnswer, now: number): number {
  return answer.age + (now - answer.at);
}

function staleness(answer: ModelAnswer, { directive }: ModelRequest, now: number): string | undefined {
  const age = ageOf(answer, now);
  const [name, seconds = 'Infinity'] = directive.split('=');
  if (answer.flags.has('no-cache')) return 'what must be validated (§5.2.2.4)';
  if (/^no-(cache|store)$/.test(directive)) return `something for ${directive} (§5.2.1)`;
  const timeLeft = timeLeftOf(answer, age);
  if (name === 'max-age' && age > Number(seconds) && !isImmutable(answer, timeLeft))
    return 'what is too old for its request (§5.2.1.1)';
  if (name === 'min-fresh' && timeLeft < Number(seconds)) return 'what is not fresh enough (§5.2.1.3)';
  const accepted = name === 'max-stale' ? Number(seconds) : -1;
  return timeLeft > 0 || mayBeStale(answer, -timeLeft, accepted) ? undefined : 'what is stale (§4.2.4)';
}

function timeLeftOf({ maxAge = 0 }: ModelAnswer, age: number): number {
  return maxAge - age;
}

/** RFC 8246. */
function isImmutable({ flags }: ModelAnswer, timeLeft: number): boolean {
  return flags.has('immutable') && timeLeft > 0;
}

function mayBeStale(
  { flags, staleWhileRevalidate }: ModelAnswer,
  staleness: number,
  accepted: number,
): boolean {
  return !flags.has('must-revalidate') && staleness <= Math.max(accepted, staleWhileRevalidate);
}

/** Fields of an answer, as the origin sends them. */
export function fieldsOf(answer: ModelAnswer, tag: number): Record<string, string> {
  const { maxAge, flags, staleWhileRevalidate, varies, age } = answer;
  const directives = [
    ...(maxAge === undefined ? [] : [`max-age=${maxAge}`]),
    ...flags,
    ...(staleWhileRevalidate < 0 ? [] : [`stale-while-revalidate=${staleWhileRevalidate}`]),
  ];
  return {
    'Cache-Control': directives.join(', '),
    ETag: `"${tag}"`,
    ...(varies && { Vary: 'Accept' }),
    ...(age > 0 && { Age: String(age) }),
  };
}

/** Number of the answer that a request asks about. */
export function taggedIn(headers: HTTPHeaders): number | undefined {
  const tag = /"(\d+)"/.exec(headers.get('if-none-match') ?? '')?.[1];
  return tag === undefined ? undefined : Number(tag);
}
