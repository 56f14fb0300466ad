import { bytesOfBuffer } from './bytes.js';
import { hidesItsContents, ParameterValueError, sortOf } from './parameter-value-error.js';

export interface JSONLayout {
  /** Indented by two spaces, with a space on both sides of a colon, as Foundation does. */
  readonly prettyPrinted: boolean;
  /** The fields of every object in the order of their names. */
  readonly sortedKeys: boolean;
}

/**
 * The value as JSON text. Throws a {@link ParameterValueError} of kind `invalidJSONObject` with the key path
 * for what JSON has no form of; what a `toJSON` or a getter throws passes through.
 */
export function jsonText(value: unknown, layout: JSONLayout): string {
  try {
    checkValue(value, { keys: [], ancestors: [] });
    return layout.prettyPrinted || layout.sortedKeys ? write(value, layout, '\n') : JSON.stringify(value);
  } catch (error) {
    throw error instanceof RangeError ? invalid('an object that is nested too deeply', []) : error;
  }
}

/** Where a check stands: the keys from the root, and the objects they lead through. */
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

/** What stands for an object in JSON: what its `toJSON` returns, where it has one. */
function represented(value: object): unknown {
  const { toJSON } = value as { toJSON?: unknown };
  return typeof toJSON === 'function' ? (toJSON as () => unknown).call(value) : value;
}

/** Writes what has been checked; `newline` is a line break and the indentation of the line it stands on. */
function write(given: unknown, layout: JSONLayout, newline: string): string {
  const value = typeof given === 'object' && given !== null ? represented(given) : given;
  if (typeof value !== 'object' || value === null || isBoxed(value)) return JSON.stringify(value ?? null);
  const inner = layout.prettyPrinted ? `${newline}  ` : '';
  const outer = layout.prettyPrinted ? newline : '';
  if (Array.isArray(value)) {
    return enclosed(
      '[]',
      value.map((element: unknown) => write(element, layout, inner)),
      inner,
      outer,
    );
  }
  const colon = layout.prettyPrinted ? ' : ' : ':';
  const fields = fieldsOf(value, layout).map(
    ([key, field]) => `${JSON.stringify(key)}${colon}${write(field, layout, inner)}`,
  );
  return enclosed('{}', fields, inner, outer);
}

function enclosed(brackets: string, items: readonly string[], inner: string, outer: string): string {
  if (items.length === 0) return brackets;
  return `${brackets.charAt(0)}${inner}${items.join(`,${inner}`)}${outer}${brackets.charAt(1)}`;
}

function fieldsOf(value: object, layout: JSONLayout): [key: string, field: unknown][] {
  const fields = Object.entries(value).filter(([, field]) => isWritten(field));
  return layout.sortedKeys ? fields.sort(([a], [b]) => (a < b ? -1 : 1)) : fields;
}

/** A field that is undefined is left out, and so is one whose `toJSON` says so. */
function isWritten(field: unknown): boolean {
  return (
    field !== undefined && (typeof field !== 'object' || field === null || represented(field) !== undefined)
  );
}

function isBoxed(value: object): boolean {
  return value instanceof Number || value instanceof String || value instanceof Boolean;
}

function invalid(problem: string, keys: readonly (string | number)[]): ParameterValueError {
  return new ParameterValueError('invalidJSONObject', `JSON has no form for ${problem}`, keys.join('.'));
}
