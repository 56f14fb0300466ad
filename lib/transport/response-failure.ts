import { SessionError } from '../errors/session-error.js';

function badServerResponse(detail: string): SessionError {
  return new SessionError({ kind: 'sessionTaskFailed', code: 'badServerResponse', detail });
}

/** Error for an answer that is no response, such as the result of an interceptor `response => response.data`. */
export function noResponse(): SessionError {
  return badServerResponse(
    'the axios instance answered with something that is no response: an interceptor has to pass on the whole response, not its data',
  );
}

/** `data` of a response that is neither bytes nor text nor anything with a JSON text. */
export function unreadableData(): SessionError {
  return badServerResponse('the data of the response cannot be read as bytes, text or JSON');
}

/** Error for a chunk that is neither bytes nor text. */
export function badPiece(): SessionError {
  return badServerResponse('a stream of the response gave something that is neither bytes nor text');
}

/** The stream of a response was closed before its end. */
export function cutOff(): SessionError {
  return new SessionError({
    kind: 'sessionTaskFailed',
    code: 'networkConnectionLost',
    detail: 'the response ended before it was complete',
  });
}
