import { concatMap, from, interval, of, take, timer, VirtualTimeScheduler } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import { SerialScheduler } from '../../lib/scheduling/serial-scheduler.js';
import { flushVirtualTime } from '../../lib/testing/virtual-time.js';

/** Answers after a good many microtasks. */
async function slowPromise(): Promise<string> {
  for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
  return 'answer';
}

const makeTestScheduler = (): TestScheduler =>
  new TestScheduler((actual, expected) => {
    expect(actual).toEqual(expected);
  });

describe.each([
  ['a VirtualTimeScheduler', () => new VirtualTimeScheduler()],
  ['a TestScheduler', makeTestScheduler],
])('flushVirtualTime of %s', (_, make) => {
  let time: VirtualTimeScheduler;
  let log: string[];
  const note = (word: string) => () => log.push(`${word} at ${time.now()}`);

  beforeEach(() => {
    time = make();
    log = [];
  });

  it('runs all that is scheduled, and what promises schedule', async () => {
    timer(1000, time)
      .pipe(
        concatMap(() => slowPromise()),
        concatMap(() => timer(2000, time)),
      )
      .subscribe(note('answered'));
    await flushVirtualTime(time);
    expect(log).toEqual(['answered at 3000']);
  });

  it('lets a promise answer before a timeout that stands later', async () => {
    const timeout = time.schedule(note('timed out'), 1);
    from(slowPromise()).subscribe(() => {
      timeout.unsubscribe();
      note('answered')();
    });
    await flushVirtualTime(time);
    expect(log).toEqual(['answered at 0']);
  });

  it('runs what a SerialScheduler has on it', async () => {
    const queue = new SerialScheduler({ target: time });
    queue.schedule(() => void slowPromise().then(() => queue.schedule(note('second'), 5)), 5);
    await flushVirtualTime(time);
    expect(log).toEqual(['second at 10']);
  });

  it('stops where it is told to', async () => {
    interval(10, time).subscribe(note('tick'));
    await flushVirtualTime(time, 25);
    expect(log).toEqual(['tick at 10', 'tick at 20']);
    await flushVirtualTime(time, 30);
    expect(log).toHaveLength(3);
  });

  it('rejects with what an action throws', async () => {
    time.schedule(() => {
      throw new Error('thrown');
    }, 5);
    await expect(flushVirtualTime(time)).rejects.toThrow('thrown');
  });

  it('leaves maxFrames as it was', async () => {
    time.maxFrames = 100;
    timer(5000, time).subscribe(note('later'));
    await flushVirtualTime(time);
    expect([time.maxFrames, log]).toEqual([100, ['later at 5000']]);
  });
});

describe('flushVirtualTime of a TestScheduler with marbles', () => {
  it('feeds hot observables, and checks what is expected at the end', async () => {
    const time = makeTestScheduler();
    const answers = time.createHotObservable('-a--b|').pipe(concatMap((word) => Promise.resolve(of(word))));
    time.expectObservable(answers.pipe(concatMap((word) => word))).toBe('-a--b|');
    time.expectObservable(interval(10, time).pipe(take(1))).toBe('-(0|)', [0]);
    await flushVirtualTime(time);
  });

  it('rejects when it is not as expected', async () => {
    const time = makeTestScheduler();
    time.expectObservable(of('b')).toBe('(a|)');
    await expect(flushVirtualTime(time)).rejects.toThrow('toEqual');
  });
});
