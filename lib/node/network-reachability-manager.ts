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
import { NetworkReachability, type ReachabilitySource } from '../extending/reachability.js';
import { SerialScheduler } from '../scheduling/serial-scheduler.js';
import type { NetworkInterfaceInfo } from 'node:os';

/** Options of a {@link NetworkReachabilityManager}. */
export interface NetworkReachabilityManagerOptions {
  /** Host to reach. The machine itself (`localhost`, `127.0.0.1`, `::1`) is always reachable. */
  host?: string | undefined;
  /**
   * Tests whether the network, or the given host, is reachable now; a failure means no. Default: judges by the
   * addresses of
   * the machine's interfaces.
   */
  probe?: ((host: string | undefined) => Answer<boolean>) | undefined;
  /** Milliseconds from an answer to the next look; 1 000 unless given. */
  interval?: number | undefined;
  /** Scheduler of the interval and of notifications. Default: a queue of its own. */
  queue?: SchedulerLike | undefined;
}

/**
 * Watches the network by polling (Alamofire's `NetworkReachabilityManager`): Node receives no notification from the
 * system. Polls while there are subscribers, and keeps the process alive as long.
 *
 * With a probe the status is `unknown` until its first answer, and again after the last subscriber has left.
 * Interface
 * addresses do not show how far they lead: a container bridge looks like a network. Throws a `RangeError` for an
 * interval
 * that is not above 0.
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

/**
 * Reachability by the machine's addresses: reachable if one of them is neither loopback nor link-local, which a
 * machine
 * gives itself for want of another (RFC 3927, RFC 4291 §2.5.6).
 */
export function reachabilityOf(
  interfaces: Readonly<Record<string, readonly NetworkInterfaceInfo[] | undefined>>,
): NetworkReachabilityStatus {
  const addresses = Object.values(interfaces).flatMap((infos) => infos ?? []);
  return addresses.some(leadsElsewhere)
    ? NetworkReachabilityStatus.reachable('ethernetOrWiFi')
    : NetworkReachabilityStatus.notReachable;
}

function leadsElsewhere({ internal, address }: NetworkInterfaceInfo): boolean {
  return !internal && !/^(169\.254\.|fe[89ab][\da-f]:)/i.test(address);
}
