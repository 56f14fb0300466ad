/** What is wrong with parameters that an encoder refused. */
export type ParameterValueErrorKind = 'invalidRootObject' | 'invalidJSONObject' | 'invalidValue';

/**
 * Parameters that have no encoded form: the `cause` of the `SessionError` an encoder throws. It names the
 * place and the sort of the value, never the value (after `URLEncodedFormEncoder.Error` and
 * `JSONEncoding.Error`).
 */
export class ParameterValueError extends Error {
  readonly kind: ParameterValueErrorKind;
  /** Where in the parameters, such as `user[friends][0]`; empty at the root. */
  readonly keyPath: string;

  constructor(kind: ParameterValueErrorKind, problem: string, keyPath = '') {
    super(keyPath === '' ? problem : `${problem} at ${keyPath}`);
    this.kind = kind;
    this.keyPath = keyPath;
  }

  override get name(): string {
    return 'ParameterValueError';
  }
}

/** What a value is, in words for a message: `a function`, `a Map`, `an Array`. */
export function sortOf(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  const sort = typeof value === 'object' ? Object.prototype.toString.call(value).slice(8, -1) : typeof value;
  return `${/^[AEIO]/i.test(sort) ? 'an' : 'a'} ${sort}`;
}

/**
 * Whether an object holds its contents elsewhere than in fields, as a Promise or a Blob does: encoded by its
 * fields it would silently be nothing.
 */
export function hidesItsContents(value: object): boolean {
  return Object.prototype.toString.call(value) !== '[object Object]' && Object.keys(value).length === 0;
}
