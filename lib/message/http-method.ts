/** A request method. The usual ones are offered; any token of RFC 9110 §9.1 is taken. */
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

/** Whether sending the request twice means the same as once (RFC 9110 §9.2.2). */
export function isIdempotent(method: HTTPMethod): boolean {
  return IDEMPOTENT.has(method);
}

/** The usual methods in capitals, whatever their case; others as they are: methods are case-sensitive. */
export function normalizedMethod(method: string): HTTPMethod {
  if (USUAL.has(method)) return method;
  const upper = method.toUpperCase();
  return USUAL.has(upper) ? upper : method;
}

const USUAL: ReadonlySet<string> = new Set([...IDEMPOTENT, 'POST', 'PATCH', 'CONNECT']);
