import { describe, expect, it } from '@jest/globals';
import { HTTPHeaders, HTTPURLResponse, URLRequest } from 'rxsession';
import type { PartialDownload } from '../../../lib/node/downloads/resume-data.js';
import {
  askingForRest,
  asksForRest,
  contentRange,
  type BrokenDownload,
  continuable,
  continuation,
  firstByte,
  isUnrequestedPart,
} from '../../../lib/node/downloads/resume-rules.js';

const url = 'https://a.example/file';
const partial: PartialDownload = {
  url,
  file: 'file:///folder/a',
  byteLength: 10,
  total: 20,
  validator: '"v1"',
};

const response = (statusCode: number, headers: Record<string, string>): HTTPURLResponse =>
  new HTTPURLResponse({ url, statusCode, headers: new HTTPHeaders(headers) });

describe('asking for the rest', () => {
  it('names its first byte, and what it has to belong to', () => {
    const request = askingForRest(new URLRequest(url, { headers: { Accept: '*/*' } }), partial);
    expect(Object.fromEntries(request.headers)).toEqual({
      Accept: '*/*',
      Range: 'bytes=10-',
      'If-Range': '"v1"',
      'Accept-Encoding': 'identity',
    });
    expect(asksForRest(request, partial)).toBe(true);
    expect(asksForRest(request, { ...partial, byteLength: 11 })).toBe(false);
  });

  it('asks for the last byte again when all are there', () => {
    expect(firstByte({ ...partial, byteLength: 20 })).toBe(19);
  });
});

describe('an answer to it', () => {
  it.each<[string, number, Record<string, string>, string]>([
    ['the rest', 206, { 'Content-Range': 'bytes 10-19/20' }, 'rest'],
    ['a part of the rest', 206, { 'Content-Range': 'bytes 10-14/20', ETag: '"v1"' }, 'rest'],
    ['the rest of it knows not what', 206, { 'Content-Range': 'bytes 10-19/*' }, 'rest'],
    ['something before the rest', 206, { 'Content-Range': 'bytes 9-19/20' }, 'useless'],
    ['the rest of something longer', 206, { 'Content-Range': 'bytes 10-29/30' }, 'useless'],
    ['the rest of another version', 206, { 'Content-Range': 'bytes 10-19/20', ETag: '"v2"' }, 'useless'],
    ['a coded rest', 206, { 'Content-Range': 'bytes 10-19/20', 'Content-Encoding': 'gzip' }, 'useless'],
    ['several parts', 206, { 'Content-Type': 'multipart/byteranges; boundary=a' }, 'useless'],
    ['that there is no rest', 416, { 'Content-Range': 'bytes */5' }, 'useless'],
    ['the whole', 200, {}, 'whole'],
    ['the whole, and says so', 200, { 'Content-Range': 'bytes 0-19/20' }, 'whole'],
    ['the whole of another version', 200, { ETag: '"v2"', 'Content-Length': '10' }, 'whole'],
    ['the whole, coded', 200, { ETag: '"v1"', 'Content-Length': '5', 'Content-Encoding': 'gzip' }, 'whole'],
    ['the rest, said to be the whole', 200, { 'Content-Range': 'bytes 10-19/20' }, 'useless'],
    [
      'the rest of it knows not what, said to be the whole',
      203,
      { 'Content-Range': 'bytes 10-19/*' },
      'useless',
    ],
    ['the beginning, said to be the whole', 200, { 'Content-Range': 'bytes 0-9/20' }, 'useless'],
    ['too little of the same version', 200, { ETag: '"v1"', 'Content-Length': '10' }, 'useless'],
    ['nothing', 204, {}, 'whole'],
    ['the page of an error', 503, {}, 'other'],
    ['a redirect that is not followed', 302, {}, 'other'],
  ])('may be %s', (_what, statusCode, headers, kind) => {
    expect(continuation(response(statusCode, headers), partial)).toBe(kind);
  });
});

