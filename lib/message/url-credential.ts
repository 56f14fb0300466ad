/** How long a credential is kept (Foundation's `URLCredential.Persistence`). */
export type URLCredentialPersistence = 'none' | 'forSession';

/**
 * A username and a password (Foundation's `URLCredential`). Neither printing nor serializing one shows them.
 *
 * With `'forSession'` the session's `credentialStorage` keeps it once a server has accepted it, and every request of
 * the session may answer the same server with it; `'none'`, unless given, is for one request alone.
 */
export class URLCredential {
  readonly persistence: URLCredentialPersistence;
  readonly #username: string;
  readonly #password: string;

  constructor(username: string, password: string, persistence: URLCredentialPersistence = 'none') {
    this.#username = username;
    this.#password = password;
    this.persistence = persistence;
  }

  get username(): string {
    return this.#username;
  }

  get password(): string {
    return this.#password;
  }
}
