import { SessionError } from '../errors/session-error.js';
import { jsonText, type JSONLayout } from './json-text.js';

/** What is left out is false. */
export type JSONEncoderOptions = Partial<JSONLayout>;

/**
 * Encodes values as JSON text, and refuses what `JSON.stringify` would leave out, change or fail at: functions,
 * symbols, bigints, NaN and the infinities, invalid Dates, Maps, Sets and bytes, and objects that contain
 * themselves (Foundation's `JSONEncoder`). A field that is undefined is left out, and what has a `toJSON` is
 * what that returns.
 *
 * @example
 * new JSONEncoder({ sortedKeys: true }).encode({ b: 1, a: 2 }); // '{"a":2,"b":1}'
 */
export class JSONEncoder {
  readonly #layout: JSONLayout;

  constructor(options: JSONEncoderOptions = {}) {
    this.#layout = { prettyPrinted: options.prettyPrinted ?? false, sortedKeys: options.sortedKeys ?? false };
  }

  /**
   * Throws a `SessionError` of kind `parameterEncoderFailed`; its cause is a `ParameterValueError` with the
   * key path when the value is to blame, else what a `toJSON` or a getter threw.
   */
  encode(value: unknown): string {
    try {
      return jsonText(value, this.#layout);
    } catch (error) {
      throw new SessionError({ kind: 'parameterEncoderFailed', reason: { kind: 'encoderFailed', error } });
    }
  }
}
