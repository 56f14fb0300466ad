import { describe, expect, it } from '@jest/globals';
import { Result } from 'rxsession';
import { mapResult, mapResultError, tryMapResult, tryMapResultError } from '../../lib/message/map-result.js';

const good = Result.success(2);
const bad = Result.failure('bad');
const thrown = new Error('thrown');
const throwing = (): never => {
  throw thrown;
};

describe('a result', () => {
  it.each<[string, Result<unknown, unknown>, Result<unknown, unknown>]>([
    ['has its value mapped', mapResult(good, (value) => value * 2), Result.success(4)],
    ['has no value to map', mapResult(bad, throwing), bad],
    ['fails with what mapping its value throws', tryMapResult(good, throwing), Result.failure(thrown)],
    ['has no value that may not be mapped', tryMapResult(bad, throwing), bad],
    ['has its error mapped', mapResultError(bad, (error) => `${error}!`), Result.failure('bad!')],
    ['has no error to map', mapResultError(good, throwing), good],
    ['fails with what mapping its error throws', tryMapResultError(bad, throwing), Result.failure(thrown)],
    ['has no error that may not be mapped', tryMapResultError(good, throwing), good],
  ])('%s', (_what, made, expected) => {
    expect(made).toEqual(expected);
  });
});
