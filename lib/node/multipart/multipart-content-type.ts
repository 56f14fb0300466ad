import { readingFailure } from './multipart-limits.js';

const TOKEN = "[!#$%&'*+\\-.^_`|~0-9A-Za-z]+";
const PARAMETER = new RegExp(`[ \\t]*;[ \\t]*(${TOKEN})=(?:(${TOKEN})|"((?:[^"\\\\]|\\\\.)*)")`, 'y');
/** A semicolon without a parameter, which RFC 9110 §5.6.6 allows, or whitespace at the end. */
const NOTHING = /[ \t]*(?:;(?=[ \t]*(?:;|$))|$)/y;

/** Boundary of a `Content-Type` of `multipart/form-data` (RFC 2046 §5.1.1). Throws `contentTypeInvalid` or `boundaryMissing`. */
export function boundaryOf(contentType: string | undefined): string {
  const essence = /^\s*multipart\/form-data(?=\s*(?:;|$))/i.exec(contentType ?? '')?.[0];
  if (contentType === undefined || essence === undefined) throw invalid(contentType);
  const boundary = parametersOf(contentType, essence.length).get('boundary');
  if (boundary === undefined) throw readingFailure({ kind: 'boundaryMissing' });
  if (!/^[\x20-\x7e]+$/.test(boundary)) throw invalid(contentType);
  return boundary;
}

/** Parameters from an index on, their names in lower case. The first of two counts. */
function parametersOf(contentType: string, from: number): Map<string, string> {
  const parameters = new Map<string, string>();
  for (let at = from; at < contentType.length;) {
    NOTHING.lastIndex = PARAMETER.lastIndex = at;
    if (NOTHING.test(contentType)) {
      at = NOTHING.lastIndex;
      continue;
    }
    const [, name, token, quoted = ''] = PARAMETER.exec(contentType) ?? [];
    if (name === undefined) throw invalid(contentType);
    at = PARAMETER.lastIndex;
    const key = name.toLowerCase();
    if (!parameters.has(key)) parameters.set(key, token ?? quoted.replace(/\\(.)/g, '$1'));
  }
  return parameters;
}

/** A content type with the boundary, in a form that has one reading. */
export function contentTypeWith(boundary: string): string {
  return `multipart/form-data; boundary="${boundary.replace(/["\\]/g, '\\$&')}"`;
}

function invalid(contentType: string | undefined): ReturnType<typeof readingFailure> {
  return readingFailure({ kind: 'contentTypeInvalid', contentType });
}
