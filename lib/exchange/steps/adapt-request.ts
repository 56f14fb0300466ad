import type { OperatorFunction } from 'rxjs';
import { isDeferred, type Answer, type Deferred } from '../../answers/answer.js';
import { SessionError } from '../../errors/session-error.js';
import type { URLRequest } from '../../message/url-request.js';
import { ask } from '../ask.js';
import type { ExchangeBase } from '../exchange-base.js';
import { stage } from '../stage.js';
import type { RequestAdapter } from '../../extending/request-adapter.js';

export interface RequestAdaptation extends ExchangeBase {
  /** The session's and the request's adapters as one; undefined when there are none. */
  readonly adapter: RequestAdapter | undefined;
  /** The same check that a URLRequest passes when it is made. */
  validate(urlRequest: URLRequest): URLRequest;
}

/** Lets the adapters change the URLRequest, on the requestQueue; `answer` is theirs where they were asked before. */
export function adaptRequest(
  x: RequestAdaptation,
  answer?: Answer<URLRequest>,
): OperatorFunction<URLRequest, URLRequest> {
  return stage((initial, out) => {
    const { adapter } = x;
    if (adapter === undefined) {
      out.next(initial);
      return;
    }
    return ask(
      x,
      x.session.requestQueue,
      () => answer ?? questionOf(x, adapter, initial),
      (adapted) => {
        out.next(accepted(x, initial, adapted));
      },
      (cause) => {
        out.error(adaptationFailure(x, initial, cause));
      },
    );
  });
}

/** The same at once, on the queue that is running; throws the failure. An answer that has to be waited for is given back. */
export function adaptRequestAtOnce(
  x: RequestAdaptation,
  initial: URLRequest,
): URLRequest | Deferred<URLRequest> {
  const { adapter } = x;
  if (adapter === undefined) return initial;
  try {
    const answer = x.runInContext(() => questionOf(x, adapter, initial));
    return isDeferred(answer) ? answer : accepted(x, initial, answer);
  } catch (cause) {
    throw adaptationFailure(x, initial, cause);
  }
}

function questionOf(x: RequestAdaptation, adapter: RequestAdapter, initial: URLRequest): Answer<URLRequest> {
  return adapter.adapt(initial, {
    requestID: x.request.id,
    context: x.request.context,
    session: x.session.info,
  });
}

function accepted(x: RequestAdaptation, initial: URLRequest, answer: URLRequest): URLRequest {
  const adapted = x.validate(answer);
  x.journal.didAdaptInitialRequest(initial, adapted);
  return adapted;
}

function adaptationFailure(x: RequestAdaptation, initialRequest: URLRequest, cause: unknown): SessionError {
  const { journal, request } = x;
  const error = new SessionError({ kind: 'requestAdaptationFailed', error: cause });
  if (journal.tells('requestDidFailToAdaptURLRequest')) {
    journal.tell({ type: 'requestDidFailToAdaptURLRequest', request, initialRequest, error });
  }
  return error;
}
