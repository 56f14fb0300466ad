import type { DeliveryOptions } from '../data-request.js';

/** Delivery of the values of a stream. */
export interface DataStreamOptions extends DeliveryOptions {
  /** Cancels the request at a value that cannot be serialized. Default: the choice of `session.streamRequest`. */
  automaticallyCancelOnStreamError?: boolean | undefined;
  /**
   * Cancels the request when its last listener leaves before the end. Default: true. With false, values that arrive
   * without a listener are lost.
   */
  automaticallyCancelling?: boolean | undefined;
}
