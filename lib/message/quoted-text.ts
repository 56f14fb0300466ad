/** HTTP whitespace of the Fetch standard. */
export const HTTP_WHITESPACE = ' \t\r\n';

/** Removes HTTP whitespace at both ends. */
export function trimmed(text: string): string {
  let start = 0;
  while (start < text.length && HTTP_WHITESPACE.includes(text.charAt(start))) start += 1;
  return trimmedEnd(text.slice(start));
}

/** Removes HTTP whitespace at the end, in one pass: `/\s+$/` takes quadratic time. */
export function trimmedEnd(text: string): string {
  let end = text.length;
  while (end > 0 && HTTP_WHITESPACE.includes(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}

/** Splits at separators outside of quoted strings, in which a backslash escapes the next character. */
export function splitOutsideQuotes(text: string, separator: string): string[] {
  const pieces: string[] = [];
  let isQuoted = false;
  let start = 0;
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (isQuoted && character === '\\') at += 1;
    else if (character === '"') isQuoted = !isQuoted;
    else if (!isQuoted && character === separator) {
      pieces.push(text.slice(start, at));
      start = at + 1;
    }
  }
  pieces.push(text.slice(start));
  return pieces;
}
