/** Request method: any token of RFC 9110 §9.1. Editors offer the usual ones. */
export type HTTPMethod =
  | 'GET'
  | 'HEAD'
  | 'POST'
  | 'PUT'
  | 'PATCH'
  | 'DELETE'
  | 'OPTIONS'
  | 'TRACE'
  | 'CONNECT'
  | 'QUERY'
  | (string & {});

const IDEMPOTENT: ReadonlySet<string> = new Set([
  'GET',
  'HEAD',
  'PUT',
  'DELETE',
  'OPTIONS',
  'TRACE',
  'QUERY',
]);

/** True for a method whose request may be sent twice with the effect of once (RFC 9110 §9.2.2). */
export function isIdempotent(method: HTTPMethod): boolean {
  return IDEMPOTENT.has(method);
}

/** Capitalises the usual methods. Leaves others as they are, since methods are case-sensitive. */
export function normalizedMethod(method: string): HTTPMethod {
  if (USUAL.has(method)) return method;
  const upper = method.toUpperCase();
  return USUAL.has(upper) ? upper : method;
}

const USUAL: ReadonlySet<string> = new Set([...IDEMPOTENT, 'POST', 'PATCH', 'CONNECT']);
