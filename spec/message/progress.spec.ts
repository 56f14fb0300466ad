import { finishedProgress, progressOf } from '../../lib/message/progress.js';

describe('the progress', () => {
  it.each([
    [0, 10, 0],
    [5, 10, 0.5],
    [10, 10, 1],
    [11, 10, 1],
    [0, 0, 1],
    [5, undefined, 0],
  ])('of %p bytes out of %p is %p', (completed, total, fractionCompleted) => {
    const progress = { completedUnitCount: completed, totalUnitCount: total, fractionCompleted };
    expect(progressOf(completed, total)).toEqual(progress);
  });

  it.each([0, 7])('of a body that has ended after %d bytes is complete', (count) => {
    const progress = { completedUnitCount: count, totalUnitCount: count, fractionCompleted: 1 };
    expect(finishedProgress(count)).toEqual(progress);
  });
});
