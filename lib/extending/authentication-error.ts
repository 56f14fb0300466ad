/**
 * Why a request could not be authenticated (Alamofire's `AuthenticationError`): the `cause` of a
 * `requestAdaptationFailed` before the request is sent, of a `requestRetryFailed` after it was refused.
 */
export class AuthenticationError extends Error {
  /** There is no credential, or there were more refreshes than the {@link RefreshWindow} allows. */
  readonly kind: 'missingCredential' | 'excessiveRefresh';

  constructor(kind: AuthenticationError['kind']) {
    super(MESSAGES[kind]);
    this.kind = kind;
  }

  override get name(): string {
    return 'AuthenticationError';
  }
}

const MESSAGES: Readonly<Record<AuthenticationError['kind'], string>> = {
  missingCredential: 'There is no credential to authenticate with.',
  excessiveRefresh: 'The credential was refreshed too often.',
};
