import type { SchedulerLike } from 'rxjs';
import { isLoopbackHost, loopbackReachability } from '../extending/loopback-reachability.js';
import { NetworkReachability } from '../extending/reachability.js';
import { SerialScheduler } from '../scheduling/serial-scheduler.js';
import { navigatorReachability } from './navigator-reachability.js';

/** How a {@link NetworkReachabilityManager} is made; what is left out has its default. */
export interface NetworkReachabilityManagerOptions {
  /** What is to be reached. The machine itself (`localhost`, `127.0.0.1`, `::1`) always is; any other by the network. */
  host?: string | undefined;
  /** Where changes are told; a queue of its own unless given. */
  queue?: SchedulerLike | undefined;
}

/**
 * What a browser or its worker knows of the network (Alamofire's `NetworkReachabilityManager`): `navigator.onLine`,
 * and the type of the connection where the browser tells it. Online means that there is some network, not that it
 * leads anywhere.
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
