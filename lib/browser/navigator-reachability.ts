import { defer, EMPTY, fromEvent, map, merge, type Observable, startWith } from 'rxjs';
import { NetworkReachabilityStatus } from '../extending/reachability.js';
import type { ReachabilitySource } from '../extending/reachability.js';

/** Facts about the network that a browser reports; some browsers lack parts of it. */
export interface NavigatorWords {
  readonly onLine?: boolean | undefined;
  /** Of the Network Information API. */
  readonly connection?: { readonly type?: string | undefined } | undefined;
}

/** The page or the worker, as far as the network goes. */
export interface NetworkScope {
  readonly navigator?: NavigatorWords | undefined;
}

/** Reachability by a browser's facts: offline is not reachable, whatever the connection's type. */
export function reachabilityOf({ onLine, connection }: NavigatorWords): NetworkReachabilityStatus {
  const type = connection?.type;
  if (onLine === false || type === 'none') return NetworkReachabilityStatus.notReachable;
  if (type === 'cellular') return NetworkReachabilityStatus.reachable('cellular');
  return onLine === undefined
    ? NetworkReachabilityStatus.unknown
    : NetworkReachabilityStatus.reachable('ethernetOrWiFi');
}

/** Emits the present reachability, and again with each network event of the browser. */
export function navigatorReachability(scope: NetworkScope): ReachabilitySource {
  const current = (): NetworkReachabilityStatus => reachabilityOf(scope.navigator ?? {});
  const events = (): Observable<unknown> =>
    merge(
      eventsOf(scope, 'online'),
      eventsOf(scope, 'offline'),
      eventsOf(scope.navigator?.connection, 'change'),
    );
  return { current, statuses: defer(events).pipe(startWith(undefined), map(current)) };
}

function eventsOf(target: unknown, type: string): Observable<unknown> {
  return isEventTarget(target) ? fromEvent(target, type) : EMPTY;
}

function isEventTarget(target: unknown): target is EventTarget {
  return typeof (target as Partial<EventTarget> | undefined)?.addEventListener === 'function';
}
