import { deltaSeconds, directivesOf, LARGEST_AGE, listMembers } from '../../../lib/cache/rules/directives.js';

describe('Cache-Control directives, RFC 9111 §5.2', () => {
  it.each<[string, Partial<ReturnType<typeof directivesOf>>]>([
    ['no-store', { noStore: true }],
    ['No-StOrE', { noStore: true }],
    ['max-age=60', { maxAge: 60 }],
    ['MaX-aGe=60', { maxAge: 60 }],
    ['max-age=003600', { maxAge: 3600 }],
    ['max-age="60"', { maxAge: 60 }],
    ['foobar, max-age=60', { maxAge: 60 }],
    ['s-maxage=5, max-age=60', { sharedMaxAge: 5, maxAge: 60 }],
    ['private, must-revalidate', { isPrivate: true, mustRevalidate: true }],
    ['public,proxy-revalidate , immutable', { isPublic: true, proxyRevalidate: true, immutable: true }],
    ['must-understand, no-store', { mustUnderstand: true, noStore: true }],
    ['no-cache="set-cookie, age"', { noCache: true }],
    ['private="x"', { isPrivate: true }],
    ['only-if-cached', { onlyIfCached: true }],
    ['min-fresh=5', { minFresh: 5 }],
    ['stale-while-revalidate=7, stale-if-error=8', { staleWhileRevalidate: 7, staleIfError: 8 }],
  ])('reads %j', (field, directives) => {
    expect(directivesOf(field)).toMatchObject(directives);
  });

  it('accepts any staleness for a max-stale without a value', () => {
    expect(directivesOf('max-stale').maxStale).toBe(Infinity);
    expect(directivesOf('max-stale=10').maxStale).toBe(10);
  });

  it.each([
    'max-age=-1',
    'max-age=1.5',
    'max-age=abc',
    "max-age='60'",
    'max-age',
    'max-age=',
    'max-age= 60',
    'max-age=60a',
  ])('takes the invalid %j for stale', (field) => {
    expect(directivesOf(field).maxAge).toBe(0);
  });

  it.each([
    ['max-age=0, max-age=3600', 0],
    ['max-age=3600, max-age=0', 0],
    ['max-age=3600, max-age=x', 0],
    ['max-age=9, max-age=7, max-age=8', 7],
  ])('takes the most restrictive of the repeated %j', (field, maxAge) => {
    expect(directivesOf(field).maxAge).toBe(maxAge);
  });

  it.each([
    'extension="max-age=3600", max-age=1',
    'max-age=1, extension="max-age=3600"',
    'a="\\", max-age=9", max-age=1',
  ])('does not look into the quoted string of %j', (field) => {
    expect(directivesOf(field).maxAge).toBe(1);
  });

  it('caps ages at 2³¹', () => {
    expect(directivesOf('max-age=99999999999').maxAge).toBe(LARGEST_AGE);
    expect(deltaSeconds('9'.repeat(400))).toBe(LARGEST_AGE);
  });

  it('has no directives where there is no field', () => {
    expect(directivesOf(undefined)).toEqual(directivesOf(''));
    expect(directivesOf(undefined)).toMatchObject({ noStore: false, maxAge: undefined });
  });

  it('reads what it has forgotten again', () => {
    const fields = Array.from({ length: 2000 }, (_, seconds) => `max-age=${seconds}`);
    expect(fields.map((field) => directivesOf(field).maxAge)).toEqual(fields.map((_, seconds) => seconds));
  });

  it.each([
    ['a, b ,,c', ['a', 'b', 'c']],
    ['"a,b", c', ['"a,b"', 'c']],
    ['"open, c', ['"open, c']],
    ['', []],
  ])('splits the list %j at commas outside quotes', (field, members) => {
    expect(listMembers(field)).toEqual(members);
  });
});
