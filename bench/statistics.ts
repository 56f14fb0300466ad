/** What is left of many measurements of the same. */
export interface Spread {
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

export function spreadOf(measured: readonly number[]): Spread {
  const sorted = [...measured].sort((a, b) => a - b);
  const at = (index: number): number => sorted[index] ?? NaN;
  return { median: at(Math.floor(sorted.length / 2)), least: at(0), most: at(sorted.length - 1) };
}

export function medianOf(measured: readonly number[]): number {
  return spreadOf(measured).median;
}

/** The least and the most, with as many decimals. */
export function rangeText({ least, most }: Spread, decimals: number): string {
  return `${least.toFixed(decimals)}–${most.toFixed(decimals)}`;
}

/** Rows in another order each time, so that nobody always comes after the same. */
export function rotated<T>(items: readonly T[], by: number): T[] {
  const start = Math.abs(by) % items.length;
  return [...items.slice(start), ...items.slice(0, start)];
}
