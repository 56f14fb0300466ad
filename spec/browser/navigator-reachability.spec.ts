import { describe, expect, it } from '@jest/globals';
import {
  type NetworkScope,
  navigatorReachability,
  reachabilityOf,
} from '../../lib/browser/navigator-reachability.js';
import type { NetworkReachabilityStatus } from '../../lib/extending/reachability.js';

const WIFI: NetworkReachabilityStatus = { kind: 'reachable', connectionType: 'ethernetOrWiFi' };
const CELLULAR: NetworkReachabilityStatus = { kind: 'reachable', connectionType: 'cellular' };
const NOT_REACHABLE: NetworkReachabilityStatus = { kind: 'notReachable' };

describe('reachabilityOf', () => {
  it.each<[boolean | undefined, string | undefined, NetworkReachabilityStatus]>([
    [false, undefined, NOT_REACHABLE],
    [false, 'wifi', NOT_REACHABLE],
    [false, 'cellular', NOT_REACHABLE],
    [true, 'none', NOT_REACHABLE],
    [true, undefined, WIFI],
    [true, 'wifi', WIFI],
    [true, 'unknown', WIFI],
    [true, 'cellular', CELLULAR],
    [undefined, 'cellular', CELLULAR],
    [undefined, undefined, { kind: 'unknown' }],
  ])('reads onLine %p over %p', (onLine, type, status) => {
    expect(reachabilityOf({ onLine, connection: { type } })).toEqual(status);
    if (type === undefined) expect(reachabilityOf({ onLine })).toEqual(status);
  });
});

describe('navigatorReachability', () => {
  /** A page that counts those who listen to it. */
  class Scope extends EventTarget {
    listeners = 0;
    navigator = { onLine: true, connection: Object.assign(new EventTarget(), { type: 'wifi' }) };

    override addEventListener(...args: Parameters<EventTarget['addEventListener']>): void {
      this.listeners += 1;
      super.addEventListener(...args);
    }

    override removeEventListener(...args: Parameters<EventTarget['removeEventListener']>): void {
      this.listeners -= 1;
      super.removeEventListener(...args);
    }
  }

  it('tells what the browser says now, and with each of its events', () => {
    const scope = new Scope();
    const told: NetworkReachabilityStatus[] = [];
    const { statuses, current } = navigatorReachability(scope);
    const listening = statuses.subscribe((status) => told.push(status));
    scope.navigator.onLine = false;
    scope.dispatchEvent(new Event('offline'));
    scope.navigator.onLine = true;
    scope.dispatchEvent(new Event('online'));
    scope.navigator.connection.type = 'cellular';
    scope.navigator.connection.dispatchEvent(new Event('change'));
    listening.unsubscribe();
    scope.dispatchEvent(new Event('offline'));
    expect(told).toEqual([WIFI, NOT_REACHABLE, WIFI, CELLULAR]);
    expect(current()).toEqual(CELLULAR);
  });

  it('listens only while somebody listens to it', () => {
    const scope = new Scope();
    const { statuses } = navigatorReachability(scope);
    expect(scope.listeners).toBe(0);
    const listening = statuses.subscribe();
    expect(scope.listeners).toBe(2);
    listening.unsubscribe();
    expect(scope.listeners).toBe(0);
  });

  it.each<[string, NetworkScope]>([
    ['a navigator', {}],
    ['events', { navigator: {} }],
  ])('knows nothing without %s', (_what, scope) => {
    const told: NetworkReachabilityStatus[] = [];
    navigatorReachability(scope)
      .statuses.subscribe((status) => told.push(status))
      .unsubscribe();
    expect(told).toEqual([{ kind: 'unknown' }]);
  });
});
