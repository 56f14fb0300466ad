/** Names the type of a value for a sentence about it: `undefined`, `an array`, `a number`. */
export function typeNameOf(value: unknown): string {
  if (value === undefined || value === null) return String(value);
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
