import { SessionError } from '../errors/session-error.js';
import { jsonText, type JSONLayout } from './json-text.js';

/** Layout of the text. All flags default to false. */
export type JSONEncoderOptions = Partial<JSONLayout>;

/**
 * Encodes values as JSON text (Foundation's `JSONEncoder`). Refuses values that `JSON.stringify` would drop, change
 * or throw at: functions, symbols, bigints, NaN and infinities, invalid Dates, Maps, Sets, bytes and cycles.
 * Undefined fields are left out; a `toJSON` is honoured.
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
   * Throws a `SessionError` of kind `parameterEncoderFailed`. Its cause is a `ParameterValueError` with the key path
   * of the bad value, or the exception of a `toJSON` or a getter.
   */
  encode(value: unknown): string {
    try {
      return jsonText(value, this.#layout);
    } catch (error) {
      throw new SessionError({ kind: 'parameterEncoderFailed', reason: { kind: 'encoderFailed', error } });
    }
  }
}
