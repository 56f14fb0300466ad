import { SessionError } from '../../errors/session-error.js';
import type { URLRequest } from '../../message/url-request.js';
import type { Step } from '../step.js';
import { conforming } from '../url-request-validation.js';

/** Lets the adapters change the URLRequest, on the requestQueue. */
export const adaptRequest: Step<URLRequest, URLRequest> = (x, initialRequest, go) => {
  const { hooks, journal, request, session } = x;
  const { adapter } = hooks;
  if (adapter === undefined) return go.next(initialRequest);
  return go.once(
    session.requestQueue,
    () =>
      adapter.adapt(initialRequest, {
        requestID: request.id,
        context: request.context,
        session: session.info,
      }),
    (answer) => {
      const adaptedRequest = conforming(x, answer);
      journal.didAdaptInitialRequest(initialRequest, adaptedRequest);
      return go.next(adaptedRequest);
    },
    (cause) => {
      const error = new SessionError({ kind: 'requestAdaptationFailed', error: cause });
      if (journal.tells('requestDidFailToAdaptURLRequest'))
        journal.tell({ type: 'requestDidFailToAdaptURLRequest', request, initialRequest, error });
      return go.fail(error);
    },
  );
};
