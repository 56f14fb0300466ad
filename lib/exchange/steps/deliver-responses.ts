import type { Step } from '../step.js';

/** Hands each serialized response to its listeners: the end of the route. */
export const deliverResponses: Step<undefined, undefined> = (x, _, go) => {
  x.deliver();
  return go.next(undefined);
};
