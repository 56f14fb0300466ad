import type { SchedulerLike } from 'rxjs';
import { isLoopbackHost, loopbackReachability } from '../extending/loopback-reachability.js';
import { NetworkReachability } from '../extending/reachability.js';
import { SerialScheduler } from '../scheduling/serial-scheduler.js';
import { navigatorReachability } from './navigator-reachability.js';

/** Options of a {@link NetworkReachabilityManager}. */
export interface NetworkReachabilityManagerOptions {
  /**
   * Host to reach. The machine itself (`localhost`, `127.0.0.1`, `::1`) is always reachable, any other by the
   * network.
   */
  host?: string | undefined;
  /** Scheduler of notifications. Default: a queue of its own. */
  queue?: SchedulerLike | undefined;
}

/**
 * Reports the network state of a browser or worker (Alamofire's `NetworkReachabilityManager`): `navigator.onLine`,
 * and the type of the connection where the browser has it. Online means that there is a network, not that it leads
 * anywhere.
 *
 * @example
 * const reachability = new NetworkReachabilityManager();
 * reachability.isReachable.subscribe((isReachable) => banner.toggle(!isReachable));
 */
export class NetworkReachabilityManager extends NetworkReachability {
  constructor({ host, queue }: NetworkReachabilityManagerOptions = {}) {
    const isLoopback = host !== undefined && isLoopbackHost(host);
    const source = isLoopback ? loopbackReachability : navigatorReachability(globalThis);
    super(source, SerialScheduler.from(queue, 'reachability'));
  }
}
