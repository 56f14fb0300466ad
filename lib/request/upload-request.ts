import type { Uploadable } from '../message/uploadable.js';
import { DataRequest } from './data-request.js';

/** A request that sends a body of its own: bytes, a file, a stream or a form (Alamofire's `UploadRequest`). */
export class UploadRequest extends DataRequest {
  /** The body as it was made for the current attempt; undefined before that, and when it could not be made. */
  get uploadable(): Uploadable | undefined {
    return this.exchange.uploadable;
  }
}
