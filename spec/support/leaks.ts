import { afterEach, beforeEach, expect } from '@jest/globals';
import type { EventEmitter } from 'node:events';
import type { LoopbackServer } from '../../examples/server/loopback-server.js';
import { leaksSince, listenersOf, takeInventory, type Watched } from './inventory.js';
import { trackTimers } from './live-timers.js';
import { useTemporaryFolder } from './temporary-files.js';

/** What specs hand over to be ended or watched; see {@link expectNoLeaks}. */
export interface LeakCheck {
  /** Disposes of something when the spec has ended, before anything is counted. */
  disposing<T extends Disposable>(resource: T): T;
  /** Expects as many listeners of `type` at the end as there are now. */
  watching<T extends EventTarget | EventEmitter>(target: T, type: string): T;
}

/**
 * Expects of every spec of a file or a `describe` that it leaves nothing behind: no open socket here or at
 * the servers, no timer, no other handle, no listener of the process or of a watched target, no temporary or
 * open file. Each spec gets a temporary folder of its own.
 *
 * @example
 * const server = useServer();
 * const leaks = expectNoLeaks(server);
 * it('gets', async () => {
 *   const session = leaks.disposing(new Session());
 *   await firstValueFrom(session.get(`${server.url}/get`));
 * });
 */
export function expectNoLeaks(...servers: LoopbackServer[]): LeakCheck {
  const resources: Disposable[] = [];
  const targets: Watched['targets'][number][] = [];
  const before = new Map<string, number>();

  // Hooks after a spec run in the order of their definition: the check comes before the folder is removed.
  afterEach(async () => {
    for (const resource of resources.splice(0)) resource[Symbol.dispose]();
    expect(await leaksSince(before, { servers, targets: targets.splice(0) })).toEqual([]);
  });
  useTemporaryFolder();
  beforeEach(() => {
    trackTimers();
    before.clear();
    for (const [kind, count] of takeInventory({ servers, targets: [] })) before.set(kind, count);
  });

  return {
    disposing: (resource) => {
      resources.push(resource);
      return resource;
    },
    watching: (target, type) => {
      const kind = `listener ${type}`;
      before.set(kind, (before.get(kind) ?? 0) + listenersOf(target, type));
      targets.push({ target, type });
      return target;
    },
  };
}
