import type { DeliveryOptions } from '../data-request.js';

/** How the values of a stream are handed over to one who listens. */
export interface DataStreamOptions extends DeliveryOptions {
  /** Whether a value that cannot be made cancels the request; as the request was told unless given. */
  automaticallyCancelOnStreamError?: boolean | undefined;
  /**
   * Whether the request is cancelled when the last who listens leaves before the end. Yes unless given; what comes
   * while nobody listens is lost otherwise.
   */
  automaticallyCancelling?: boolean | undefined;
}
