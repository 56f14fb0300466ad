import {
  combinedPart,
  contentRange,
  contentRangeField,
  missingRest,
  rangeAnswer,
} from '../../../lib/cache/rules/partial.js';
import { received, storedResponse } from '../../support/stored-responses.js';

const WHOLE = storedResponse({ ETag: '"one"', 'Last-Modified': 'x' });
const PART = storedResponse({ ETag: '"one"' }, { statusCode: 206, part: { first: 2, last: 5, total: 10 } });
const OPEN = storedResponse(
  { ETag: '"one"' },
  { statusCode: 206, part: { first: 2, last: 5, total: undefined } },
);

describe('ranges out of a stored response, RFC 9111 §3.3', () => {
  it.each<[string, typeof WHOLE, string, unknown]>([
    ['a whole', WHOLE, 'bytes=0-3', { kind: 'part', range: { first: 0, last: 3 }, total: 10 }],
    ['a whole', WHOLE, 'bytes=8-', { kind: 'part', range: { first: 8, last: 9 }, total: 10 }],
    ['a whole', WHOLE, 'bytes=-2', { kind: 'part', range: { first: 8, last: 9 }, total: 10 }],
    ['a whole', WHOLE, 'bytes=-99', { kind: 'part', range: { first: 0, last: 9 }, total: 10 }],
    ['a whole', WHOLE, 'bytes=8-99', { kind: 'part', range: { first: 8, last: 9 }, total: 10 }],
    ['a whole', WHOLE, 'bytes=10-', { kind: 'unsatisfiable', total: 10 }],
    ['a whole', WHOLE, 'bytes=-0', { kind: 'unsatisfiable', total: 10 }],
    ['a whole', WHOLE, 'bytes=5-2', { kind: 'whole' }],
    ['a whole', WHOLE, 'bytes=-', { kind: 'whole' }],
    ['a whole', WHOLE, 'lines=1-2', { kind: 'whole' }],
    ['a whole', WHOLE, 'bytes=0-1,3-4', { kind: 'missing' }],
    ['a part', PART, 'bytes=3-4', { kind: 'part', range: { first: 3, last: 4 }, total: 10 }],
    ['a part', PART, 'bytes=5-6', { kind: 'missing' }],
    ['a part', PART, 'bytes=99-', { kind: 'missing' }],
    [
      'a part of unknown length',
      OPEN,
      'bytes=3-4',
      { kind: 'part', range: { first: 3, last: 4 }, total: undefined },
    ],
    ['a part of unknown length', OPEN, 'bytes=-1', { kind: 'missing' }],
  ])('%s: %#', (_, stored, Range, answer) => {
    expect(rangeAnswer(stored, received({ Range }))).toEqual(answer);
  });

  it.each<[string, Partial<typeof WHOLE>, string]>([
    ['"one"', {}, 'part'],
    ['"two"', {}, 'whole'],
    ['W/"one"', {}, 'whole'],
    ['x', {}, 'part'],
    ['y', {}, 'whole'],
    ['"one"', { isDecoded: true }, 'whole'],
  ])('If-Range: %s of %j is answered by the %s', (ifRange, parts, kind) => {
    const headers = received({ Range: 'bytes=0-3', 'If-Range': ifRange });
    expect(rangeAnswer({ ...WHOLE, ...parts }, headers).kind).toBe(kind);
  });

  it('a part does not answer for the whole', () => {
    expect(rangeAnswer(PART, received({})).kind).toBe('missing');
  });
});

describe('parts, RFC 9111 §3.4', () => {
  it.each<[string, unknown]>([
    ['bytes 2-5/10', { first: 2, last: 5, total: 10 }],
    ['bytes 2-5/*', { first: 2, last: 5, total: undefined }],
    ['bytes 5-2/10', undefined],
    ['bytes 2-10/10', undefined],
    ['bytes */10', undefined],
    ['lines 1-2/3', undefined],
  ])('Content-Range: %s is %j', (field, part) => {
    expect(contentRange(received({ 'Content-Range': field }))).toEqual(part);
  });

  it('are named with and without the length of the whole', () => {
    expect(contentRangeField({ first: 2, last: 5 }, 10)).toBe('bytes 2-5/10');
    expect(contentRangeField({ first: 2, last: 5 }, undefined)).toBe('bytes 2-5/*');
  });

  it.each<[string, number, number, string, unknown]>([
    ['one that follows', 6, 9, '"one"', { first: 2, last: 9, total: 10 }],
    ['one that comes before', 0, 1, '"one"', { first: 0, last: 5, total: 10 }],
    ['one that overlaps', 4, 7, '"one"', { first: 2, last: 7, total: 10 }],
    ['none beyond a gap', 7, 9, '"one"', undefined],
    ['none of another version', 6, 9, '"two"', undefined],
    ['none with a weak tag', 6, 9, 'W/"one"', undefined],
  ])('join %s', (_, first, last, etag, union) => {
    expect(combinedPart(PART, { first, last, total: 10 }, received({ ETag: etag }))).toEqual(union);
  });

  it('are completed from a beginning with a strong tag', () => {
    const beginning = { first: 0, last: 4, total: 10 };
    expect(missingRest({ ...PART, part: beginning })).toBe('bytes=5-');
    expect(missingRest(PART)).toBeUndefined();
    expect(missingRest(storedResponse({ ETag: 'W/"one"' }, { part: beginning }))).toBeUndefined();
    expect(missingRest(storedResponse({}, { part: beginning }))).toBeUndefined();
  });
});
