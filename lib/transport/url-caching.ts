import type { SerialScheduler } from '../scheduling/serial-scheduler.js';
import type { Transport } from './transport.js';

/** Cache of a session, such as `URLCache` of `rxsession/node`. */
export interface URLCaching {
  /**
   * A transport that answers from the cache where it may, and else sends through `transport`.
   *
   * @internal
   */
  transportOver(transport: Transport, environment: CachingEnvironment): Transport;
}

/** Facts of a session that its cache depends on. */
export interface CachingEnvironment {
  /** Clock of ages, and carrier of deadlines. */
  readonly rootQueue: SerialScheduler;
  /** Names of fields, in lower case, whose values tell users apart. */
  readonly secretHeaders: ReadonlySet<string>;
}
