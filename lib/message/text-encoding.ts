import { faultlessReader, type TextReader } from './text-decoder-faults.js';

export type { TextReader };

/**
 * Text of bytes in an encoding of the Encoding standard, without a byte-order mark. A mark overrides the label, and
 * an unknown label is read as UTF-8. Malformed bytes become U+FFFD, or throw a TypeError if `strict`.
 */
export function textOf(data: Uint8Array, label: string | undefined, strict = false): string {
  return textReader(encodingOfMark(data) ?? label, strict).decode(data);
}

/** Reader for the encoding of a label; for UTF-8 if the label is unknown. */
export function textReader(label: string | undefined, strict = false): TextReader {
  const name = (label === undefined ? undefined : encodingName(label)) ?? 'utf-8';
  return faultlessReader(name, strict) ?? new TextDecoder(name, { fatal: strict });
}

/** Name of the encoding that a label stands for, such as `windows-1252` for `iso-8859-1`. Undefined for unknown labels. */
export function encodingName(label: string): string | undefined {
  const key = label.trim().toLowerCase();
  if (key === 'iso-8859-16' || key === 'x-user-defined') return key;
  try {
    return new TextDecoder(key).encoding;
  } catch {
    return undefined;
  }
}

/** The charset of a response if it is known; undefined, which means UTF-8, if not. */
export function knownEncoding(charset: string | undefined): string | undefined {
  return charset === undefined || encodingName(charset) === undefined ? undefined : charset;
}

/** Encoding of a byte-order mark at the start; that of UTF-32, which no browser reads, is none. */
export function encodingOfMark([first, second, third, fourth]: Uint8Array): string | undefined {
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  return first === 0xff && second === 0xfe && !(third === 0 && fourth === 0) ? 'utf-16le' : undefined;
}
