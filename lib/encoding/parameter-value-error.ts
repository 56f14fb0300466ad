import { asSessionError, type SessionError } from '../errors/session-error.js';

/** Reason why an encoder refused parameters. */
export type ParameterValueErrorKind = 'invalidRootObject' | 'invalidJSONObject' | 'invalidValue';

/**
 * Parameters that have no encoded form: the `cause` of the `SessionError` an encoder throws. It names the
 * place and the sort of the value, never the value (after `URLEncodedFormEncoder.Error` and
 * `JSONEncoding.Error`).
 */
export class ParameterValueError extends Error {
  /** Reason for the refusal. */
  readonly kind: ParameterValueErrorKind;
  /** Path to the bad value, such as `user[friends][0]`. Empty at the root. */
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

/** Sort of a value, in words for a message: `a function`, `a Map`, `an Array`. */
export function sortOf(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  const sort = typeof value === 'object' ? Object.prototype.toString.call(value).slice(8, -1) : typeof value;
  return `${/^[AEIO]/i.test(sort) ? 'an' : 'a'} ${sort}`;
}

/**
 * True for an object with contents outside its fields, such as a Promise or a Blob. Encoding its fields would
 * silently give an empty object.
 */
export function hidesItsContents(value: object): boolean {
  return Object.prototype.toString.call(value) !== '[object Object]' && Object.keys(value).length === 0;
}

/** Wraps an encoder's exception as `parameterEncoderFailed`. A `SessionError` is returned unchanged. */
export function encoderFailure(error: unknown): SessionError {
  return asSessionError(error, () => ({
    kind: 'parameterEncoderFailed',
    reason: { kind: 'encoderFailed', error },
  }));
}
