import type { RunInContext } from './context.js';

/** In which context code runs now, and on whose behalf. */
interface Surroundings {
  readonly runInContext: RunInContext;
  /** Those who had the work done, the last one first. */
  readonly principal: Principal | undefined;
}

interface Principal {
  readonly is: object;
  readonly before: Principal | undefined;
}

let current: Surroundings = { runInContext: (work) => work(), principal: undefined };

/** The context that `capture` captures, which remembers as well on whose behalf it was captured. */
export function captureSurroundings(capture: () => RunInContext): RunInContext {
  const runInContext = capture();
  const captured: Surroundings = {
    runInContext: (work) => runInContext(() => surroundedBy(captured, work)),
    principal: current.principal,
  };
  return captured.runInContext;
}

/** Comes back later to the context in which an extension is asked now: for an extension that asks others in its turn. */
export function currentContext(): RunInContext {
  return current.runInContext;
}

/** Does work on behalf of somebody; whatever that makes which captures its surroundings is theirs as well. */
export function onBehalfOf<R>(somebody: object, work: () => R): R {
  return surroundedBy({ ...current, principal: { is: somebody, before: current.principal } }, work);
}

/** Whether what happens now was begun on behalf of somebody. */
export function isOnBehalfOf(somebody: object): boolean {
  for (let principal = current.principal; principal !== undefined; principal = principal.before) {
    if (principal.is === somebody) return true;
  }
  return false;
}

function surroundedBy<R>(surroundings: Surroundings, work: () => R): R {
  const before = current;
  current = surroundings;
  try {
    return work();
  } finally {
    current = before;
  }
}
