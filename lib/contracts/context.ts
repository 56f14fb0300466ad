/** Runs a function in the context that was current when this was made, and returns what it returns. */
export type RunInContext = <R>(work: () => R) => R;
