import { SessionError } from '../errors/session-error.js';
import { arrayKeys, keyPathSuffix, keySpelling } from './form-key-encoding.js';
import type { ArrayEncoding, KeyEncoding, KeyPathEncoding } from './form-key-encoding.js';
import { visitPairs, type FormRules } from './form-pairs.js';
import { boolText, dataText, dateText, nilText } from './form-value-encoding.js';
import type { BoolEncoding, DataEncoding, DateEncoding, NilEncoding } from './form-value-encoding.js';
import { ParameterValueError } from './parameter-value-error.js';
import { afURLQueryAllowed, percentEscaping } from './percent-escaping.js';
import type { PercentEscape, SpaceEncoding } from './percent-escaping.js';

/** What is left out has its default. */
export interface URLEncodedFormEncoderOptions {
  /**
   * Whether pairs are in the order of their escaped keys; pairs of equal keys, such as the elements of an
   * array, stay in theirs. True unless given.
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

interface Pair {
  readonly key: string;
  readonly value: string;
}

/**
 * Encodes an object, a Map or URLSearchParams as `application/x-www-form-urlencoded` text (Alamofire's
 * `URLEncodedFormEncoder`). Objects, arrays, Maps and Sets may be nested to any depth; what has a `toJSON`
 * is what that returns.
 *
 * @example
 * new URLEncodedFormEncoder().encode({ page: 2, tags: ['a', 'b'] }); // 'page=2&tags%5B%5D=a&tags%5B%5D=b'
 */
export class URLEncodedFormEncoder {
  readonly #rules: FormRules;
  readonly #alphabetizes: boolean;
  readonly #spell: (keyPath: string) => string;
  readonly #escape: PercentEscape;

  constructor(options: URLEncodedFormEncoderOptions = {}) {
    this.#alphabetizes = options.alphabetizeKeyValuePairs ?? true;
    this.#spell = keySpelling(options.keyEncoding ?? 'useDefaultKeys');
    this.#escape = percentEscaping(
      options.allowedCharacters ?? afURLQueryAllowed,
      options.spaceEncoding ?? 'percentEscaped',
    );
    this.#rules = {
      elementKey: arrayKeys(options.arrayEncoding ?? 'brackets'),
      fieldSuffix: keyPathSuffix(options.keyPathEncoding ?? 'brackets'),
      bool: boolText(options.boolEncoding ?? 'numeric'),
      data: dataText(options.dataEncoding ?? 'base64'),
      date: dateText(options.dateEncoding ?? 'deferredToDate'),
      nil: nilText(options.nilEncoding ?? 'dropKey'),
    };
  }

  /**
   * The text of the form, empty when there are no pairs.
   *
   * Throws a `SessionError` of kind `parameterEncoderFailed` when the root has no keys, when a value has no
   * text (a function, a symbol, an invalid Date, …) and when an object contains itself; its cause is a
   * {@link ParameterValueError} with the key path. What a function among the options throws passes through.
   */
  encode(value: unknown): string {
    const pairs = this.#pairs(value);
    if (this.#alphabetizes) sortByKey(pairs);
    let form = '';
    for (const { key, value: text } of pairs) form += form === '' ? key + text : `&${key}${text}`;
    return form;
  }

  #pairs(value: unknown): Pair[] {
    const pairs: Pair[] = [];
    let lastPath: string | undefined;
    let lastKey = '';
    try {
      visitPairs(value, this.#rules, (path, text) => {
        if (path !== lastPath) lastKey = `${this.#escape(this.#spell(path))}=`;
        lastPath = path;
        pairs.push({ key: lastKey, value: this.#escape(text) });
      });
    } catch (error) {
      throw error instanceof ParameterValueError ? failed(error) : error;
    }
    return pairs;
  }
}

/** Up to which number of pairs it is faster to put each in its place than to have the engine sort. */
const FEW = 16;

/** In place; pairs of equal keys stay in their order. */
function sortByKey(pairs: Pair[]): void {
  if (pairs.length > FEW) {
    pairs.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
    return;
  }
  for (let index = 1; index < pairs.length; index += 1) {
    const pair = pairs[index] as Pair;
    let place = index;
    for (; place > 0 && (pairs[place - 1] as Pair).key > pair.key; place -= 1)
      pairs[place] = pairs[place - 1] as Pair;
    pairs[place] = pair;
  }
}

function failed(error: ParameterValueError): SessionError {
  return new SessionError({ kind: 'parameterEncoderFailed', reason: { kind: 'encoderFailed', error } });
}
