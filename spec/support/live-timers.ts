/** What a timer is beyond its types: whether it has fired for the last time, or was cleared. */
type Timer = NodeJS.Timeout & { _destroyed?: boolean };

/** Timers made since tracking began. */
const timers = new Set<Timer>();
let isTracking = false;

/**
 * Remembers every timer that is set from now on by code of this realm. The runner of the specs keeps timers
 * of its own in the same process, so that those of the process cannot be counted.
 */
export function trackTimers(): void {
  timers.clear();
  if (isTracking) return;
  isTracking = true;
  globalThis.setTimeout = remembering(globalThis.setTimeout);
  globalThis.setInterval = remembering(globalThis.setInterval);
}

/** How many tracked timers are still to fire and keep the process alive. */
export function liveTimers(): number {
  for (const timer of timers) if (timer._destroyed) timers.delete(timer);
  return [...timers].filter((timer) => timer.hasRef()).length;
}

function remembering<Set extends typeof setTimeout | typeof setInterval>(original: Set): Set {
  const remember = (...args: Parameters<typeof setTimeout>): Timer => {
    const timer = original(...args);
    timers.add(timer);
    return timer;
  };
  return Object.defineProperties(remember, Object.getOwnPropertyDescriptors(original)) as unknown as Set;
}
