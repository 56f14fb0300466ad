import type { DigestHashName, DigestOrder } from './digest-authorizer.js';

/** The hash of some bytes in hexadecimal, in small letters. */
export type DigestHash = (name: DigestHashName, bytes: Uint8Array) => Eventually<string>;

type Eventually<T> = T | Promise<T>;

/**
 * The value of an `Authorization` header that answers a Digest challenge (RFC 7616 §3.4), at once where hashes come
 * at once; undefined where the body is to be hashed and is not known. Names and passwords are hashed as UTF-8, what
 * the server said as the bytes that came.
 */
export function digestAuthorization(
  order: DigestOrder,
  digestHash: DigestHash,
): Eventually<string | undefined> {
  const { challenge, username } = order;
  const qop = qopFor(order);
  if (qop === undefined) return undefined;
  const hash = (bytes: Uint8Array): Eventually<string> => digestHash(challenge.hash, bytes);
  const user = challenge.userhash
    ? then(hash(bytesOf(`${utf8(username)}:${challenge.realm}`)), (value) => `username="${value}"`)
    : usernameParameter(username);
  return then(user, (first) =>
    then(responseTo(order, qop, hash), (response) =>
      ['Digest ' + first, ...parametersOf(order, qop, response)].join(', '),
    ),
  );
}

type Qop = '' | 'auth' | 'auth-int';

/** The protection that is used: none in the scheme of RFC 2069; undefined when none is possible. */
function qopFor({ challenge: { qop }, body }: DigestOrder): Qop | undefined {
  if (qop === undefined) return '';
  if (qop.has('auth')) return 'auth';
  return qop.has('auth-int') && body !== undefined ? 'auth-int' : undefined;
}

/** The `response` parameter: KD(H(A1), …:H(A2)). */
function responseTo(
  order: DigestOrder,
  qop: Qop,
  hash: (bytes: Uint8Array) => Eventually<string>,
): Eventually<string> {
  const { challenge, username, password, method, uri, body, cnonce } = order;
  const { realm, nonce, isSession } = challenge;
  const hashText = (text: string): Eventually<string> => hash(bytesOf(text));
  const secret = hashText(`${utf8(username)}:${realm}:${utf8(password)}`);
  const a1 = then(secret, (value) => (isSession ? hashText(`${value}:${nonce}:${cnonce}`) : value));
  const content = qop === 'auth-int' ? then(hash(body ?? new Uint8Array()), (value) => `:${value}`) : '';
  const a2 = then(content, (suffix) => hashText(`${method}:${uri}${suffix}`));
  const use = qop === '' ? '' : `${countOf(order)}:${cnonce}:${qop}:`;
  return then(a1, (first) => then(a2, (second) => hashText(`${first}:${nonce}:${use}${second}`)));
}

function parametersOf(order: DigestOrder, qop: Qop, response: string): string[] {
  const { challenge, uri, cnonce } = order;
  const { realm, nonce, algorithm, opaque, userhash } = challenge;
  return [
    `realm=${quoted(realm)}`,
    `nonce=${quoted(nonce)}`,
    `uri=${quoted(uri)}`,
    ...(algorithm === undefined ? [] : [`algorithm=${algorithm}`]),
    `response="${response}"`,
    ...(opaque === undefined ? [] : [`opaque=${quoted(opaque)}`]),
    ...(qop === '' ? [] : [`qop=${qop}`, `nc=${countOf(order)}`, `cnonce="${cnonce}"`]),
    ...(userhash ? ['userhash=true'] : []),
  ];
}

/** A name that no quoted string can hold is sent in the extended notation (RFC 7616 §3.4, RFC 8187). */
function usernameParameter(username: string): string {
  if (/^[\x20-\x7e]*$/.test(username)) return `username=${quoted(username)}`;
  return `username*=UTF-8''${utf8(username).replace(/[^A-Za-z0-9\-._~]/g, percentEncoded)}`;
}

function percentEncoded(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
}

function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}

function countOf({ nonceCount }: DigestOrder): string {
  return nonceCount.toString(16).padStart(8, '0');
}

/** UTF-8 as text of one character a byte, which is how received fields are held. */
function utf8(text: string): string {
  return Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join('');
}

function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

function then<T, U>(value: Eventually<T>, next: (value: T) => Eventually<U>): Eventually<U> {
  return value instanceof Promise ? value.then(next) : next(value);
}
