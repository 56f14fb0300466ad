import { SessionError } from '../errors/session-error.js';
import type { HTTPURLResponse } from '../message/http-url-response.js';

/**
 * The encoding of a text body: the `charset` of its content type; without one that of its byte-order mark;
 * else UTF-8 for JSON (RFC 8259 §8.1), and ISO-8859-1 for anything else.
 */
export function textEncodingOf(data: Uint8Array, response: HTTPURLResponse | undefined): string {
  return (
    response?.textEncodingName ??
    encodingOfMark(data) ??
    (isJSON(response?.mimeType) ? 'utf-8' : 'iso-8859-1')
  );
}

/**
 * The text of these bytes, without a byte-order mark. Bytes that are not of the encoding, and an encoding that
 * this platform does not know, throw a `SessionError` with reason `stringSerializationFailed`.
 */
export function decodedText(data: Uint8Array, encoding: string): string {
  const label = encoding.trim().toLowerCase();
  if (LATIN1.has(label)) return latin1Text(data);
  try {
    return new TextDecoder(label === 'utf-16' ? utf16Of(data) : label, { fatal: true }).decode(data);
  } catch {
    throw new SessionError({
      kind: 'responseSerializationFailed',
      reason: { kind: 'stringSerializationFailed', encoding: label },
    });
  }
}

function encodingOfMark([first, second, third, fourth]: Uint8Array): string | undefined {
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  const isUTF32 = third === 0 && fourth === 0;
  return first === 0xff && second === 0xfe && !isUTF32 ? 'utf-16le' : undefined;
}

/** RFC 2781 §3.3: the mark tells; without one big-endian by the letter, little-endian by custom. */
function utf16Of(data: Uint8Array): string {
  return encodingOfMark(data) === 'utf-16be' ? 'utf-16be' : 'utf-16le';
}

function isJSON(mimeType: string | undefined): boolean {
  return mimeType !== undefined && /^[^/]+\/(?:json|.*\+json)$/.test(mimeType);
}

const LATIN1: ReadonlySet<string> = new Set(['iso-8859-1', 'iso8859-1', 'iso_8859-1', 'latin1', 'l1']);

const CHUNK = 8192;

/** Each byte is its code point. `TextDecoder` means windows-1252 by the name, and platforms differ in it. */
function latin1Text(data: Uint8Array): string {
  const pieces: string[] = [];
  for (let start = 0; start < data.length; start += CHUNK) {
    pieces.push(String.fromCharCode(...data.subarray(start, start + CHUNK)));
  }
  return pieces.join('');
}
