import { describe, expect, it } from '@jest/globals';
import { RefreshHistory, type RefreshWindow } from '../../lib/extending/authenticator.js';

const admitted = (window: RefreshWindow | false | undefined, times: number[]): boolean[] => {
  const history = new RefreshHistory(window);
  return times.map((time) => history.admit(time));
};

describe('RefreshHistory', () => {
  it.each<[string, RefreshWindow | false | undefined, number[], boolean[]]>([
    [
      'five in half a minute unless given',
      undefined,
      [0, 1, 2, 3, 4, 5],
      [true, true, true, true, true, false],
    ],
    ['as many as given', { maximumAttempts: 1 }, [0, 30_000], [true, false]],
    ['none', { maximumAttempts: 0 }, [0], [false]],
    ['any number', false, Array<number>(100).fill(0), Array<boolean>(100).fill(true)],
    [
      'one that is exactly as old as the interval',
      { interval: 10, maximumAttempts: 1 },
      [5, 15],
      [true, false],
    ],
    ['none that is older than the interval', { interval: 10, maximumAttempts: 1 }, [5, 15.5], [true, true]],
    [
      'each on its own',
      { interval: 10, maximumAttempts: 2 },
      [0, 8, 11, 12, 19],
      [true, true, true, false, true],
    ],
    ['no refused one', { interval: 10, maximumAttempts: 1 }, [0, 9, 10.5], [true, false, true]],
  ])('admits %s', (_what, window, times, expected) => {
    expect(admitted(window, times)).toEqual(expected);
  });

  it.each<RefreshWindow>([
    { interval: NaN },
    { interval: -1 },
    { maximumAttempts: NaN },
    { maximumAttempts: -1 },
  ])('throws for %p', (window) => {
    expect(() => new RefreshHistory(window)).toThrow(RangeError);
  });
});
