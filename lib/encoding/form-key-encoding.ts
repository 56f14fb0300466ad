/** Key of an array element: `a[]`, `a`, `a[0]`, or the function's result (Alamofire's `ArrayEncoding`). */
export type ArrayEncoding =
  'brackets' | 'noBrackets' | 'indexInBrackets' | ((key: string, index: number) => string);

/** Joint between the key of an object and a field of it: `[field]`, `.field`, or the function's result. */
export type KeyPathEncoding = 'brackets' | 'dots' | ((field: string) => string);

/**
 * Spelling of keys. Applies to the whole key path, as in `user[firstName]`, before escaping (Alamofire's
 * `KeyEncoding`).
 */
export type KeyEncoding =
  | 'useDefaultKeys'
  | 'convertToSnakeCase'
  | 'convertToKebabCase'
  | 'capitalized'
  | 'uppercased'
  | 'lowercased'
  | ((keyPath: string) => string);

/** The key of an array's element. */
export function arrayKeys(encoding: ArrayEncoding): (key: string, index: number) => string {
  switch (encoding) {
    case 'brackets':
      return withBrackets;
    case 'noBrackets':
      return (key) => key;
    case 'indexInBrackets':
      return (key, index) => `${key}[${String(index)}]`;
    default:
      return encoding;
  }
}

export function withBrackets(key: string): string {
  return `${key}[]`;
}

/** Suffix that a nested field adds to its object's key. */
export function keyPathSuffix(encoding: KeyPathEncoding): (field: string) => string {
  switch (encoding) {
    case 'brackets':
      return fieldInBrackets;
    case 'dots':
      return (field) => `.${field}`;
    default:
      return encoding;
  }
}

export function fieldInBrackets(field: string): string {
  return `[${field}]`;
}

/** The spelling of a key path. */
export function keySpelling(encoding: KeyEncoding): (keyPath: string) => string {
  switch (encoding) {
    case 'useDefaultKeys':
      return (keyPath) => keyPath;
    case 'convertToSnakeCase':
      return (keyPath) => separateWords(keyPath, '_');
    case 'convertToKebabCase':
      return (keyPath) => separateWords(keyPath, '-');
    case 'capitalized':
      return (keyPath) => keyPath.replace(/^./su, (first) => first.toUpperCase());
    case 'uppercased':
      return (keyPath) => keyPath.toUpperCase();
    case 'lowercased':
      return (keyPath) => keyPath.toLowerCase();
    default:
      return encoding;
  }
}

/** `oneTwo` is two words, and `myURLName` three. */
const WORD_ENDS = /(?<=[\p{Ll}\p{N}])(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})/gu;

function separateWords(keyPath: string, separator: string): string {
  return keyPath.replace(WORD_ENDS, separator).toLowerCase();
}
