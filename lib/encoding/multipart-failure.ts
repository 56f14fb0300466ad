import type { MultipartEncodingFailureReason } from '../errors/failure-reason.js';
import { SessionError } from '../errors/session-error.js';

/** The failure of a form, for a reason. */
export function multipartFailure(reason: MultipartEncodingFailureReason): SessionError {
  return new SessionError({ kind: 'multipartEncodingFailed', reason });
}

/** Error for a file where there is no file system, as in browsers. */
export function noFileManager(): SessionError {
  return new SessionError({ kind: 'unsupported', feature: 'files on disk' });
}
