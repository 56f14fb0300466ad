import { SessionError } from '../../errors/session-error.js';
import type { RequestAdapter } from '../../extending/request-adapter.js';
import type { URLRequest } from '../../message/url-request.js';
import type { Exchange, Stop } from '../exchange.js';
import type { Moves, Step } from '../step.js';
import { conforming } from '../url-request-validation.js';

/** Lets the adapters change the URLRequest, on the requestQueue. */
export const adaptRequest: Step<URLRequest, URLRequest> = (x, initialRequest, go) => {
  const { adapter } = x.hooks;
  return adapter === undefined ? go.next(initialRequest) : adapt(x, adapter, initialRequest, go);
};

function adapt(
  x: Exchange,
  adapter: RequestAdapter,
  initialRequest: URLRequest,
  go: Moves<URLRequest>,
): Stop | void {
  const { journal, request, session } = x;
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
}
