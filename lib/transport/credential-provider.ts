import type { URLCredential } from '../message/url-credential.js';
import type { URLProtectionSpace } from '../message/url-protection-space.js';
import type { Answer } from '../answers/answer.js';

/**
 * Knows the credentials of protection spaces: what a session asks when a server challenges a request that has none
 * of its own. `URLCredentialStorage` keeps them in memory; another may ask a vault.
 */
export interface CredentialProvider {
  /** What the space is answered with; undefined lets its 401 through. A failure is that of the task. */
  defaultCredential(space: URLProtectionSpace): Answer<URLCredential | undefined>;
  /** Told of a credential `forSession` that the space has accepted. */
  setDefaultCredential?(credential: URLCredential, space: URLProtectionSpace): Answer<void>;
}
