/**
 * The URL that text stands for, resolved against `base` where it is relative; undefined when it is none.
 *
 * `URL.canParse` is no help: once V8 has optimised it, Node 20 refuses hosts with characters of Latin-1.
 */
export function parsedURL(text: string, base?: string): URL | undefined {
  try {
    return new URL(text, base);
  } catch {
    return undefined;
  }
}
