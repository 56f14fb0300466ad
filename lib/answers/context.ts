/** Runs `work` in the context captured when this function was created, and returns its result. */
export type RunInContext = <R>(work: () => R) => R;

/** Platform store of the context that travels with running code. */
export interface ContextKeeper {
  /** Remembers the current async context (Node) or Zone, to run user code in it later. */
  captureContext(): RunInContext;
  /** Marks all that is begun in a context, after its awaits too; missing where a platform cannot follow that. */
  markContext?(principal: Principal): ContextMark;
  /** The last mark on the code that runs now. */
  currentMark?(): Principal | undefined;
}

/** A mark on the code that was begun with it, until it is removed. */
export interface ContextMark {
  readonly run: RunInContext;
  remove(): void;
}

/** On whose behalf something is done, and on whose behalf that was asked for. */
export interface Principal {
  readonly is: object;
  readonly before: Principal | undefined;
}
