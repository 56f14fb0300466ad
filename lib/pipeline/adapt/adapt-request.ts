import type { OperatorFunction } from 'rxjs';
import { SessionError } from '../../errors/session-error.js';
import type { URLRequest } from '../../message/url-request.js';
import { ask } from '../ask.js';
import type { ExchangeBase } from '../exchange-base.js';
import { stage } from '../stage.js';
import type { RequestAdapter } from './request-adapter.js';

export interface RequestAdaptation extends ExchangeBase {
  /** The session's and the request's adapters as one; undefined when there are none. */
  readonly adapter: RequestAdapter | undefined;
  /** The same check that a URLRequest passes when it is made. */
  validate(urlRequest: URLRequest): URLRequest;
}

/** Lets the adapters change the URLRequest, on the requestQueue. */
export function adaptRequest(x: RequestAdaptation): OperatorFunction<URLRequest, URLRequest> {
  return stage((initial, out) => {
    const { adapter } = x;
    if (adapter === undefined) {
      out.next(initial);
      return;
    }
    const fail = (cause: unknown): void => {
      const error = new SessionError({ kind: 'requestAdaptationFailed', error: cause });
      if (x.journal.isObserved) {
        const { request } = x;
        x.journal.tell({ type: 'requestDidFailToAdaptURLRequest', request, initialRequest: initial, error });
      }
      out.error(error);
    };
    return ask(
      x,
      x.session.requestQueue,
      () => adapter.adapt(initial, { requestID: x.request.id, session: x.session.info }),
      (answer) => {
        const adapted = x.validate(answer);
        x.journal.didAdaptInitialRequest(initial, adapted);
        out.next(adapted);
      },
      fail,
    );
  });
}
