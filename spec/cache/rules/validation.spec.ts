import {
  freshened,
  isAbout,
  isNotModified,
  notModifiedHeaders,
  updatedByHead,
  validatingHeaders,
} from '../../../lib/cache/rules/validation.js';
import { CAME, dateAfter, received, storedResponse } from '../../support/stored-responses.js';

const TAG = { ETag: '"one"' };
const DATED = { 'Last-Modified': dateAfter(-100) };

describe('asking the origin, RFC 9111 §4.3.1', () => {
  it.each<[string, Record<string, string>, Record<string, string>, Record<string, string>]>([
    ['repeats the ETag', TAG, {}, { 'If-None-Match': '"one"' }],
    ['repeats a weak ETag', { ETag: 'W/"one"' }, {}, { 'If-None-Match': 'W/"one"' }],
    ['repeats Last-Modified as it came', DATED, {}, { 'If-Modified-Since': dateAfter(-100) }],
    ['makes up no date', { Date: dateAfter(0) }, {}, {}],
    [
      'joins the tags of the caller',
      TAG,
      { 'If-None-Match': '"two", "one"' },
      { 'If-None-Match': '"one", "two"' },
    ],
    [
      'replaces a date of the caller',
      DATED,
      { 'If-Modified-Since': dateAfter(-5) },
      { 'If-Modified-Since': dateAfter(-100) },
    ],
    [
      'drops a date of the caller beside an ETag',
      TAG,
      { 'If-Modified-Since': dateAfter(-5) },
      { 'If-None-Match': '"one"' },
    ],
  ])('%s', (_, stored, sent, validating) => {
    expect(validatingHeaders(received(sent), storedResponse(stored)).toJSON()).toEqual(validating);
  });
});

describe('the condition of the caller, RFC 9110 §13.1', () => {
  it.each<[Record<string, string>, Record<string, string>, boolean]>([
    [{ 'If-None-Match': '"one"' }, TAG, true],
    [{ 'If-None-Match': '"zero", "one", "two"' }, TAG, true],
    [{ 'If-None-Match': 'W/"one"' }, TAG, true],
    [{ 'If-None-Match': '*' }, TAG, true],
    [{ 'If-None-Match': '"two"' }, TAG, false],
    [{ 'If-None-Match': '"one"' }, {}, false],
    [{ 'If-None-Match': '"two"', 'If-Modified-Since': dateAfter(9) }, { ...TAG, ...DATED }, false],
    [{ 'If-Modified-Since': dateAfter(-100) }, DATED, true],
    [{ 'If-Modified-Since': dateAfter(-101) }, DATED, false],
    [{ 'If-Modified-Since': 'yesterday' }, DATED, false],
    [{}, TAG, false],
  ])('%j finds %j unchanged: %s', (sent, stored, isUnchanged) => {
    expect(isNotModified(received(sent), storedResponse(stored), CAME)).toBe(isUnchanged);
  });

  it('is judged about a 200 alone', () => {
    expect(
      isNotModified(received({ 'If-None-Match': '*' }), storedResponse(TAG, { statusCode: 404 }), CAME),
    ).toBe(false);
  });

  it('is answered with the fields that a 304 repeats', () => {
    const headers = received({
      ...TAG,
      'Content-Length': '9',
      'Content-Type': 'text/plain',
      Vary: 'A',
      'Set-Cookie': 'a',
    });
    expect(notModifiedHeaders(headers).toJSON()).toEqual({ ...TAG, Vary: 'A' });
  });
});

describe('a 304, RFC 9111 §4.3.4', () => {
  it.each<[Record<string, string>, Record<string, string>, boolean]>([
    [TAG, TAG, true],
    [{ ETag: 'W/"one"' }, TAG, true],
    [{ ETag: '"two"' }, TAG, false],
    [{ ETag: 'W/"two"' }, { ETag: 'W/"one"' }, false],
    [{ ETag: '"one"' }, DATED, false],
    [{}, TAG, true],
    [DATED, DATED, true],
    [{ 'Last-Modified': dateAfter(-5) }, DATED, false],
  ])('with %j speaks of %j: %s', (fields, stored, isItsOwn) => {
    expect(isAbout({ statusCode: 304, headers: received(fields) }, storedResponse(stored))).toBe(isItsOwn);
  });

  it('updates the stored fields, but not those of the stored body', () => {
    const stored = storedResponse([
      ...([
        ['A', '1'],
        ['A', '2'],
        ['B', 'stays'],
        ['Age', '99'],
        ['Content-Length', '10'],
      ] as const),
    ]);
    const headers = received({
      A: 'new',
      'Content-Length': '3',
      'Content-Encoding': 'gzip',
      Connection: 'C',
      C: '1',
      Date: dateAfter(9),
    });
    const times = { requestTime: CAME + 8000, responseTime: CAME + 9000 };
    const { headers: updated, ...rest } = freshened(
      { ...stored, isInvalidated: true },
      { statusCode: 304, headers, ...times },
    );
    expect(updated.toJSON()).toEqual({ A: 'new', B: 'stays', 'Content-Length': '10', Date: dateAfter(9) });
    expect(rest).toMatchObject({ ...times, isInvalidated: false, statusCode: 200 });
  });
});

describe('a HEAD, RFC 9111 §4.3.5', () => {
  it.each<[Record<string, string>, boolean]>([
    [{ ...TAG, 'Content-Length': '10' }, false],
    [{}, false],
    [{ ETag: '"two"' }, true],
    [{ 'Content-Length': '11' }, true],
    [DATED, true],
  ])('with %j makes the stored response invalid: %s', (fields, isInvalidated) => {
    const head = { statusCode: 200, headers: received(fields), requestTime: CAME, responseTime: CAME };
    const stored = storedResponse({ ...TAG, 'Content-Length': '10' });
    expect(updatedByHead(stored, head).isInvalidated).toBe(isInvalidated);
  });
});
