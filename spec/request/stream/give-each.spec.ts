import { giveEach } from '../../../lib/request/stream/give-each.js';

describe('giving one after the other', () => {
  it('waits until each is taken, then is done', () => {
    const told: unknown[] = [];
    const waiting: (() => void)[] = [];
    giveEach(
      [1, 2],
      (item, taken) => told.push(item) && waiting.push(taken),
      () => told.push('done'),
    );
    expect(told).toEqual([1]);
    waiting[0]?.();
    expect(told).toEqual([1, 2]);
    waiting[1]?.();
    expect(told).toEqual([1, 2, 'done']);
  });

  it('is done at once with nothing to give', () => {
    let isDone = false;
    giveEach(
      [],
      () => undefined,
      () => (isDone = true),
    );
    expect(isDone).toBe(true);
  });

  it('needs no deeper stack for more that are taken at once', () => {
    let given = 0;
    let isDone = false;
    giveEach(
      Array.from({ length: 100_000 }, (_, index) => index),
      (_, taken) => {
        given += 1;
        taken();
      },
      () => (isDone = true),
    );
    expect([given, isDone]).toEqual([100_000, true]);
  });
});
