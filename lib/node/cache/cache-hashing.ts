import { createHash, createHmac, randomBytes } from 'node:crypto';
import type { Digest } from '../../cache/rules/selection.js';
import { builtInSecretHeaders } from '../../message/secret-headers.js';

/** Hash of bytes, which names a body in a store. */
export function bodyHash(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

const MOST_REMEMBERED = 512;

/**
 * Hashes of request fields that a store may hold: keyed for secret fields, so that nobody who reads the store can try
 * values; plain for the others, so that every process finds what another has stored.
 */
export class FieldHashing {
  readonly #secret: string;
  readonly #secretHeaders = new Set(builtInSecretHeaders);
  /** Requests repeat a few values. */
  readonly #remembered = new Map<string, string>();

  constructor(secret: string | undefined) {
    this.#secret = secret ?? randomBytes(32).toString('hex');
  }

  get secretHeaders(): ReadonlySet<string> {
    return this.#secretHeaders;
  }

  add(secretHeaders: ReadonlySet<string>): void {
    for (const name of secretHeaders) this.#secretHeaders.add(name);
  }

  readonly digest: Digest = (name, value) => {
    const text = `${name}\n${value}`;
    if (this.#secretHeaders.has(name)) {
      return createHmac('sha256', this.#secret).update(text).digest('base64url');
    }
    const known = this.#remembered.get(text);
    if (known !== undefined) return known;
    const digest = createHash('sha256').update(text).digest('base64url');
    if (this.#remembered.size >= MOST_REMEMBERED) this.#remembered.clear();
    this.#remembered.set(text, digest);
    return digest;
  };
}
