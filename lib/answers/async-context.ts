import type { ContextKeeper, ContextMark, Principal, RunInContext } from './context.js';

/** In which context code runs now, and on whose behalf. */
interface Surroundings {
  readonly runInContext: RunInContext;
  /** Owners of the work, the innermost first. */
  readonly principal: Principal | undefined;
  readonly keeper: ContextKeeper | undefined;
}

let current: Surroundings = { runInContext: (work) => work(), principal: undefined, keeper: undefined };

class CapturedSurroundings implements Surroundings {
  readonly principal: Principal | undefined;
  /** Bound, because it is held for as long as a request: an arrow function would hold a scope besides. */
  readonly runInContext: RunInContext = this.#run.bind<RunInContext>(this);
  readonly #context: RunInContext;

  constructor(readonly keeper: ContextKeeper) {
    this.principal = current.principal ?? keeper.currentMark?.();
    this.#context = keeper.captureContext();
  }

  #run<R>(work: () => R): R {
    const before = enter(this);
    try {
      return this.#context(work);
    } finally {
      current = before;
    }
  }
}

/** The context of the platform, which remembers as well on whose behalf it was captured. */
export function captureSurroundings(keeper: ContextKeeper): RunInContext {
  return new CapturedSurroundings(keeper).runInContext;
}

/** Captures the current context, for an extension that later asks further extensions. */
export function currentContext(): RunInContext {
  return current.runInContext;
}

/**
 * Work done for an owner. Every context captured inside `run` belongs to that owner too, and, where the platform can
 * follow them, every one captured after its awaits, until the work ends.
 */
export class Errand {
  readonly #principal: Principal;
  readonly #mark: ContextMark | undefined;

  constructor(somebody: object) {
    this.#principal = { is: somebody, before: current.principal };
    this.#mark = current.keeper?.markContext?.(this.#principal);
  }

  run<R>(work: () => R): R {
    const surroundings = { ...current, principal: this.#principal };
    const surrounded = (): R => surroundedBy(surroundings, work);
    return this.#mark === undefined ? surrounded() : this.#mark.run(surrounded);
  }

  end(): void {
    this.#mark?.remove();
  }
}

/** True inside work that was begun for this owner. */
export function isOnBehalfOf(somebody: object): boolean {
  for (let principal = current.principal; principal !== undefined; principal = principal.before) {
    if (principal.is === somebody) return true;
  }
  return false;
}

function surroundedBy<R>(surroundings: Surroundings, work: () => R): R {
  const before = enter(surroundings);
  try {
    return work();
  } finally {
    current = before;
  }
}

/** Gives back those that were left. */
function enter(surroundings: Surroundings): Surroundings {
  const before = current;
  current = surroundings;
  return before;
}
