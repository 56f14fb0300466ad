import type { OperatorFunction } from 'rxjs';
import { asSessionError, type SessionError } from '../../errors/session-error.js';
import type { URLRequest } from '../../message/url-request.js';
import { ask } from '../ask.js';
import type { ExchangeBase } from '../exchange-base.js';
import { stage } from '../stage.js';
import { validated } from '../url-request-validation.js';

export interface RequestCreation extends ExchangeBase {
  /** Makes the URLRequest of an attempt anew: convertible, parameters and request modifier. */
  makeURLRequest(): URLRequest;
}

/** Makes the URLRequest of an attempt on the requestQueue. */
export function createRequest(x: RequestCreation): OperatorFunction<void, URLRequest> {
  return stage((_, out) =>
    ask(
      x,
      x.session.requestQueue,
      () => validated(x.makeURLRequest()),
      (urlRequest) => {
        x.journal.didCreateInitialURLRequest(urlRequest);
        out.next(urlRequest);
      },
      (cause) => {
        out.error(creationFailure(x, cause));
      },
    ),
  );
}

/** The same at once, on the queue that is running; throws the failure. */
export function createRequestAtOnce(x: RequestCreation): URLRequest {
  try {
    const urlRequest = x.runInContext(() => validated(x.makeURLRequest()));
    x.journal.didCreateInitialURLRequest(urlRequest);
    return urlRequest;
  } catch (cause) {
    throw creationFailure(x, cause);
  }
}

function creationFailure({ journal, request }: RequestCreation, cause: unknown): SessionError {
  const error = asSessionError(cause, (error) => ({ kind: 'createURLRequestFailed', error }));
  if (journal.tells('requestDidFailToCreateURLRequest'))
    journal.tell({ type: 'requestDidFailToCreateURLRequest', request, error });
  return error;
}
