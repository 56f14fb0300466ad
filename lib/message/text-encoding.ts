/** Reader of text that comes in chunks: a `TextDecoder`, or one that does without its faults. */
export interface TextReader {
  /** Text of the bytes; with `stream`, a character that is cut off waits for the next chunk. Throws a TypeError for malformed bytes, if strict. */
  decode(data?: Uint8Array, options?: { stream?: boolean }): string;
}

/** Makes a reader where the platform's TextDecoder departs from the standard; undefined where it may be used. */
export type FaultlessReader = (name: string, strict: boolean) => TextReader | undefined;

let faultlessReader: FaultlessReader = () => undefined;

/** Mends the TextDecoder of a platform. Browsers need none of it, so that it is no part of their bundles. */
export function provideFaultlessReader(provided: FaultlessReader): void {
  faultlessReader = provided;
}

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
