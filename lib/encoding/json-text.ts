import { checkedJSON, compactJSON, represented } from './compact-json.js';

export interface JSONLayout {
  /** Indented by two spaces, with a space on both sides of a colon, as Foundation does. */
  readonly prettyPrinted: boolean;
  /** The fields of every object in the order of their names. */
  readonly sortedKeys: boolean;
}

/**
 * JSON text of a value. Throws a `ParameterValueError` of kind `invalidJSONObject` with the key path for a value
 * without a JSON form. Exceptions of a `toJSON` or a getter pass through.
 */
export function jsonText(value: unknown, layout: JSONLayout): string {
  const isCompact = !layout.prettyPrinted && !layout.sortedKeys;
  return isCompact ? compactJSON(value) : checkedJSON(value, () => write(value, layout, '\n'));
}

/** Writes a checked value. `newline` is a line break followed by the current indentation. */
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
