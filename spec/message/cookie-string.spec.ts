import { describe, expect, it } from '@jest/globals';
import { mergedCookies } from '../../lib/message/cookie-string.js';

describe('the cookies of a caller and of a storage', () => {
  it.each([
    [undefined, 'a=1; b=2', 'a=1; b=2'],
    ['x=9', 'a=1', 'x=9; a=1'],
    ['a=own;b', 'a=1; b=2; c=3', 'a=own;b; c=3'],
    ['a=own', 'a=1', 'a=own'],
    ['a=own', 'A=1; b="x=y"', 'a=own; A=1; b="x=y"'],
  ])('%s and %s are sent as %s', (own, stored, sent) => {
    expect(mergedCookies(own, stored)).toBe(sent);
  });
});
