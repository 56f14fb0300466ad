/** Lifetime of a credential (Foundation's `URLCredential.Persistence`). */
export type URLCredentialPersistence = 'none' | 'forSession';

/**
 * Username and password (Foundation's `URLCredential`). Neither printing nor serializing shows them.
 *
 * With `'forSession'` the session's `credentialStorage` keeps it once a server has accepted it, for all requests of the
 * session to that server. With `'none'`, the default, it is for one request alone.
 */
export class URLCredential {
  /** Lifetime of the credential. */
  readonly persistence: URLCredentialPersistence;
  readonly #username: string;
  readonly #password: string;

  constructor(username: string, password: string, persistence: URLCredentialPersistence = 'none') {
    this.#username = username;
    this.#password = password;
    this.persistence = persistence;
  }

  /** Username, which printing does not show. */
  get username(): string {
    return this.#username;
  }

  /** Password, which printing does not show. */
  get password(): string {
    return this.#password;
  }
}
