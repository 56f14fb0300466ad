/**
 * Answers `instanceof` for a class that has a brand: true for its objects of any copy of the package. A process loads
 * two copies if it mixes ESM and CommonJS. `asked` is the class on the right, which may be a subclass.
 */
export function isInstance(asked: unknown, branded: unknown, brand: symbol, value: unknown): boolean {
  if (asked !== branded) return Function.prototype[Symbol.hasInstance].call(asked as () => void, value);
  return typeof value === 'object' && value !== null && brand in value;
}
