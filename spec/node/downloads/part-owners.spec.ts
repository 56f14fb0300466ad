import { describe, expect, it } from '@jest/globals';
import { claimPart, yieldParts } from '../../../lib/node/downloads/part-owners.js';

describe('the part of a download', () => {
  it('has one owner, until that yields it', () => {
    const [one, other] = [{}, {}];
    expect([claimPart('a', one), claimPart('a', one), claimPart('a', other)]).toEqual([true, true, false]);
    expect(claimPart('b', other)).toBe(true);
    yieldParts(one);
    expect([claimPart('a', other), claimPart('b', one)]).toEqual([true, false]);
    yieldParts(other);
  });
});
