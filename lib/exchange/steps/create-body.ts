import type { OperatorFunction } from 'rxjs';
import type { Answer } from '../../answers/answer.js';
import { requestBodyOf, type RequestBody } from '../../transport/request-body.js';
import { asSessionError } from '../../errors/session-error.js';
import type { Uploadable } from '../../message/uploadable.js';
import type { URLRequest } from '../../message/url-request.js';
import { ask } from '../ask.js';
import type { ExchangeBase } from '../exchange-base.js';
import type { PreparedRequest } from '../prepared-request.js';
import { stage } from '../stage.js';

/** The body of an upload, made for one attempt. */
export interface UploadBody {
  readonly uploadable: Uploadable;
  readonly body: RequestBody;
}

export interface UploadableCreation extends ExchangeBase {
  /** Makes the body of an upload; undefined when the body is that of the URLRequest. */
  readonly makeUploadBody: ((urlRequest: URLRequest) => Answer<UploadBody>) | undefined;
  didCreateUploadable(uploadable: Uploadable): void;
}

/** A URLRequest with the body that it carries. */
export function preparedRequest(urlRequest: URLRequest): PreparedRequest {
  const { body } = urlRequest;
  return { urlRequest, body: body === undefined ? undefined : requestBodyOf(body) };
}

/** Makes the body of the attempt: that of the URLRequest, or of the upload. */
export function createUploadable(x: UploadableCreation): OperatorFunction<URLRequest, PreparedRequest> {
  return stage((urlRequest, out) => {
    const { makeUploadBody } = x;
    if (makeUploadBody === undefined) {
      out.next(preparedRequest(urlRequest));
      return;
    }
    return ask(
      x,
      x.session.requestQueue,
      () => makeUploadBody(urlRequest),
      ({ uploadable, body }) => {
        x.didCreateUploadable(uploadable);
        if (x.journal.tells('requestDidCreateUploadable')) {
          x.journal.tell({ type: 'requestDidCreateUploadable', request: x.request, uploadable });
        }
        out.next({ urlRequest, body });
      },
      (cause) => {
        const error = asSessionError(cause, (error) => ({ kind: 'createUploadableFailed', error }));
        if (x.journal.tells('requestDidFailToCreateUploadable')) {
          x.journal.tell({ type: 'requestDidFailToCreateUploadable', request: x.request, error });
        }
        out.error(error);
      },
    );
  });
}
