import type { ContextKeeper, ContextMark, RunInContext, WorkOwner } from './context.js';

/** Context in which code runs now, and the owner of its work. */
interface ActiveContext {
  readonly runInContext: RunInContext;
  readonly owner: WorkOwner | undefined;
  readonly keeper: ContextKeeper | undefined;
}

let active: ActiveContext = { runInContext: (work) => work(), owner: undefined, keeper: undefined };

class CapturedContext implements ActiveContext {
  readonly owner: WorkOwner | undefined;
  /** Bound, because it is held for as long as a request: an arrow function would hold a scope besides. */
  readonly runInContext: RunInContext = this.#run.bind<RunInContext>(this);
  readonly #runInPlatformContext: RunInContext;

  constructor(readonly keeper: ContextKeeper) {
    this.owner = active.owner ?? keeper.currentMark?.();
    this.#runInPlatformContext = keeper.captureContext();
  }

  #run<R>(work: () => R): R {
    const before = activate(this);
    try {
      return this.#runInPlatformContext(work);
    } finally {
      active = before;
    }
  }
}

/** Captures the platform's current context, together with the owner of the current work. */
export function captureAsyncContext(keeper: ContextKeeper): RunInContext {
  return new CapturedContext(keeper).runInContext;
}

/** Returns the current context, for an extension that later asks further extensions. */
export function currentContext(): RunInContext {
  return active.runInContext;
}

/**
 * Work done for an owner. Every context captured inside `run` belongs to that owner too, and, where the platform can
 * follow them, every one captured after its awaits, until the work ends.
 */
export class OwnedWork {
  readonly #owner: WorkOwner;
  readonly #mark: ContextMark | undefined;

  constructor(owner: object) {
    this.#owner = { owner, outer: active.owner };
    this.#mark = active.keeper?.markContext?.(this.#owner);
  }

  run<R>(work: () => R): R {
    const context = { ...active, owner: this.#owner };
    const owned = (): R => runWithin(context, work);
    return this.#mark === undefined ? owned() : this.#mark.run(owned);
  }

  end(): void {
    this.#mark?.remove();
  }
}

/** True inside work that was begun for this owner. */
export function isWorkOf(owner: object): boolean {
  for (let at = active.owner; at !== undefined; at = at.outer) {
    if (at.owner === owner) return true;
  }
  return false;
}

function runWithin<R>(context: ActiveContext, work: () => R): R {
  const before = activate(context);
  try {
    return work();
  } finally {
    active = before;
  }
}

/** Returns the context that was active before. */
function activate(context: ActiveContext): ActiveContext {
  const before = active;
  active = context;
  return before;
}
