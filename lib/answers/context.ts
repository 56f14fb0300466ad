/** Runs `work` in the context captured when this function was created, and returns its result. */
export type RunInContext = <R>(work: () => R) => R;

/** Platform store of the context that travels with running code. */
export interface ContextKeeper {
  /** Captures the current async context (Node) or Zone, to run user code in it later. */
  captureContext(): RunInContext;
  /** Marks all work begun in a context, after its awaits too. Absent where a platform cannot follow awaits. */
  markContext?(owner: WorkOwner): ContextMark;
  /** Innermost mark of the running code. */
  currentMark?(): WorkOwner | undefined;
}

/** Mark on the work begun inside `run`, until it is removed. */
export interface ContextMark {
  readonly run: RunInContext;
  remove(): void;
}

/** Owner of some work, and the owner of the work that began it. */
export interface WorkOwner {
  readonly owner: object;
  readonly outer: WorkOwner | undefined;
}
