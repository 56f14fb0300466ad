import type { CredentialProvider } from '../transport/credential-provider.js';
import type { URLCredential } from '../message/url-credential.js';
import { isSameSpace, type URLProtectionSpace } from '../message/url-protection-space.js';

/**
 * Keeps credentials of protection spaces in memory (Foundation's `URLCredentialStorage`). As part of a configuration
 * it answers the challenges of all requests of the session. A session of several users gives each request its own
 * credential with `authenticate` instead.
 *
 * @example
 * const credentialStorage = new URLCredentialStorage();
 * credentialStorage.setDefaultCredential(new URLCredential('ann', password()), {
 *   host: 'example.com', port: 443, protocol: 'https', realm: 'private', authenticationMethod: 'httpBasic',
 * });
 * const session = new Session({ configuration: { credentialStorage } });
 */
export class URLCredentialStorage implements CredentialProvider {
  readonly #spaces: Space[] = [];

  /** Of this space by username; none is an empty map. */
  credentials(space: URLProtectionSpace): ReadonlyMap<string, URLCredential> {
    return new Map(this.#find(space)?.credentials);
  }

  /** Keeps a credential in the place of one with the same username, without making it the default. */
  set(credential: URLCredential, space: URLProtectionSpace): void {
    this.#findOrAdd(space).credentials.set(credential.username, credential);
  }

  /** Removes a credential of a space, also as its default. */
  remove(credential: URLCredential, space: URLProtectionSpace): void {
    const found = this.#find(space);
    found?.credentials.delete(credential.username);
    if (found?.defaultUsername === credential.username) found.defaultUsername = undefined;
  }

  /** Credential that answers challenges of the space. */
  defaultCredential(space: URLProtectionSpace): URLCredential | undefined {
    const found = this.#find(space);
    return found?.defaultUsername === undefined ? undefined : found.credentials.get(found.defaultUsername);
  }

  /** Makes a credential the default of a space. */
  setDefaultCredential(credential: URLCredential, space: URLProtectionSpace): void {
    this.set(credential, space);
    this.#findOrAdd(space).defaultUsername = credential.username;
  }

  #find(space: URLProtectionSpace): Space | undefined {
    return this.#spaces.find((other) => isSameSpace(other.space, space));
  }

  #findOrAdd(space: URLProtectionSpace): Space {
    const found = this.#find(space);
    if (found !== undefined) return found;
    const added: Space = { space: { ...space }, credentials: new Map(), defaultUsername: undefined };
    this.#spaces.push(added);
    return added;
  }
}

interface Space {
  readonly space: URLProtectionSpace;
  readonly credentials: Map<string, URLCredential>;
  defaultUsername: string | undefined;
}
