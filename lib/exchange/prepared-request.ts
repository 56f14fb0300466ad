import type { RequestBody } from '../transport/request-body.js';
import type { URLRequest } from '../message/url-request.js';

/** A URLRequest and the body that goes with it. */
export interface PreparedRequest {
  readonly urlRequest: URLRequest;
  readonly body: RequestBody | undefined;
}
