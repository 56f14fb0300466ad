import { SessionError } from '../../errors/session-error.js';

/** Classifies an error of `ws` that blames the peer; returns other errors unchanged. */
export function webSocketFailure(error: Error, hasResponse: boolean): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH') {
    return new SessionError({ kind: 'sessionTaskFailed', code: 'dataLengthExceedsMaximum', error });
  }
  const breaksProtocol = code?.startsWith('WS_ERR_') === true;
  // An error of `ws` without a code is about the response to the handshake.
  if (!breaksProtocol && (code !== undefined || !hasResponse)) return error;
  return new SessionError({ kind: 'sessionTaskFailed', code: 'badServerResponse', error });
}