describe('isUnrequestedPart', () => {
  it.each<[boolean, string, number, Record<string, string>]>([
    [true, 'a partial response', 206, { 'Content-Range': 'bytes 0-9/20' }],
    [true, 'a partial response without a range', 206, {}],
    [
      true,
      'a successful response with a range that lacks the beginning',
      200,
      { 'Content-Range': 'bytes 10-19/20' },
    ],
    [true, 'a successful response with a range that lacks the end', 200, { 'Content-Range': 'bytes 0-9/20' }],
    [false, 'a partial response with all of it', 206, { 'Content-Range': 'bytes 0-19/20' }],
    [false, 'a response without a range', 200, {}],
    [false, 'a response with a range that is none', 200, { 'Content-Range': 'lines 1-2/3' }],
    [false, 'the page of an error', 416, { 'Content-Range': 'bytes */20' }],
  ])('is %s for %s', (expected, _what, statusCode, headers) => {
    expect(isUnrequestedPart(response(statusCode, headers), new URLRequest(url))).toBe(expected);
    const withRange = new URLRequest(url, { headers: { Range: 'bytes=0-9' } });
    expect(isUnrequestedPart(response(statusCode, headers), withRange)).toBe(false);
  });
});

describe('a download that was broken off', () => {
  const good = { 'Content-Length': '20', 'Accept-Ranges': 'bytes', ETag: '"v1"' };
  const broken = (headers: Record<string, string>, change: Partial<BrokenDownload> = {}): BrokenDownload => ({
    url,
    urlRequest: new URLRequest(url),
    response: response(200, headers),
    file: partial.file,
    byteLength: 10,
    continued: undefined,
    ...change,
  });

  const modified = 'Wed, 01 Jan 2025 00:00:00 GMT';
  const dated = { 'Last-Modified': modified, Date: 'Wed, 01 Jan 2025 00:00:01 GMT' };

  it('can be continued by its strong entity tag, or by its date where it has no tag', () => {
    expect(continuable(broken(good))).toEqual(partial);
    expect(continuable(broken({ ...good, ...dated }))?.validator).toBe('"v1"');
    expect(continuable(broken({ ...good, ...dated, ETag: '' }))?.validator).toBe(modified);
  });

  it('can be continued again, with what has come since', () => {
    const again = broken({}, { continued: partial, byteLength: 15, response: response(206, {}) });
    expect(continuable(again)).toEqual({ ...partial, byteLength: 15 });
  });

  it.each<[string, BrokenDownload]>([
    ['nothing has come', broken(good, { byteLength: 0 })],
    ['more has come than there was', broken(good, { byteLength: 21 })],
    ['its length is not known', broken({ ...good, 'Content-Length': '' })],
    ['the server says nothing of ranges', broken({ ...good, 'Accept-Ranges': 'none' })],
    ['its entity tag is weak', broken({ ...good, ...dated, ETag: 'W/"v1"' })],
    ['it was sent as it changed', broken({ ...good, ...dated, ETag: '', Date: modified })],
    ['nobody knows when it was sent', broken({ ...good, 'Last-Modified': modified, ETag: '' })],
    ['its date is none', broken({ ...good, ...dated, ETag: '', 'Last-Modified': 'yesterday' })],
    ['it is coded', broken({ ...good, 'Content-Encoding': 'br' })],
    ['it is no GET', broken(good, { urlRequest: new URLRequest(url, { method: 'POST' }) })],
    ['it is the page of an error', broken(good, { response: response(404, good) })],
    ['nobody knows where it came from', broken(good, { url: undefined })],
  ])('cannot be continued when %s', (_why, download) => {
    expect(continuable(download)).toBeUndefined();
  });
});

describe('a Content-Range', () => {
  it.each([
    ['bytes 0-4/10', { first: 0, last: 4, total: 10 }],
    ['bytes 5-9/*', { first: 5, last: 9, total: undefined }],
    ['  Bytes 9-9/10 ', { first: 9, last: 9, total: 10 }],
  ])('is read: %s', (field, range) => {
    expect(contentRange(field)).toEqual(range);
  });

  it.each([
    undefined,
    '',
    'bytes */10',
    'items 0-4/10',
    'bytes 5-4/10',
    'bytes 0-10/10',
    'bytes 0-4',
    'bytes -4/10',
  ])('that says nothing of use is none: %s', (field) => {
    expect(contentRange(field)).toBeUndefined();
  });
});
