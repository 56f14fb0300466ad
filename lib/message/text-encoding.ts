/**
 * Text of bytes in an encoding of the Encoding standard, without a byte-order mark. A mark overrides the label, and
 * an unknown label is read as UTF-8. Malformed bytes become U+FFFD.
 */
export function bytesToText(data: Uint8Array, label: string | undefined): string {
  return decoded(data, label, false);
}

/** Like {@link bytesToText}, but throws a TypeError for malformed bytes. */
export function strictText(data: Uint8Array, label: string | undefined): string {
  return decoded(data, label, true);
}

/** Name of the encoding that a label stands for, such as `windows-1252` for `iso-8859-1`. Undefined for unknown labels. */
export function encodingName(label: string): string | undefined {
  try {
    return new TextDecoder(label).encoding;
  } catch {
    return undefined;
  }
}

/** Encoding of the byte-order mark at the start. */
export function encodingOfMark([first, second, third]: Uint8Array): string | undefined {
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  return first === 0xff && second === 0xfe ? 'utf-16le' : undefined;
}

function decoded(data: Uint8Array, label: string | undefined, fatal: boolean): string {
  const name = encodingOfMark(data) ?? (label === undefined ? undefined : encodingName(label)) ?? 'utf-8';
  const text = new TextDecoder(name, { fatal }).decode(data);
  return name === 'windows-1252' ? text.replace(C1, windows1252) : text;
}

const C1 = /[\x80-\x9f]/g;

/** Bytes 0x80 to 0x9f, which the TextDecoder of Node 20 and 22 takes for controls; a space where they are. */
const WINDOWS_1252 = '€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ';

function windows1252(control: string): string {
  const character = WINDOWS_1252.charAt(control.charCodeAt(0) - 0x80);
  return character === ' ' ? control : character;
}
