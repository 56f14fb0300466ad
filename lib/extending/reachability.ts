import type { Observable } from 'rxjs';

/** Knows whether there is a network (what Alamofire's retriers watch). */
export interface Reachability {
  /** Whether the network can be reached: what is known now first, then each change. */
  readonly isReachable: Observable<boolean>;
}

/** By what the network is reached (Alamofire's `NetworkReachabilityStatus.ConnectionType`). */
export type ConnectionType = 'ethernetOrWiFi' | 'cellular';

/** What is known of the network (Alamofire's `NetworkReachabilityStatus`). */
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
