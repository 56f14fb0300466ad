import type { InboundBody } from './axios/adapter-exchange.js';

/** The body of a response, steered while it is read. */
export interface ResponseBody extends InboundBody {
  pause(): void;
  resume(): void;
  /** Ends the body at once. The receiver is not notified any more. */
  cancel(): void;
  /** Ends it without interest in the rest, keeping the connection when nothing has to be waited for. */
  discard(): void;
}
