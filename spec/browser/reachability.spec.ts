import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { useBundle } from '../support/chromium.js';
import { useServer } from '../support/server.js';

jest.setTimeout(30_000);

const server = useServer();
const page = useBundle(
  new URL('pages/reachability.ts', import.meta.url),
  () => `${server.url}/anything/page`,
);

const call = <T>(name: string, ...args: unknown[]): Promise<T> => page.current.call<T>(name, ...args);
const goOffline = (isOffline: boolean): Promise<void> => page.current.page.context().setOffline(isOffline);

describe('a page in Chromium that loses its network', () => {
  afterEach(() => goOffline(false));

  it('is told so, and when it is there again', async () => {
    await call('watch');
    expect(await call('toldUntil', 'reachable')).toEqual(['reachable']);
    await goOffline(true);
    expect(await call('toldUntil', 'notReachable')).toEqual(['reachable', 'notReachable']);
    await goOffline(false);
    expect(await call('toldUntil', 'reachable')).toEqual(['reachable', 'notReachable', 'reachable']);
  });

  it('has its requests wait until then', async () => {
    await goOffline(true);
    const failed = page.current.page.waitForEvent('requestfailed');
    await call('ask', `${server.url}/html`);
    await failed;
    expect(await call('answerCount')).toBe(0);
    await goOffline(false);
    expect(await call('answer')).toContain('<title>loopback<');
  });
});
