import { afterEach, describe, expect, it } from '@jest/globals';
import { firstValueFrom } from 'rxjs';
import type { NetworkReachabilityStatus } from 'rxsession/transport';
import { NetworkReachabilityManager } from 'rxsession/browser';
import { turns } from '../support/happenings.js';

const navigator = Object.getOwnPropertyDescriptor(globalThis, 'navigator');

/** What the browser says from now on. */
function browserIs(words: { onLine: boolean; connection?: { type: string } }): void {
  Object.defineProperty(globalThis, 'navigator', { value: words, configurable: true });
}

afterEach(() => {
  Reflect.deleteProperty(globalThis, 'navigator');
  if (navigator !== undefined) Object.defineProperty(globalThis, 'navigator', navigator);
});

const REACHABLE: NetworkReachabilityStatus = { kind: 'reachable', connectionType: 'ethernetOrWiFi' };

describe('NetworkReachabilityManager', () => {
  it.each<[string, object]>([
    ['no host', {}],
    ['a host', { host: 'api.example.com' }],
  ])('knows at once what the browser says, of %s', async (_of, options) => {
    browserIs({ onLine: true, connection: { type: 'cellular' } });
    const { status, isReachable, isReachableOnCellular, isReachableOnEthernetOrWiFi } =
      new NetworkReachabilityManager(options);
    expect(status).toEqual({ kind: 'reachable', connectionType: 'cellular' });
    const answers = [isReachable, isReachableOnCellular, isReachableOnEthernetOrWiFi];
    expect(await Promise.all(answers.map((answer) => firstValueFrom(answer)))).toEqual([true, true, false]);
  });

  it('knows that the machine itself is there, whatever the browser says', async () => {
    browserIs({ onLine: false });
    const manager = new NetworkReachabilityManager({ host: 'localhost' });
    expect([manager.status, await firstValueFrom(manager.statuses)]).toEqual([REACHABLE, REACHABLE]);
    expect(new NetworkReachabilityManager().status).toEqual({ kind: 'notReachable' });
  });

  it('tells the current status never in the stack that subscribes, and again after a restart', async () => {
    browserIs({ onLine: true });
    const { statuses } = new NetworkReachabilityManager();
    for (let start = 0; start < 2; start += 1) {
      const told: NetworkReachabilityStatus[] = [];
      const listening = statuses.subscribe((status) => told.push(status));
      expect(told).toEqual([]);
      await turns();
      listening.unsubscribe();
      expect(told).toEqual([REACHABLE]);
    }
  });
});
