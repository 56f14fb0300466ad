import { SessionError } from '../errors/session-error.js';

function badServerResponse(detail: string): SessionError {
  return new SessionError({ kind: 'sessionTaskFailed', code: 'badServerResponse', detail });
}

/** What came instead of a response, such as what an interceptor of `response => response.data` returns. */
export function noResponse(): SessionError {
  return badServerResponse(
    'the axios instance answered with something that is no response: an interceptor has to pass on the whole response, not its data',
  );
}

/** `data` of a response that is neither bytes nor text nor anything with a JSON text. */
export function unreadableData(): SessionError {
  return badServerResponse('the data of the response cannot be read as bytes, text or JSON');
}

/** A piece of a stream that is neither bytes nor text. */
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
