export const HTTP_WHITESPACE = ' \t\r\n';

/** The text without HTTP whitespace around it. */
export function trimmed(text: string): string {
  let start = 0;
  while (start < text.length && HTTP_WHITESPACE.includes(text.charAt(start))) start += 1;
  return trimmedEnd(text.slice(start));
}

/** The text without HTTP whitespace at its end, in one pass: `/\s+$/` takes quadratic time. */
export function trimmedEnd(text: string): string {
  let end = text.length;
  while (end > 0 && HTTP_WHITESPACE.includes(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}

/** What stands between separators that are in no quoted string; a backslash in one escapes the next character. */
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
