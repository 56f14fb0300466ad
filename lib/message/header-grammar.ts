/** `field-name` of RFC 9110 §5.1: a token. */
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

/** `field-value` of RFC 9110 §5.5, as bytes of Latin-1: no CR, LF, NUL or other control but a tab. */
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

/** True for a field name. Takes any value, since callers without types give more than text. */
export function isToken(text: unknown): boolean {
  return typeof text === 'string' && TOKEN.test(text);
}

/** True for a field value. Takes any value, since callers without types give more than text. */
export function isHeaderValue(value: unknown): boolean {
  return typeof value === 'string' && VALUE.test(value);
}
