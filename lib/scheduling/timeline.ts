import type { Unsubscribable } from 'rxjs';

/** Source of a SerialScheduler's turns and time. Nothing given to it runs in the caller's stack. */
export interface Timeline {
  /** Milliseconds since the epoch, or of virtual time. */
  now(): number;
  /** Runs after all that was enqueued before, as soon as may be. */
  enqueue(run: () => void): void;
  /** Runs after a delay of finite milliseconds. */
  schedule(run: () => void, delay: number): Unsubscribable;
  /** Runs as soon as the platform has had a turn for its own timers and sockets. */
  scheduleMacrotask(run: () => void): Unsubscribable;
}

const { timeOrigin: TIME_ORIGIN } = performance;

/** The time of the platform: microtasks, its timers, and a clock finer than a millisecond. */
export const platformTimeline: Timeline = {
  now: () => TIME_ORIGIN + performance.now(),
  enqueue: (run) => {
    queueMicrotask(run);
  },
  schedule: setTimer,
  scheduleMacrotask: (run) => setTimer(run, 0),
};

function setTimer(run: () => void, delay: number): Unsubscribable {
  const timer = setTimeout(run, delay);
  return {
    unsubscribe: () => {
      clearTimeout(timer);
    },
  };
}
