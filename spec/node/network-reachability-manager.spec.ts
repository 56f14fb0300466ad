import { afterEach, describe, expect, it, jest } from '@jest/globals';
import os from 'node:os';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { defer, delay, firstValueFrom, NEVER, of, take, throwError, toArray } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import type { NetworkReachabilityStatus } from 'rxsession/transport';
import { NetworkReachabilityManager, type NetworkReachabilityManagerOptions } from 'rxsession/node';
import { turns } from '../support/happenings.js';
import { expectNoLeaks } from '../support/leaks.js';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

expectNoLeaks();

const REACHABLE = { kind: 'reachable', connectionType: 'ethernetOrWiFi' } as const;
const NOT_REACHABLE = { kind: 'notReachable' } as const;

/** What the system says of its interfaces from now on. */
function interfacesAre(address: string | undefined): jest.Spied<typeof os.networkInterfaces> {
  return jest.spyOn(os, 'networkInterfaces').mockImplementation(() => {
    if (address === undefined) throw new Error('uv_interface_addresses');
    const netmask = '255.255.255.0';
    const mac = '00:00:00:00:00:00';
    return { eth0: [{ address, netmask, mac, family: 'IPv4', internal: false, cidr: null }] };
  });
}

afterEach(() => {
  jest.restoreAllMocks();
});

/** The managers that every spec is about: of the machine itself, and of the network, which is there. */
const MANAGERS: readonly (readonly [of: string, options: NetworkReachabilityManagerOptions])[] = [
  ['localhost', { host: 'localhost' }],
  ['no host', {}],
];

describe.each(MANAGERS)('a manager of %s', (_of, options) => {
  const manager = (): NetworkReachabilityManager => {
    interfacesAre('192.0.2.1');
    return new NetworkReachabilityManager(options);
  };
  /** What is told while somebody listens for a few turns. */
  async function told(of: NetworkReachabilityManager): Promise<NetworkReachabilityStatus[]> {
    const statuses: NetworkReachabilityStatus[] = [];
    const listening = of.statuses.subscribe((status) => statuses.push(status));
    expect(statuses).toEqual([]);
    await turns();
    listening.unsubscribe();
    return statuses;
  }

  it('knows at once that it is reachable, and how', async () => {
    const made = manager();
    expect(made.status).toEqual(REACHABLE);
    const { isReachable, isReachableOnCellular, isReachableOnEthernetOrWiFi } = made;
    const answers = [isReachable, isReachableOnCellular, isReachableOnEthernetOrWiFi];
    expect(await Promise.all(answers.map((answer) => firstValueFrom(answer)))).toEqual([true, false, true]);
  });

  it('tells the current status, once, and never in the stack that subscribes', async () => {
    expect(await told(manager())).toEqual([REACHABLE]);
  });

  it('tells it again to those who come when all have left', async () => {
    const made = manager();
    expect([await told(made), await told(made)]).toEqual([[REACHABLE], [REACHABLE]]);
    expect(made.status).toEqual(REACHABLE);
  });

  it('is held by nothing when all have left', async () => {
    const reference = await (async () => {
      const made = manager();
      await told(made);
      return new WeakRef(made);
    })();
    for (let turn = 0; turn < 20 && reference.deref() !== undefined; turn += 1) {
      await turns();
      collectGarbage();
    }
    expect(reference.deref()).toBeUndefined();
  });
});

describe('a manager that looks at interfaces', () => {
  it('looks each second, tells changes alone, and looks once for all who listen', () => {
    const spied = interfacesAre('192.0.2.1');
    const scheduler = new TestScheduler((actual, expected) => {
      expect(actual).toEqual(expected);
    });
    scheduler.run(({ expectObservable, flush }) => {
      const { isReachable } = new NetworkReachabilityManager({ queue: scheduler });
      scheduler.schedule(() => void interfacesAre('169.254.1.1'), 1500);
      scheduler.schedule(() => void interfacesAre('192.0.2.1'), 4500);
      expectObservable(isReachable, '^ 5500ms !').toBe('t 1999ms f 2999ms t', { t: true, f: false });
      expectObservable(isReachable, '3500ms ^ 1s !').toBe('3500ms f', { f: false });
      flush();
      expect(scheduler.actions).toEqual([]);
    });
    expect(spied.mock.calls.length).toBe(6);
  });

  it('does not know where it may not look', () => {
    interfacesAre(undefined);
    expect(new NetworkReachabilityManager().status).toEqual({ kind: 'unknown' });
  });

  it.each([0, -1, NaN])('refuses an interval of %p', (interval) => {
    expect(() => new NetworkReachabilityManager({ interval })).toThrow(RangeError);
  });
});

describe('a manager with a probe', () => {
  const managerOf = (probe: NetworkReachabilityManagerOptions['probe']): NetworkReachabilityManager =>
    new NetworkReachabilityManager({ host: 'api.example.com', probe });

  it('asks it about the host', async () => {
    const asked: unknown[] = [];
    const manager = managerOf((host) => asked.push(host) > 0);
    expect(await firstValueFrom(manager.isReachable)).toBe(true);
    expect(asked).toEqual(['api.example.com']);
  });

  it.each<[string, NetworkReachabilityManagerOptions['probe'], NetworkReachabilityStatus]>([
    ['a promise of yes', () => Promise.resolve(true), REACHABLE],
    ['an Observable of no', () => of(false), NOT_REACHABLE],
    ['a rejection', () => Promise.reject(new Error('no')), NOT_REACHABLE],
    ['an error', () => throwError(() => new Error('no')), NOT_REACHABLE],
    [
      'a throw',
      () => {
        throw new Error('no');
      },
      NOT_REACHABLE,
    ],
  ])('takes %s for an answer', async (_what, probe, status) => {
    expect(await firstValueFrom(managerOf(probe).statuses)).toEqual(status);
  });

  it('knows nothing before an answer and when nobody listens any more', async () => {
    const manager = managerOf(() => Promise.resolve(false));
    const known = [manager.status];
    const listening = manager.statuses.subscribe(() => known.push(manager.status));
    await turns();
    listening.unsubscribe();
    expect([...known, manager.status]).toEqual([{ kind: 'unknown' }, NOT_REACHABLE, { kind: 'unknown' }]);
  });

  it('asks again an interval after the answer, and drops a question when all have left', () => {
    const scheduler = new TestScheduler((actual, expected) => {
      expect(actual).toEqual(expected);
    });
    scheduler.run(({ expectObservable, cold, expectSubscriptions }) => {
      const answers = [cold('---(t|)', { t: true }), cold('-----(f|)', { f: false }), cold<boolean>('-')];
      let asked = 0;
      const probe = () => answers[asked++] ?? NEVER;
      const { isReachable } = new NetworkReachabilityManager({ probe, interval: 10, queue: scheduler });
      expectObservable(isReachable, '^ 39ms !').toBe('---t 14ms f', { t: true, f: false });
      expectSubscriptions(answers[0]!.subscriptions).toBe('^--!');
      expectSubscriptions(answers[1]!.subscriptions).toBe('13ms ^----!');
      expectSubscriptions(answers[2]!.subscriptions).toBe('28ms ^ 11ms !');
    });
  });
});

describe('a manager on the timers of the platform', () => {
  it('looks again, and leaves no timer', async () => {
    let asked = 0;
    const probe = () => defer(() => of((asked += 1) % 2 === 1).pipe(delay(0)));
    const { isReachable } = new NetworkReachabilityManager({ probe, interval: 1 });
    expect(await firstValueFrom(isReachable.pipe(take(3), toArray()))).toEqual([true, false, true]);
  });
});
