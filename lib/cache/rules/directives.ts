/** Directives of one `Cache-Control` field (RFC 9111 §5.2), of a request or of a response. */
export interface CacheDirectives {
  readonly noStore: boolean;
  /** True with and without field names: a qualified directive counts as an unqualified one (§5.2.2.4). */
  readonly noCache: boolean;
  readonly isPrivate: boolean;
  readonly isPublic: boolean;
  readonly mustRevalidate: boolean;
  readonly proxyRevalidate: boolean;
  readonly mustUnderstand: boolean;
  /** RFC 8246. */
  readonly immutable: boolean;
  readonly onlyIfCached: boolean;
  /** Seconds. 0 if the value is no delta-seconds: invalid freshness information is stale (§4.2.1). */
  readonly maxAge: number | undefined;
  readonly sharedMaxAge: number | undefined;
  readonly minFresh: number | undefined;
  /** Seconds of staleness that the client accepts; Infinity for a `max-stale` without a value. */
  readonly maxStale: number | undefined;
  /** RFC 5861 §3. */
  readonly staleWhileRevalidate: number | undefined;
  /** RFC 5861 §4. */
  readonly staleIfError: number | undefined;
}

type Mutable = { -readonly [Name in keyof CacheDirectives]: CacheDirectives[Name] };

/** Largest age that a cache has to tell from larger ones (RFC 9111 §1.2.2). */
export const LARGEST_AGE = 2 ** 31;

const NO_DIRECTIVES: CacheDirectives = Object.freeze({
  noStore: false,
  noCache: false,
  isPrivate: false,
  isPublic: false,
  mustRevalidate: false,
  proxyRevalidate: false,
  mustUnderstand: false,
  immutable: false,
  onlyIfCached: false,
  maxAge: undefined,
  sharedMaxAge: undefined,
  minFresh: undefined,
  maxStale: undefined,
  staleWhileRevalidate: undefined,
  staleIfError: undefined,
});

/** Field values parsed last: servers repeat a few of them. */
const parsed = new Map<string, CacheDirectives>();
const MOST_PARSED = 256;

/**
 * Parses a `Cache-Control` field; several lines are joined with commas. Names are case-insensitive, values are tokens
 * or quoted strings, unknown directives are ignored. Of a repeated directive the most restrictive value counts.
 */
export function directivesOf(field: string | undefined): CacheDirectives {
  if (field === undefined || field === '') return NO_DIRECTIVES;
  const known = parsed.get(field);
  if (known !== undefined) return known;
  const directives: Mutable = { ...NO_DIRECTIVES };
  for (const member of listMembers(field)) put(directives, member);
  if (parsed.size >= MOST_PARSED) parsed.clear();
  parsed.set(field, directives);
  return directives;
}

/** Members of a comma-separated list, trimmed and without empty ones; commas in quoted strings do not separate. */
export function listMembers(field: string): string[] {
  const members = field.includes('"') ? (field.match(QUOTED_MEMBER) ?? []) : field.split(',');
  return members.map((member) => member.trim()).filter((member) => member !== '');
}

const QUOTED_MEMBER = /(?:"(?:[^"\\]|\\[\s\S])*(?:"|$)|[^,"])+/g;

/**
 * Seconds of a delta-seconds value (RFC 9111 §1.2.2), at most {@link LARGEST_AGE}; undefined if it is none, such as a
 * negative or a fractional number.
 */
export function deltaSeconds(value: string): number | undefined {
  return /^\d+$/.test(value) ? Math.min(Number(value), LARGEST_AGE) : undefined;
}

function put(directives: Mutable, member: string): void {
  const equals = member.indexOf('=');
  const name = (equals < 0 ? member : member.slice(0, equals)).trim().toLowerCase();
  const value = equals < 0 ? undefined : unquoted(member.slice(equals + 1));
  const flag = FLAGS.get(name);
  if (flag !== undefined) directives[flag] = true;
  else
    putSeconds(directives, name, value === undefined ? undefined : deltaSeconds(value), value === undefined);
}

const FLAGS: ReadonlyMap<string, FlagName> = new Map([
  ['no-store', 'noStore'],
  ['no-cache', 'noCache'],
  ['private', 'isPrivate'],
  ['public', 'isPublic'],
  ['must-revalidate', 'mustRevalidate'],
  ['proxy-revalidate', 'proxyRevalidate'],
  ['must-understand', 'mustUnderstand'],
  ['immutable', 'immutable'],
  ['only-if-cached', 'onlyIfCached'],
]);

type FlagName = { [Name in keyof Mutable]: Mutable[Name] extends boolean ? Name : never }[keyof Mutable];

/** An invalid age is 0; an invalid permission permits nothing; an invalid `min-fresh` is ignored. */
function putSeconds(
  directives: Mutable,
  name: string,
  seconds: number | undefined,
  isWithoutValue: boolean,
): void {
  switch (name) {
    case 'max-age':
      directives.maxAge = least(directives.maxAge, seconds ?? 0);
      return;
    case 's-maxage':
      directives.sharedMaxAge = least(directives.sharedMaxAge, seconds ?? 0);
      return;
    case 'min-fresh':
      directives.minFresh = Math.max(directives.minFresh ?? 0, seconds ?? 0);
      return;
    case 'max-stale':
      directives.maxStale = least(directives.maxStale, isWithoutValue ? Infinity : (seconds ?? 0));
      return;
    case 'stale-while-revalidate':
      directives.staleWhileRevalidate = least(directives.staleWhileRevalidate, seconds ?? 0);
      return;
    case 'stale-if-error':
      directives.staleIfError = least(directives.staleIfError, seconds ?? 0);
  }
}

function least(known: number | undefined, seconds: number): number {
  return known === undefined ? seconds : Math.min(known, seconds);
}

function unquoted(value: string): string {
  return value.length > 1 && value.startsWith('"') && value.endsWith('"')
    ? value.slice(1, -1).replace(/\\([\s\S])/g, '$1')
    : value;
}
