/** Progress of a body (Foundation's `Progress`). */
export interface Progress {
  /** Bytes so far. */
  readonly completedUnitCount: number;
  /** Bytes in total. Undefined while unknown. */
  readonly totalUnitCount: number | undefined;
  /** Fraction from 0 to 1: 0 while the total is unknown, 1 at the end. */
  readonly fractionCompleted: number;
}

/** Progress of bytes out of a total, which may be unknown. */
export function progressOf(completed: number, total: number | undefined): Progress {
  return {
    completedUnitCount: completed,
    totalUnitCount: total,
    fractionCompleted: fraction(completed, total),
  };
}

/** Progress of a body that is complete. */
export function finishedProgress(completed: number): Progress {
  return { completedUnitCount: completed, totalUnitCount: completed, fractionCompleted: 1 };
}

function fraction(completed: number, total: number | undefined): number {
  if (total === undefined) return 0;
  return total === 0 ? 1 : Math.min(completed / total, 1);
}
