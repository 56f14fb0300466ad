import { SessionError } from '../../errors/session-error.js';

/** What an error of `ws` stands for, where it says what the peer did wrong; others stay what they are. */
export function webSocketFailure(error: Error, hasResponse: boolean): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH') {
    return new SessionError({ kind: 'sessionTaskFailed', code: 'dataLengthExceedsMaximum', error });
  }
  const breaksProtocol = code?.startsWith('WS_ERR_') === true;
  // an error of `ws` without a code is about the answer to the handshake
  if (!breaksProtocol && (code !== undefined || !hasResponse)) return error;
  return new SessionError({ kind: 'sessionTaskFailed', code: 'badServerResponse', error });
}
