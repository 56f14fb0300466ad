import { distinctUntilChanged, map, type Observable, observeOn, ReplaySubject, share } from 'rxjs';
import type { SerialScheduler } from '../scheduling/serial-scheduler.js';

/** Source of whether there is a network (watched by Alamofire's retriers). */
export interface Reachability {
  /** Emits whether the network is reachable: the current value first, then each change. */
  readonly isReachable: Observable<boolean>;
}

/** Kind of interface that reaches the network (Alamofire's `NetworkReachabilityStatus.ConnectionType`). */
export type ConnectionType = 'ethernetOrWiFi' | 'cellular';

/** State of the network (Alamofire's `NetworkReachabilityStatus`). */
export type NetworkReachabilityStatus =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'notReachable' }
  | { readonly kind: 'reachable'; readonly connectionType: ConnectionType };

/** Makers of {@link NetworkReachabilityStatus}es. */
export const NetworkReachabilityStatus = /* @__PURE__ */ Object.freeze({
  unknown: /* @__PURE__ */ Object.freeze({ kind: 'unknown' }),
  notReachable: /* @__PURE__ */ Object.freeze({ kind: 'notReachable' }),
  reachable: (connectionType: ConnectionType): NetworkReachabilityStatus => ({
    kind: 'reachable',
    connectionType,
  }),
}) satisfies Record<
  string,
  NetworkReachabilityStatus | ((type: ConnectionType) => NetworkReachabilityStatus)
>;

/** Platform's source of the network status. */
export interface ReachabilitySource {
  /** Returns the current status. */
  current(): NetworkReachabilityStatus;
  /**
   * Emits the current status, then each change, possibly repeated. Watches the network while there are subscribers.
   */
  readonly statuses: Observable<NetworkReachabilityStatus>;
}

/**
 * Network status of a platform. Each Observable emits the current value first, then each change, on the queue and
 * never in the subscriber's stack. None completes.
 *
 * The network is watched once for all subscribers, from the first subscription until the last has ended: subscribing
 * is Alamofire's `startListening`, unsubscribing its `stopListening`.
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

  /** Current status, with or without subscribers. */
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
