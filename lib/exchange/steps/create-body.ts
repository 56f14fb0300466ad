import { asSessionError } from '../../errors/session-error.js';
import type { URLRequest } from '../../message/url-request.js';
import { requestBodyOf } from '../../transport/request-body.js';
import type { PreparedRequest } from '../exchange.js';
import type { Step } from '../step.js';

/** Creates the body of the attempt: that of the URLRequest, or that of an upload, on the requestQueue. */
export const createBody: Step<URLRequest, PreparedRequest> = (x, urlRequest, go) => {
  const { journal, plan, request, session } = x;
  const { upload } = plan;
  if (upload === undefined) {
    const { body } = urlRequest;
    return go.next({ urlRequest, body: body === undefined ? undefined : requestBodyOf(body) });
  }
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
};
