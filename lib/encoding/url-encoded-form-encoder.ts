import { arrayKeys, keyPathSuffix, keySpelling } from './form-key-encoding.js';
import type { ArrayEncoding, KeyEncoding, KeyPathEncoding } from './form-key-encoding.js';
import { formText, type FormTextRules } from './form-text.js';
import { boolText, dataText, dateText, nilText } from './form-value-encoding.js';
import type { BoolEncoding, DataEncoding, DateEncoding, NilEncoding } from './form-value-encoding.js';
import { afURLQueryAllowed, percentEscaping } from './percent-escaping.js';
import type { SpaceEncoding } from './percent-escaping.js';

/** Options of {@link URLEncodedFormEncoder}. */
export interface URLEncodedFormEncoderOptions {
  /**
   * Sorts pairs by their escaped keys. Pairs with equal keys, such as array elements, keep their order. Default:
   * true.
   */
  alphabetizeKeyValuePairs?: boolean | undefined;
  /** `brackets` unless given. */
  arrayEncoding?: ArrayEncoding | undefined;
  /** `numeric` unless given. */
  boolEncoding?: BoolEncoding | undefined;
  /** `base64` unless given. */
  dataEncoding?: DataEncoding | undefined;
  /** `deferredToDate` unless given. */
  dateEncoding?: DateEncoding | undefined;
  /** `useDefaultKeys` unless given. */
  keyEncoding?: KeyEncoding | undefined;
  /** `brackets` unless given. */
  keyPathEncoding?: KeyPathEncoding | undefined;
  /** `dropKey` unless given. A field that is undefined is dropped in any case. */
  nilEncoding?: NilEncoding | undefined;
  /** `percentEscaped` unless given. */
  spaceEncoding?: SpaceEncoding | undefined;
  /** The characters that are not escaped; {@link afURLQueryAllowed} unless given. */
  allowedCharacters?: Iterable<string> | undefined;
}

/**
 * Encodes an object, a Map or URLSearchParams as `application/x-www-form-urlencoded` text (Alamofire's
 * `URLEncodedFormEncoder`). Objects, arrays, Maps and Sets may be nested to any depth; a `toJSON` is honoured.
 *
 * @example
 * new URLEncodedFormEncoder().encode({ page: 2, tags: ['a', 'b'] }); // 'page=2&tags%5B%5D=a&tags%5B%5D=b'
 */
export class URLEncodedFormEncoder {
  readonly #rules: FormTextRules;

  constructor(options: URLEncodedFormEncoderOptions = {}) {
    this.#rules = {
      alphabetizes: options.alphabetizeKeyValuePairs ?? true,
      spell: keySpelling(options.keyEncoding ?? 'useDefaultKeys'),
      escape: percentEscaping(
        options.allowedCharacters ?? afURLQueryAllowed,
        options.spaceEncoding ?? 'percentEscaped',
      ),
      elementKey: arrayKeys(options.arrayEncoding ?? 'brackets'),
      fieldSuffix: keyPathSuffix(options.keyPathEncoding ?? 'brackets'),
      bool: boolText(options.boolEncoding ?? 'numeric'),
      data: dataText(options.dataEncoding ?? 'base64'),
      date: dateText(options.dateEncoding ?? 'deferredToDate'),
      nil: nilText(options.nilEncoding ?? 'dropKey'),
    };
  }

  /**
   * Encodes a form; empty without pairs.
   *
   * Throws a `SessionError` of kind `parameterEncoderFailed` when the root has no keys, when a value has no text form
   * (a function, a symbol, an invalid Date, …) and when an object contains itself. Its cause is a
   * `ParameterValueError` with the key path. Exceptions of functions among the options pass through.
   */
  encode(value: unknown): string {
    return formText(value, this.#rules);
  }
}
