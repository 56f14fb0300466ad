import { defer, EMPTY, fromEvent, map, merge, type Observable, startWith } from 'rxjs';
import { NetworkReachabilityStatus } from '../extending/reachability.js';
import type { ReachabilitySource } from '../extending/reachability.js';

/** What a browser says of the network; a part of it is missing in some. */
export interface NavigatorWords {
  readonly onLine?: boolean | undefined;
  /** Of the Network Information API. */
  readonly connection?: { readonly type?: string | undefined } | undefined;
}

/** The page or the worker, as far as the network goes. */
export interface NetworkScope {
  readonly navigator?: NavigatorWords | undefined;
}

/** What the words of a browser mean: offline is not reachable whatever the connection says. */
export function reachabilityOf({ onLine, connection }: NavigatorWords): NetworkReachabilityStatus {
  const type = connection?.type;
  if (onLine === false || type === 'none') return NetworkReachabilityStatus.notReachable;
  if (type === 'cellular') return NetworkReachabilityStatus.reachable('cellular');
  return onLine === undefined
    ? NetworkReachabilityStatus.unknown
    : NetworkReachabilityStatus.reachable('ethernetOrWiFi');
}

/** Tells what the browser says now, and again with each of its events about the network. */
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
