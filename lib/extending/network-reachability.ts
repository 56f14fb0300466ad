import { distinctUntilChanged, map, type Observable, observeOn, ReplaySubject, share } from 'rxjs';
import type { ConnectionType, NetworkReachabilityStatus, Reachability } from './reachability.js';
import type { SerialScheduler } from '../scheduling/serial-scheduler.js';

/** Where a platform tells what it knows of the network. */
export interface ReachabilitySource {
  /** What is known at this moment, without asking anybody. */
  current(): NetworkReachabilityStatus;
  /** The status as it is, then as it becomes; it may repeat itself. Watches while somebody listens. */
  readonly statuses: Observable<NetworkReachabilityStatus>;
}

/**
 * What a platform knows of the network. Each Observable tells the current value first, then each change, on the
 * queue and never in the subscriber's stack; it does not end by itself.
 *
 * The network is watched from the first subscription until the last is gone, once for all of them: subscribing is
 * Alamofire's `startListening`, unsubscribing `stopListening`.
 */
export abstract class NetworkReachability implements Reachability {
  readonly statuses: Observable<NetworkReachabilityStatus>;
  readonly isReachable: Observable<boolean>;
  readonly isReachableOnCellular: Observable<boolean>;
  readonly isReachableOnEthernetOrWiFi: Observable<boolean>;
  readonly #source: ReachabilitySource;

  /** @internal */
  protected constructor(source: ReachabilitySource, queue: SerialScheduler) {
    this.#source = source;
    this.statuses = source.statuses.pipe(
      distinctUntilChanged(isSame),
      share({ connector: () => new ReplaySubject(1) }),
      observeOn(queue),
    );
    this.isReachable = this.#telling(({ kind }) => kind === 'reachable');
    this.isReachableOnCellular = this.#telling((status) => connectionOf(status) === 'cellular');
    this.isReachableOnEthernetOrWiFi = this.#telling((status) => connectionOf(status) === 'ethernetOrWiFi');
  }

  /** What is known at this moment, whether anybody listens or not. */
  get status(): NetworkReachabilityStatus {
    return this.#source.current();
  }

  #telling(rule: (status: NetworkReachabilityStatus) => boolean): Observable<boolean> {
    return this.statuses.pipe(map(rule), distinctUntilChanged());
  }
}

function isSame(one: NetworkReachabilityStatus, other: NetworkReachabilityStatus): boolean {
  return one.kind === other.kind && connectionOf(one) === connectionOf(other);
}

function connectionOf(status: NetworkReachabilityStatus): ConnectionType | undefined {
  return status.kind === 'reachable' ? status.connectionType : undefined;
}
