import type { RunInContext } from '../answers/context.js';

interface Zone {
  run<R>(work: () => R): R;
}

/** Remembers the current Zone of zone.js, where it is loaded, to run user code in it later. */
export function captureZone(): RunInContext {
  const zone = (globalThis as { Zone?: { readonly current: Zone } }).Zone?.current;
  if (zone === undefined) return (work) => work();
  return (work) => zone.run(work);
}
