import type { HTTPHeaders } from './http-headers.js';

/**
 * The fields that always hold secrets, in lower case. They never cross an origin and are never printed; a
 * session may declare more (`SessionConfiguration.secretHeaders`).
 */
export const builtInSecretHeaders: ReadonlySet<string> = new Set([
  'authorization',
  'proxy-authorization',
  'cookie',
  'cookie2',
  'set-cookie',
  'set-cookie2',
]);

/** The built-in secret fields and those that were declared, whatever their case, in lower case. */
export function secretHeadersWith(declared: Iterable<string> = []): ReadonlySet<string> {
  const names = Array.from(declared, (name) => name.toLowerCase());
  return names.length === 0 ? builtInSecretHeaders : new Set([...builtInSecretHeaders, ...names]);
}

/** The fields as `[name, value]` pairs, the values of secret ones replaced: safe to print. */
export function redactedFields(
  headers: HTTPHeaders,
  secretHeaders: ReadonlySet<string> = builtInSecretHeaders,
): [name: string, value: string][] {
  return Array.from(headers, ([name, value]) => [name, isSecret(name, secretHeaders) ? REDACTED : value]);
}

/** What stands where a secret was. */
export const REDACTED = '<redacted>';

function isSecret(name: string, secretHeaders: ReadonlySet<string>): boolean {
  const key = name.toLowerCase();
  return builtInSecretHeaders.has(key) || secretHeaders.has(key);
}
