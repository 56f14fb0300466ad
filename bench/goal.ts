/** A number that may not be passed. */
export interface Goal {
  /** What is measured, such as `CPU ÷ undici.request`. */
  readonly of: string;
  readonly value: number;
  readonly limit: number;
  /** Whether it may not be more than the limit, or not be less. */
  readonly direction: 'at most' | 'at least';
  readonly unit?: string;
}

export function isMet({ value, limit, direction }: Goal): boolean {
  return direction === 'at most' ? value <= limit : value >= limit;
}

/** Each goal with what was reached; the misses stand out. */
export function verdictOn(goals: readonly Goal[]): { verdict: string; isGoalMet: boolean } {
  return { verdict: goals.map(sentenceOf).join(' '), isGoalMet: goals.every(isMet) };
}

function sentenceOf(goal: Goal): string {
  const { of, value, limit, direction, unit = '' } = goal;
  const reached = `${of}: ${value.toFixed(2)}${unit} (goal: ${direction} ${limit}${unit})`;
  return isMet(goal) ? `${reached}.` : `**${reached}.**`;
}
