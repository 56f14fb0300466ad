import os from 'node:os';
import {
  catchError,
  defer,
  finalize,
  map,
  Observable,
  of,
  repeat,
  type SchedulerLike,
  tap,
  timer,
} from 'rxjs';
import { type Answer, awaitAnswer } from '../answers/answer.js';
import { NetworkReachabilityStatus } from '../extending/reachability.js';
import { isLoopbackHost, loopbackReachability } from '../extending/loopback-reachability.js';
import { NetworkReachability, type ReachabilitySource } from '../extending/network-reachability.js';
import { SerialScheduler } from '../scheduling/serial-scheduler.js';
import { reachabilityOf } from './interface-reachability.js';

/** How a {@link NetworkReachabilityManager} looks at the network; what is left out has its default. */
export interface NetworkReachabilityManagerOptions {
  /** What is to be reached. The machine itself (`localhost`, `127.0.0.1`, `::1`) always is. */
  host?: string | undefined;
  /**
   * Whether the network, or the host where one is given, can be reached now; a failure says no. Unless given the
   * addresses of the machine's interfaces tell.
   */
  probe?: ((host: string | undefined) => Answer<boolean>) | undefined;
  /** Milliseconds from an answer to the next look; 1 000 unless given. */
  interval?: number | undefined;
  /** Where changes are told, and whose time the interval is; a queue of its own unless given. */
  queue?: SchedulerLike | undefined;
}

/**
 * What Node knows of the network (Alamofire's `NetworkReachabilityManager`). Node is told nothing by the system, so
 * this looks again and again while somebody listens, and keeps the process alive as long.
 *
 * With a probe the status is `unknown` until it has answered, and again when nobody listens any more. The addresses
 * of interfaces do not tell how far they lead: a bridge to containers looks like a network. An interval that is
 * not above 0 throws a `RangeError`.
 *
 * @example
 * const reachability = new NetworkReachabilityManager();
 * const session = new Session({ interceptor: new OfflineRetrier({ reachability }) });
 */
export class NetworkReachabilityManager extends NetworkReachability {
  constructor(options: NetworkReachabilityManagerOptions = {}) {
    const queue = SerialScheduler.from(options.queue, 'reachability');
    super(sourceOf(options, queue), queue);
  }
}

function sourceOf(
  { host, probe, interval = 1000 }: NetworkReachabilityManagerOptions,
  queue: SerialScheduler,
): ReachabilitySource {
  if (!(interval > 0)) throw new RangeError(`interval is ${interval}, and must be above 0.`);
  const again = { delay: () => timer(interval, queue) };
  if (probe !== undefined) return probedSource(() => probe(host), again);
  if (host !== undefined && isLoopbackHost(host)) return loopbackReachability;
  const statuses = defer(() => of(lookAtInterfaces())).pipe(repeat(again));
  return { current: lookAtInterfaces, statuses };
}

function lookAtInterfaces(): NetworkReachabilityStatus {
  try {
    return reachabilityOf(os.networkInterfaces());
  } catch {
    // where a process may not see the interfaces
    return NetworkReachabilityStatus.unknown;
  }
}

interface Again {
  readonly delay: () => Observable<unknown>;
}

function probedSource(probe: () => Answer<boolean>, again: Again): ReachabilitySource {
  let known: NetworkReachabilityStatus = NetworkReachabilityStatus.unknown;
  const statuses = answerOf(probe).pipe(
    catchError(() => of(false)),
    map(statusOf),
    repeat(again),
    tap((status) => {
      known = status;
    }),
    finalize(() => {
      known = NetworkReachabilityStatus.unknown;
    }),
  );
  return { current: () => known, statuses };
}

/** The question, asked anew by each subscription. */
function answerOf<T>(ask: () => Answer<T>): Observable<T> {
  return new Observable((out) =>
    awaitAnswer(
      ask,
      (answer) => {
        out.next(answer);
        out.complete();
      },
      (error) => {
        out.error(error);
      },
    ),
  );
}

function statusOf(isReachable: boolean): NetworkReachabilityStatus {
  return isReachable
    ? NetworkReachabilityStatus.reachable('ethernetOrWiFi')
    : NetworkReachabilityStatus.notReachable;
}
