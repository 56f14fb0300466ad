import { expect, it } from '@jest/globals';
import { webSocketFailure } from '../../../lib/node/web-socket/web-socket-failure.js';

function errorWith(code?: string): Error {
  return Object.assign(new Error('it failed'), code === undefined ? {} : { code });
}

it.each([
  ['a message that is too large', 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH', true, 'dataLengthExceedsMaximum'],
  ['a frame that is none', 'WS_ERR_INVALID_OPCODE', true, 'badServerResponse'],
  ['text that is none', 'WS_ERR_INVALID_UTF8', true, 'badServerResponse'],
  ['an answer that is not to the handshake', undefined, true, 'badServerResponse'],
  ['a failure to connect', 'ECONNREFUSED', false, undefined],
  ['a failure that tells nothing, before any answer', undefined, false, undefined],
])('%s is what it stands for, or stays what it is', (_, given, hasResponse, code) => {
  const error = errorWith(given);
  const failure = webSocketFailure(error, hasResponse);
  if (code === undefined) expect(failure).toBe(error);
  else expect(failure).toMatchObject({ kind: 'sessionTaskFailed', code, cause: error });
});
