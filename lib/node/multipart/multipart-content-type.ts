import { readingFailure } from './multipart-limits.js';

const TOKEN = "[!#$%&'*+\\-.^_`|~0-9A-Za-z]+";
const PARAMETER = new RegExp(`[ \\t]*;[ \\t]*(${TOKEN})=(?:(${TOKEN})|"((?:[^"\\\\]|\\\\.)*)")`, 'y');

/** The boundary that a `Content-Type` of `multipart/form-data` names (RFC 2046 §5.1.1); throws where it names none. */
export function boundaryOf(contentType: string | undefined): string {
  const essence = /^\s*multipart\/form-data(?=\s*(?:;|$))/i.exec(contentType ?? '')?.[0];
  if (contentType === undefined || essence === undefined) throw invalid(contentType);
  const boundary = parametersOf(contentType, essence.length).get('boundary');
  if (boundary === undefined) throw readingFailure({ kind: 'boundaryMissing' });
  if (!/^[\x20-\x7e]+$/.test(boundary)) throw invalid(contentType);
  return boundary;
}

/** The parameters from a place on, their names in lower case; the first of two counts. */
function parametersOf(contentType: string, from: number): Map<string, string> {
  const parameters = new Map<string, string>();
  for (PARAMETER.lastIndex = from; contentType.slice(PARAMETER.lastIndex).trim() !== '';) {
    const [, name, token, quoted = ''] = PARAMETER.exec(contentType) ?? [];
    if (name === undefined) throw invalid(contentType);
    const key = name.toLowerCase();
    if (!parameters.has(key)) parameters.set(key, token ?? quoted.replace(/\\(.)/g, '$1'));
  }
  return parameters;
}

/** The same boundary, written in a way that has one reading. */
export function contentTypeWith(boundary: string): string {
  return `multipart/form-data; boundary="${boundary.replace(/["\\]/g, '\\$&')}"`;
}

function invalid(contentType: string | undefined): ReturnType<typeof readingFailure> {
  return readingFailure({ kind: 'contentTypeInvalid', contentType });
}
