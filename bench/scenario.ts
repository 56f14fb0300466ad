import type { Effort } from './effort.js';
import type { Table } from './table.js';

/**
 * Something that is measured. A file of `bench/scenarios` exports one as `scenario`: there is no list to add it to.
 */
export interface Scenario {
  readonly title: string;
  /** What is measured and how, in a sentence or two. */
  readonly description: string;
  measure(effort: Effort): Promise<Measured>;
}

export interface Measured {
  readonly table: Table;
  /** What the numbers say, and what the goal is. */
  readonly verdict: string;
  readonly isGoalMet: boolean;
}
