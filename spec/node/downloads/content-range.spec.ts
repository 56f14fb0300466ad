import { describe, expect, it } from '@jest/globals';
import { contentRange } from '../../../lib/node/downloads/content-range.js';

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
