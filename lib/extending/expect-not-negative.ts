/** Throws a `RangeError` unless an option is a number from 0 on. */
export function expectNotNegative(name: string, value: number): void {
  if (!(value >= 0)) throw new RangeError(`${name} is ${value}, and must not be negative.`);
}
