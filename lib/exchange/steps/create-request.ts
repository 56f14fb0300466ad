import { asSessionError } from '../../errors/session-error.js';
import type { URLRequest } from '../../message/url-request.js';
import type { Step } from '../step.js';
import { conforming } from '../url-request-validation.js';

/** Creates the URLRequest of the attempt, on the requestQueue. */
export const createRequest: Step<undefined, URLRequest> = (x, _, go) => {
  const { plan, journal, receiver, request, session } = x;
  return go.once(
    session.requestQueue,
    () => {
      const urlRequest = plan.makeURLRequest();
      return conforming(x, receiver.described?.(urlRequest) ?? urlRequest);
    },
    (urlRequest) => {
      journal.didCreateInitialURLRequest(urlRequest);
      return go.next(urlRequest);
    },
    (cause) => {
      const error = asSessionError(cause, (error) => ({ kind: 'createURLRequestFailed', error }));
      if (journal.tells('requestDidFailToCreateURLRequest'))
        journal.tell({ type: 'requestDidFailToCreateURLRequest', request, error });
      return go.fail(error);
    },
  );
};
