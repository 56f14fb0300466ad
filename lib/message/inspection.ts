import { redactedFields } from './secret-headers.js';

/** The method that `console.log` of Node calls. */
export const INSPECT = /* @__PURE__ */ Symbol.for('nodejs.util.inspect.custom');

/** `util.inspect`, as Node passes it. */
export type Inspect = (value: unknown, options?: object) => string;

/** `Name { … }`, of what may be shown. */
export function inspected(name: string, shown: object, options: object, inspect: Inspect): string {
  return `${name} ${inspect(shown, options)}`;
}

/** Fields by name, secret values redacted, repeated ones as a list. */
export function shownFields(headers: Fields, secretHeaders?: ReadonlySet<string>): object {
  const shown: Record<string, string | string[]> = {};
  for (const [name, value] of redactedFields(headers, secretHeaders)) {
    const before = Object.hasOwn(shown, name) ? shown[name] : undefined;
    shown[name] = before === undefined ? value : [before, value].flat();
  }
  return shown;
}

/** The length of a body, which itself is never shown. */
export function shownBody(body: Uint8Array | string | undefined): string | undefined {
  if (body === undefined) return undefined;
  return typeof body === 'string' ? `${String(body.length)} characters` : `${String(body.byteLength)} bytes`;
}

type Fields = Iterable<readonly [name: string, value: string]>;
