import { VirtualTimeScheduler } from 'rxjs';
import { scheduleOn } from '../../lib/scheduling/long-wait.js';
import { TargetTimeline } from '../../lib/scheduling/target-timeline.js';

const LONGEST_TIMER = 2 ** 31 - 1;

describe('scheduleOn', () => {
  it.each([1, LONGEST_TIMER, LONGEST_TIMER + 1, 3 * LONGEST_TIMER + 0.5])('comes after %d ms', (delay) => {
    const time = new VirtualTimeScheduler();
    const came: number[] = [];
    scheduleOn(new TargetTimeline(time), () => came.push(time.now()), delay);
    time.flush();
    expect(came).toEqual([delay]);
  });

  it('never sets a timer that would overflow', () => {
    const time = new VirtualTimeScheduler();
    scheduleOn(new TargetTimeline(time), () => undefined, 10 * LONGEST_TIMER);
    expect(time.actions.map(({ delay }) => delay)).toEqual([LONGEST_TIMER]);
  });

  it('is dropped in any of its parts', () => {
    const time = new VirtualTimeScheduler();
    const came: number[] = [];
    const wait = scheduleOn(new TargetTimeline(time), () => came.push(time.now()), 3 * LONGEST_TIMER);
    time.schedule(() => wait.unsubscribe(), 1.5 * LONGEST_TIMER);
    time.flush();
    expect([came, time.actions]).toEqual([[], []]);
  });

  it('holds no timer for a delay that never ends', () => {
    const time = new VirtualTimeScheduler();
    scheduleOn(new TargetTimeline(time), () => undefined, Infinity);
    expect(time.actions).toEqual([]);
  });
});
