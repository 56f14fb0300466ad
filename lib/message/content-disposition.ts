import { isToken } from './header-grammar.js';
import { splitOutsideQuotes, trimmed } from './quoted-text.js';
import { encodingName, textOf } from './text-encoding.js';

/**
 * The file name that a `Content-Disposition` proposes, read as Chromium does. `filename*` (RFC 8187, in any charset)
 * precedes `filename`, and the first of each counts. Beyond RFC 6266, a `filename` may hold raw UTF-8, percent escapes
 * of UTF-8 and encoded words (RFC 2047); one that cannot be read is passed over.
 */
export function fileNameIn(disposition: string): string | undefined {
  let plain: string | undefined;
  let extended: string | undefined;
  for (const [name, value] of parametersOf(disposition)) {
    if (name === 'filename') plain ??= plainName(unquoted(value));
    if (name === 'filename*') extended ??= extendedName(value);
  }
  return extended ?? plain;
}

/** Names in lower case, and values as they are written. What is malformed ends the list. */
function* parametersOf(disposition: string): Generator<[name: string, value: string]> {
  const [first = '', ...rest] = splitOutsideQuotes(disposition, ';');
  for (const piece of isToken(trimmed(first)) ? rest : [first, ...rest]) {
    if (trimmed(piece) === '') continue;
    const equals = piece.indexOf('=');
    const value = trimmed(piece.slice(equals + 1));
    const quote = piece.indexOf('"');
    if (equals < 1 || (quote >= 0 && quote < equals) || value === '') return;
    yield [trimmed(piece.slice(0, equals)).toLowerCase(), value];
  }
}

function unquoted(value: string): string {
  if (!value.startsWith('"')) return value;
  return value.length > 1 && value.endsWith('"')
    ? value.slice(1, -1).replace(/\\(.)/gs, '$1')
    : value.slice(1);
}

/** Words are decoded one by one; whitespace behind an encoded one is dropped. */
function plainName(value: string): string | undefined {
  let name = '';
  let isEncoded = true;
  for (const word of value.split(/([ \t\r\n])/)) {
    if (word === '') continue;
    if (word.length === 1 && ' \t\r\n'.includes(word)) {
      if (!isEncoded) name += ' ';
      continue;
    }
    const decoded = decodedWord(word);
    if (decoded === undefined) return undefined;
    name += decoded;
    isEncoded = word.startsWith('=?');
  }
  return name === '' ? undefined : name;
}

function decodedWord(word: string): string | undefined {
  if (!isASCII(word)) return rawText(word);
  return word.startsWith('=?') ? encodedWord(word) : unescaped(word, 'utf-8');
}

/** A field's characters are its bytes: of UTF-8, else of windows-1252. */
function rawText(word: string): string {
  const bytes = bytesOf(word);
  if (bytes === undefined) return word;
  try {
    return textOf(bytes, 'utf-8', true);
  } catch {
    return textOf(bytes, 'windows-1252');
  }
}

/** `=?charset?Q?…?=` or `=?charset?B?…?=` (RFC 2047 §2). */
function encodedWord(word: string): string | undefined {
  const [start, charset = '', coding = '', content = '', end, ...more] = word.split('?');
  if (start !== '=' || end !== '=' || more.length > 0 || encodingName(charset) === undefined)
    return undefined;
  const bytes = coding.toUpperCase() === 'B' ? bytesOfBase64(content) : bytesOfQ(coding, content);
  return bytes && textOf(bytes, charset);
}

function bytesOfQ(coding: string, content: string): Uint8Array | undefined {
  if (coding.toUpperCase() !== 'Q' || /=(?![0-9a-f]{2})/i.test(content)) return undefined;
  const plain = content.replace(/_/g, ' ');
  return bytesOf(plain.replace(/=(..)/g, (_, digits: string) => String.fromCharCode(parseInt(digits, 16))));
}

function bytesOfBase64(content: string): Uint8Array | undefined {
  try {
    return bytesOf(atob(content));
  } catch {
    return undefined;
  }
}

/** `charset'language'value` (RFC 8187 §3.2), in composed characters. */
function extendedName(value: string): string | undefined {
  const [charset = '', , encoded = '', ...more] = value.split("'");
  const isWell = more.length === 0 && isASCII(value) && !value.includes('"');
  if (!isWell || encoded === '' || encodingName(charset) === undefined) return undefined;
  return unescaped(encoded, charset)?.normalize('NFC');
}

/** Percent escapes undone, which are bytes of the charset. An escape that is none stays. */
function unescaped(text: string, charset: string): string | undefined {
  const characters = text.replace(/%([0-9a-f]{2})/gi, (_, digits: string) =>
    String.fromCharCode(parseInt(digits, 16)),
  );
  const bytes = bytesOf(characters);
  try {
    return bytes && textOf(bytes, charset, true);
  } catch {
    return undefined;
  }
}

/** Characters of Latin-1 as bytes; undefined if there are others. */
function bytesOf(text: string): Uint8Array | undefined {
  const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0));
  return bytes.every((byte, index) => byte === text.charCodeAt(index)) ? bytes : undefined;
}

function isASCII(text: string): boolean {
  return /^[\0-\x7f]*$/.test(text);
}
