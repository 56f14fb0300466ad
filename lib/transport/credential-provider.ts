import type { URLCredential } from '../message/url-credential.js';
import type { URLProtectionSpace } from '../message/url-protection-space.js';
import type { Answer } from '../answers/answer.js';

/**
 * Knows the credentials of protection spaces. A session asks it when a server challenges a request without a
 * credential of its own. `URLCredentialStorage` keeps them in memory; another may ask a vault.
 */
export interface CredentialProvider {
  /** Returns the credential of a space; undefined lets the 401 through. A failure fails the task. */
  defaultCredential(space: URLProtectionSpace): Answer<URLCredential | undefined>;
  /** Stores a credential `forSession` that the space has accepted. */
  setDefaultCredential?(credential: URLCredential, space: URLProtectionSpace): Answer<void>;
}
