import type { NetworkErrorCode } from '../../errors/network-error-code.js';
import { SessionError } from '../../errors/session-error.js';

/**
 * What ended an exchange, where the code of undici's error says less than is known: such an error becomes a
 * `SessionError`. Others stay what they are.
 */
export function wireFailure(error: Error): Error {
  if (error.name === 'HTTPParserError') return parserFailure(error);
  switch ((error as NodeJS.ErrnoException).code) {
    case 'UND_ERR_SOCKET':
      return isBadResponse(error) ? taskFailure('badServerResponse', error) : error;
    case 'UND_ERR_DESTROYED':
    case 'UND_ERR_CLOSED':
      return new SessionError({ kind: 'sessionInvalidated' });
    default:
      return error;
  }
}

/** The parser's error holds what it was reading, cookies maybe: that goes no further. */
function parserFailure({ message }: Error): SessionError {
  const isCut = message.includes('Invalid EOF state');
  return taskFailure(isCut ? 'networkConnectionLost' : 'badServerResponse', new Error(message));
}

function taskFailure(code: NetworkErrorCode, error: Error): SessionError {
  return new SessionError({ kind: 'sessionTaskFailed', code, error });
}

/** An answer that HTTP does not allow, such as an upgrade that nobody asked for. */
function isBadResponse(error: Error): boolean {
  return error.message === 'bad response' || error.message === 'bad upgrade';
}

/** Whether the connection went away under the request, as idle ones do. */
export function isLostConnection(error: Error): boolean {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'ECONNRESET':
    case 'EPIPE':
      return true;
    case 'UND_ERR_SOCKET':
      return !isBadResponse(error);
    default:
      return false;
  }
}
