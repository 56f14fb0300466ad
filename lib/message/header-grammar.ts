/** `field-name` of RFC 9110 §5.1: a token. */
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

/** `field-value` of RFC 9110 §5.5, as bytes of Latin-1: no CR, LF, NUL or other control but a tab. */
// eslint-disable-next-line no-control-regex -- the controls are what this refuses
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

export function isToken(text: string): boolean {
  return TOKEN.test(text);
}

export function isHeaderValue(value: string): boolean {
  return VALUE.test(value);
}
