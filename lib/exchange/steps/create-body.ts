import { asSessionError } from '../../errors/session-error.js';
import type { URLRequest } from '../../message/url-request.js';
import { requestBodyOf } from '../../transport/request-body.js';
import type { Exchange, PreparedRequest, Stop, UploadPlan } from '../exchange.js';
import type { Moves, Step } from '../step.js';

/** Creates the body of the attempt: that of the URLRequest, or that of an upload, on the requestQueue. */
export const createBody: Step<URLRequest, PreparedRequest> = (x, urlRequest, go) => {
  const { upload } = x.plan;
  if (upload !== undefined) return makeBody(x, upload, urlRequest, go);
  const { body } = urlRequest;
  return go.next({ urlRequest, body: body === undefined ? undefined : requestBodyOf(body) });
};

function makeBody(
  x: Exchange,
  upload: UploadPlan,
  urlRequest: URLRequest,
  go: Moves<PreparedRequest>,
): Stop | void {
  const { journal, request, session } = x;
  return go.once(
    session.requestQueue,
    () => upload.make(urlRequest),
    ({ uploadable, body }) => {
      x.didCreateUploadable(uploadable);
      if (journal.tells('requestDidCreateUploadable'))
        journal.tell({ type: 'requestDidCreateUploadable', request, uploadable });
      return go.next({ urlRequest, body });
    },
    (cause) => {
      const error = asSessionError(cause, (error) => ({ kind: 'createUploadableFailed', error }));
      if (journal.tells('requestDidFailToCreateUploadable'))
        journal.tell({ type: 'requestDidFailToCreateUploadable', request, error });
      return go.fail(error);
    },
  );
}
