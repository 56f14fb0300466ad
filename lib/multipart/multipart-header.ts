import { HTTPHeaders, type HTTPHeadersInit } from '../message/http-headers.js';
import { isToken } from '../message/header-grammar.js';
import { multipartFailure } from '../encoding/multipart-failure.js';

/** Header of a part: name, file name and MIME type. */
export interface PartHead {
  readonly name: string;
  readonly fileName: string | undefined;
  readonly mimeType: string | undefined;
  /** More fields; one that is called like a field made here takes its place. */
  readonly headers: HTTPHeadersInit | undefined;
}

/**
 * The header lines of a part and the empty line after them. Names and file names are UTF-8 in quotes (RFC 7578
 * §5.1) with `"` and control characters percent-escaped, as HTML forms escape `"`, CR and LF: none can end a
 * line. Throws `bodyPartHeaderInvalid` for a field that is none.
 */
export function headLines(head: PartHead): string {
  const made: Field[] = [['Content-Disposition', disposition(head)]];
  if (head.mimeType !== undefined) made.push(['Content-Type', checked('Content-Type', head.mimeType)]);
  let lines = '';
  for (const [name, value] of head.headers === undefined ? made : withGiven(made, head.headers)) {
    lines += `${name}: ${value}\r\n`;
  }
  return `${lines}\r\n`;
}

type Field = readonly [name: string, value: string];

/** A given field stands where the one it replaces stood. */
function withGiven(made: readonly Field[], given: HTTPHeadersInit): Iterable<Field> {
  const fields = new Map(made.map((field) => [field[0].toLowerCase(), field]));
  for (const [name, value] of fieldsOf(given)) fields.set(name.toLowerCase(), [name, checked(name, value)]);
  return fields.values();
}

function disposition({ name, fileName }: PartHead): string {
  if (typeof name !== 'string') throw invalid('Content-Disposition');
  const fileNameParameter = fileName === undefined ? '' : `; filename="${quotable(fileName)}"`;
  return `form-data; name="${quotable(name)}"${fileNameParameter}`;
}

// eslint-disable-next-line no-control-regex -- the controls are what must not pass
const UNQUOTABLE = /[\0-\x1f\x7f"]/g;

function quotable(text: string): string {
  return text.replace(UNQUOTABLE, (found) => {
    return `%${found.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
  });
}

/** As for HTTP, except that a part's fields may hold UTF-8. */
// eslint-disable-next-line no-control-regex -- the controls are what this refuses
const FIELD_VALUE = /^[^\0-\x08\x0a-\x1f\x7f]*$/;

function checked(name: string, value: string): string {
  if (!isToken(name) || typeof value !== 'string' || !FIELD_VALUE.test(value)) throw invalid(name);
  return value;
}

function fieldsOf(init: HTTPHeadersInit): Iterable<readonly [string, string]> {
  if (init instanceof HTTPHeaders) return init;
  return Symbol.iterator in init ? (init as Iterable<readonly [string, string]>) : Object.entries(init);
}

function invalid(name: string): Error {
  return multipartFailure({ kind: 'bodyPartHeaderInvalid', name });
}

const PREFIX = 'rxsession.boundary.';

/** Unpredictable boundary of 64 random bits, so that no content can contain it on purpose. */
export function makeBoundary(): string {
  const random = crypto.getRandomValues(new Uint8Array(8));
  return PREFIX + Array.from(random, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** `boundary` of RFC 2046 §5.1.1: up to 70 of its characters, a space not last. */
const BOUNDARY = /^[0-9A-Za-z'()+_,\-./:=? ]{0,69}[0-9A-Za-z'()+_,\-./:=?]$/;

export function isBoundary(text: string): boolean {
  return BOUNDARY.test(text);
}

/** Characters that a parameter of a content type may hold without quotes (RFC 2045 §5.1). */
const TOKEN = /^[0-9A-Za-z'+_\-.]+$/;

/** A content type with its boundary, in quotes where its characters ask for them. */
export function contentTypeWithBoundary(mimeType: string, boundary: string): string {
  return `${mimeType}; boundary=${TOKEN.test(boundary) ? boundary : `"${boundary}"`}`;
}
