/**
 * Fields that always hold secrets, in lower case. They never cross an origin and are never printed. A session may
 * declare more (`SessionConfiguration.secretHeaders`).
 */
export const builtInSecretHeaders: ReadonlySet<string> = new Set([
  'authorization',
  'proxy-authorization',
  'cookie',
  'cookie2',
  'set-cookie',
  'set-cookie2',
]);

/** Built-in and declared secret fields, in lower case. */
export function secretHeadersWith(declared: Iterable<string> = []): ReadonlySet<string> {
  const names = Array.from(declared, (name) => name.toLowerCase());
  return names.length === 0 ? builtInSecretHeaders : new Set([...builtInSecretHeaders, ...names]);
}

/** Fields as `[name, value]` pairs that are safe to print: values of secret fields are replaced. */
export function redactedFields(
  headers: Iterable<readonly [name: string, value: string]>,
  secretHeaders: ReadonlySet<string> = builtInSecretHeaders,
): [name: string, value: string][] {
  return Array.from(headers, ([name, value]) => [name, isSecret(name, secretHeaders) ? REDACTED : value]);
}

/** Replacement of a secret. */
export const REDACTED = '<redacted>';

function isSecret(name: string, secretHeaders: ReadonlySet<string>): boolean {
  const key = name.toLowerCase();
  return builtInSecretHeaders.has(key) || secretHeaders.has(key);
}
