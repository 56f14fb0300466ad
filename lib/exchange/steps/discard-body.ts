import { cleanUp } from '../ask.js';
import type { Step } from '../step.js';

/** Deletes what is of no more use of the body, before anything is delivered. Waits for it for a second at most. */
export const discardBody: Step<undefined, undefined> = (x, _, go) => {
  const { receiver } = x;
  if (receiver.discard === undefined) return go.next(undefined);
  return cleanUp(
    x,
    () => receiver.discard?.(),
    () => go.next(undefined),
  );
};
