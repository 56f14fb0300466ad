/**
 * Characters that a query or form holds unescaped: the unreserved ones of RFC 3986 §2.3, and `/` and `?`, which §3.4
 * allows in a query (Alamofire's `CharacterSet.afURLQueryAllowed`).
 */
export const afURLQueryAllowed = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/?';

/** Form of a space: `%20`, or `+` as in HTML forms (Alamofire's `SpaceEncoding`). */
export type SpaceEncoding = 'percentEscaped' | 'plusReplaced';

/** Escapes text for a query or form; half of a surrogate pair becomes U+FFFD. */
export type PercentEscape = (text: string) => string;

/** The escaping that leaves `allowed` characters as they are and writes all others as percent-escaped UTF-8. */
export function percentEscaping(allowedCharacters: Iterable<string>, space: SpaceEncoding): PercentEscape {
  const allowed = new Set(allowedCharacters);
  const table = Array.from({ length: ASCII }, (_, code) =>
    asciiForm(String.fromCharCode(code), allowed, space),
  );
  const escapeRun = [...allowed].some((character) => character > '\x7f')
    ? escapingAllBut(allowed)
    : escapeUnicode;
  return (text) => escapeText(text, table, escapeRun);
}

/** Percent-escapes the UTF-8 bytes of any character. */
export function escapeCharacter(character: string): string {
  return character <= '\x7f' ? escapeASCII(character) : escapeUnicode(character);
}

const ASCII = 128;

/** Replacement of an ASCII character; empty when the character stays. */
function asciiForm(character: string, allowed: ReadonlySet<string>, space: SpaceEncoding): string {
  if (character === ' ' && space === 'plusReplaced') return '+';
  return allowed.has(character) ? '' : escapeASCII(character);
}

/** Copies unescaped characters in runs, so that text without anything to escape is not copied. */
function escapeText(text: string, table: readonly string[], escapeRun: PercentEscape): string {
  let escaped = '';
  let copied = 0;
  for (let index = 0; index < text.length; index += 1) {
    let form = table[text.charCodeAt(index)];
    if (form === '') continue;
    const start = index;
    if (form === undefined) {
      index = endOfUnicode(text, index);
      form = escapeRun(text.slice(start, index + 1));
    }
    escaped += text.slice(copied, start) + form;
    copied = index + 1;
  }
  return copied === 0 ? text : escaped + text.slice(copied);
}

/** The index of the last character of a run beyond ASCII. */
function endOfUnicode(text: string, start: number): number {
  let end = start;
  while (end + 1 < text.length && text.charCodeAt(end + 1) >= ASCII) end += 1;
  return end;
}

function escapingAllBut(allowed: ReadonlySet<string>): PercentEscape {
  return (run) =>
    Array.from(run, (character) => (allowed.has(character) ? character : escapeUnicode(character))).join('');
}

function escapeASCII(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
}

function escapeUnicode(text: string): string {
  try {
    return encodeURIComponent(text);
  } catch {
    return encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\uFFFD'));
  }
}
