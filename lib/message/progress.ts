/** How far a body has come (Foundation's `Progress`). */
export interface Progress {
  /** Bytes so far. */
  readonly completedUnitCount: number;
  /** Bytes in all; undefined while that is not known. */
  readonly totalUnitCount: number | undefined;
  /** From 0 to 1; 0 while the total is not known, 1 at the end. */
  readonly fractionCompleted: number;
}

/** The progress of so many bytes out of a total that may not be known. */
export function progressOf(completed: number, total: number | undefined): Progress {
  return {
    completedUnitCount: completed,
    totalUnitCount: total,
    fractionCompleted: fraction(completed, total),
  };
}

/** The progress of a body that has ended: what came is all there was. */
export function finishedProgress(completed: number): Progress {
  return { completedUnitCount: completed, totalUnitCount: completed, fractionCompleted: 1 };
}

function fraction(completed: number, total: number | undefined): number {
  if (total === undefined) return 0;
  return total === 0 ? 1 : Math.min(completed / total, 1);
}
