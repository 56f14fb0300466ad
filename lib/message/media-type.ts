import { isToken } from './header-grammar.js';
import { HTTP_WHITESPACE, splitOutsideQuotes, trimmed, trimmedEnd } from './quoted-text.js';

/** Media type of a `Content-Type`, or a range of an `Accept` (RFC 9110 §8.3.1), in lower case. */
export interface MediaType {
  readonly type: string;
  readonly subtype: string;
  readonly charset: string | undefined;
}

/** The media type of one value (MIME Sniffing standard, "parse a MIME type"). Undefined if it has none. */
export function mediaTypeOf(value: string | undefined): MediaType | undefined {
  const parsed = value === undefined ? undefined : parseMIMEType(value);
  if (parsed === undefined) return undefined;
  const charset = parsed.parameters.get('charset');
  return {
    type: parsed.type,
    subtype: parsed.subtype,
    charset: charset === undefined ? undefined : trimmed(charset).toLowerCase(),
  };
}

/**
 * The media type of a `Content-Type` with any number of values (Fetch standard, "extract a MIME type"): the last one
 * that can be read; a charset stays while the type does not change.
 */
export function extractedMediaType(value: string | undefined): MediaType | undefined {
  let extracted: MediaType | undefined;
  for (const each of value === undefined ? [] : splitOutsideQuotes(value, ',')) {
    const mediaType = mediaTypeOf(each);
    if (mediaType === undefined || (mediaType.type === '*' && mediaType.subtype === '*')) continue;
    const isSame = mediaType.type === extracted?.type && mediaType.subtype === extracted.subtype;
    extracted = isSame ? { ...mediaType, charset: mediaType.charset ?? extracted?.charset } : mediaType;
  }
  return extracted;
}

/** True if a range such as `text/*` includes a media type. Parameters are ignored on both sides. */
export function accepts(range: MediaType, mediaType: MediaType): boolean {
  return (
    (range.type === '*' || range.type === mediaType.type) &&
    (range.subtype === '*' || range.subtype === mediaType.subtype)
  );
}

/** A MIME type with the first value of each of its parameters. */
export interface MIMEType {
  readonly type: string;
  readonly subtype: string;
  readonly parameters: ReadonlyMap<string, string>;
}

/** Reads a MIME type with its parameters. Undefined if there is none. */
export function parseMIMEType(value: string): MIMEType | undefined {
  const text = trimmed(value);
  const slash = text.indexOf('/');
  const end = indexOrEnd(text, ';', 0);
  const type = text.slice(0, Math.max(slash, 0));
  const subtype = trimmedEnd(text.slice(slash + 1, end));
  if (slash < 0 || slash > end || !isToken(type) || !isToken(subtype)) return undefined;
  return { type: type.toLowerCase(), subtype: subtype.toLowerCase(), parameters: parametersFrom(text, end) };
}

/** The parameters after a place; what is no parameter is passed over. */
function parametersFrom(text: string, from: number): Map<string, string> {
  const parameters = new Map<string, string>();
  for (let at = from; at < text.length;) {
    at += 1;
    while (HTTP_WHITESPACE.includes(text.charAt(at)) && at < text.length) at += 1;
    const start = at;
    while (at < text.length && !';='.includes(text.charAt(at))) at += 1;
    if (text.charAt(at) !== '=') continue;
    const name = text.slice(start, at).toLowerCase();
    const read = text.charAt(at + 1) === '"' ? quotedAt(text, at + 1) : plainAt(text, at + 1);
    at = read.end;
    if (read.value === undefined || !isToken(name) || !PARAMETER_VALUE.test(read.value)) continue;
    if (!parameters.has(name)) parameters.set(name, read.value);
  }
  return parameters;
}

interface ReadValue {
  readonly value: string | undefined;
  /** The semicolon behind it, or the end. */
  readonly end: number;
}

function plainAt(text: string, start: number): ReadValue {
  const end = indexOrEnd(text, ';', start);
  const value = trimmedEnd(text.slice(start, end));
  return { value: value === '' ? undefined : value, end };
}

/** A quoted string without its quotes and backslashes, whether or not it is closed (Fetch standard). */
function quotedAt(text: string, quote: number): ReadValue {
  let value = '';
  let at = quote + 1;
  for (; at < text.length && text.charAt(at) !== '"'; at += 1) {
    const isEscape = text.charAt(at) === '\\' && at + 1 < text.length;
    if (isEscape) at += 1;
    value += text.charAt(at);
  }
  return { value, end: indexOrEnd(text, ';', at) };
}

function indexOrEnd(text: string, character: string, from: number): number {
  const index = text.indexOf(character, from);
  return index < 0 ? text.length : index;
}

/** HTTP quoted-string token code points. */
const PARAMETER_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;
