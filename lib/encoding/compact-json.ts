import { bytesOfBuffer } from './bytes.js';
import { hidesItsContents, ParameterValueError, sortOf } from './parameter-value-error.js';

/** Shortest JSON text of a value. Throws like {@link checkedJSON}. */
export function compactJSON(value: unknown): string {
  return checkedJSON(value, () => JSON.stringify(value));
}

/**
 * Checks that JSON has a form for the value, then writes it. Throws a {@link ParameterValueError} of kind
 * `invalidJSONObject` with the key path otherwise. Exceptions of a `toJSON` or a getter pass through.
 */
export function checkedJSON(value: unknown, write: () => string): string {
  try {
    checkValue(value, { keys: [], ancestors: [] });
    return write();
  } catch (error) {
    throw error instanceof RangeError ? invalid('an object that is nested too deeply', []) : error;
  }
}

/** Position of a check: the keys from the root, and the objects on that path. */
interface Place {
  readonly keys: (string | number)[];
  readonly ancestors: object[];
}

function checkValue(value: unknown, place: Place): void {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return;
    case 'number':
      if (!Number.isFinite(value)) throw invalid(String(value), place.keys);
      return;
    case 'object':
      if (value !== null) checkObject(value, place);
      return;
    case 'undefined':
      if (place.keys.length === 0) throw invalid('undefined', place.keys);
      return;
    default:
      throw invalid(sortOf(value), place.keys);
  }
}

function checkObject(value: object, place: Place): void {
  if (place.ancestors.includes(value)) throw invalid('an object that contains itself', place.keys);
  if (value instanceof Date && Number.isNaN(value.getTime())) throw invalid('an invalid Date', place.keys);
  place.ancestors.push(value);
  checkContents(represented(value), place);
  place.ancestors.pop();
}

function checkContents(value: unknown, place: Place): void {
  if (typeof value !== 'object' || value === null) checkValue(value, place);
  else if (Array.isArray(value)) checkElements(value, place);
  else checkFields(value, place);
}

function checkElements(elements: readonly unknown[], place: Place): void {
  for (let index = 0; index < elements.length; index += 1) {
    place.keys.push(index);
    checkValue(elements[index], place);
    place.keys.pop();
  }
}

function checkFields(value: object, place: Place): void {
  if (value instanceof Number || value instanceof String || value instanceof Boolean) {
    checkValue(value.valueOf(), place);
    return;
  }
  if (bytesOfBuffer(value) !== undefined || hidesItsContents(value)) throw invalid(sortOf(value), place.keys);
  for (const key of Object.keys(value)) {
    place.keys.push(key);
    checkValue((value as Record<string, unknown>)[key], place);
    place.keys.pop();
  }
}

/** Stand-in of an object in JSON: the result of its `toJSON`, if it has one. */
export function represented(value: object): unknown {
  const { toJSON } = value as { toJSON?: unknown };
  return typeof toJSON === 'function' ? (toJSON as () => unknown).call(value) : value;
}

function invalid(problem: string, keys: readonly (string | number)[]): ParameterValueError {
  return new ParameterValueError('invalidJSONObject', `JSON has no form for ${problem}`, keys.join('.'));
}
