/** How much is measured. */
export interface Effort {
  /** Fewer and shorter rounds than numbers that are quoted come from; the table says so. */
  readonly isQuick: boolean;
}

/** Rounds that are counted. */
export function roundsOf(effort: Effort, rounds: number): number {
  return effort.isQuick ? Math.min(rounds, QUICK_ROUNDS) : rounds;
}

/** Runs in a round. */
export function amountOf(effort: Effort, amount: number): number {
  return effort.isQuick ? Math.max(1, Math.floor(amount / 4)) : amount;
}

const QUICK_ROUNDS = 3;
