/** The hash functions of RFC 7616 and of RFC 2617. */
export type DigestHashName = 'MD5' | 'SHA-256' | 'SHA-512-256';

/** What a server says when it wants a digest of the password (RFC 7616 §3.3). */
export interface DigestChallenge {
  readonly realm: string;
  readonly nonce: string;
  readonly opaque: string | undefined;
  /** As the server spells it; undefined where it names none, which means MD5. */
  readonly algorithm: string | undefined;
  readonly hash: DigestHashName;
  /** Whether the hash of the password is bound to the nonces: the `-sess` variants. */
  readonly isSession: boolean;
  /** Undefined is the scheme of RFC 2069, without a count of its uses. */
  readonly qop: ReadonlySet<string> | undefined;
  /** Whether the username is to be sent as a hash. */
  readonly userhash: boolean;
}

/** What is to be authorized. */
export interface DigestOrder {
  readonly challenge: DigestChallenge;
  readonly username: string;
  readonly password: string;
  readonly method: string;
  /** Path and query, as they stand in the request line. */
  readonly uri: string;
  /** The bytes of the body, empty without any; undefined where they are not known before they are sent. */
  readonly body: Uint8Array | undefined;
  /** How often the nonce was used, this time included. */
  readonly nonceCount: number;
  /** Nobody can guess it. */
  readonly cnonce: string;
}

/**
 * Makes the value of an `Authorization` header; undefined when the platform has no such hash, or when the body is
 * to be hashed and cannot be.
 */
export type DigestAuthorizer = (order: DigestOrder) => string | undefined | Promise<string | undefined>;
