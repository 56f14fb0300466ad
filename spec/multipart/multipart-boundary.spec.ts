import { contentTypeWithBoundary, isBoundary, makeBoundary } from '../../lib/multipart/multipart-header.js';

describe('makeBoundary', () => {
  it('makes another boundary of 35 characters each time', () => {
    const boundaries = new Set(Array.from({ length: 1000 }, makeBoundary));
    expect(boundaries.size).toBe(1000);
    for (const boundary of boundaries) expect(boundary).toMatch(/^rxsession\.boundary\.[0-9a-f]{16}$/);
    expect(makeBoundary()).toHaveLength(35);
  });

  it('makes boundaries that are boundaries', () => {
    expect(isBoundary(makeBoundary())).toBe(true);
  });
});

describe('isBoundary', () => {
  it.each(['a', 'a'.repeat(70), "09AZaz'()+_,-./:=?", 'gc0p4Jq0M2Yt08jU534c0p', 'a b'])(
    'takes %j',
    (text) => {
      expect(isBoundary(text)).toBe(true);
    },
  );

  it.each(['', 'a'.repeat(71), 'a ', ' ', 'a\n', 'a;b', 'a"b', 'é', 'a\0'])('refuses %j', (text) => {
    expect(isBoundary(text)).toBe(false);
  });
});

describe('contentTypeWithBoundary', () => {
  it.each([
    ['custom-test-boundary', 'multipart/form-data; boundary=custom-test-boundary'],
    ['a/b', 'multipart/form-data; boundary="a/b"'],
    ['a b=c', 'multipart/form-data; boundary="a b=c"'],
  ])('quotes %s where it has to be', (boundary, expected) => {
    expect(contentTypeWithBoundary('multipart/form-data', boundary)).toBe(expected);
  });
});
