import { describe, expect, it, jest } from '@jest/globals';
import { useBundle } from '../support/chromium.js';
import { useServer } from '../support/server.js';

jest.setTimeout(30_000);

const server = useServer();
const page = useBundle(new URL('pages/streams.ts', import.meta.url), () => `${server.url}/anything/page`);

function call<T>(name: string, ...args: unknown[]): Promise<T> {
  return page.current.call<T>(name, ...args);
}

describe('a stream in Chromium', () => {
  it.each<[string, object]>([
    ['GET', {}],
    ['POST', { method: 'POST', parameters: { question: 'why?' } }],
  ])('gives each piece when it has come, of a %s', async (method, options) => {
    const latch = server.latch('payload');
    latch.step();
    const pieces = call<string[]>(
      'pieces',
      `${server.url}/payloads/3?latch=payload`,
      `${server.url}/get`,
      options,
    );
    for (const seen of ['1', '2', '3']) {
      expect((await server.nextRequest('/get')).query.get('seen')).toBe(seen);
      latch.step();
    }
    expect((await pieces).map((text) => (JSON.parse(text) as { id: number }).id)).toEqual([0, 1, 2]);
    expect(server.requestsTo('/payloads/3')[0]?.method).toBe(method);
  });

  it('is read as Server-Sent Events', async () => {
    const events = await call<{ data: string; lastEventId: string }[]>('events', `${server.url}/sse`);
    expect(events.map(({ lastEventId }) => lastEventId)).toEqual(['1', '2', '3']);
    expect(events[0]).toEqual({ type: 'tick', data: '{"tick":\n1}', lastEventId: '1', retry: 10 });
  });

  it('becomes a stream of the web', async () => {
    expect(await call('inputStream', `${server.url}/large?bytes=3000000`)).toBe(3_000_000);
  });

  it('makes the server wait for who takes their time, and closes the connection when it is cancelled', async () => {
    expect(await call<number>('holdAfterFirst', `${server.url}/infinite`)).toBeGreaterThan(0);
    const seen = await server.nextRequest('/infinite');
    expect(await seen.stalledOrEnded(2000)).toBe('stalled');
    expect(await call('cancelHeld')).toBe(true);
    expect(await seen.outcome).toBe('closed');
  });

  it('hands over nothing of what is refused', async () => {
    expect(await call('refused', `${server.url}/status/500`)).toEqual(['responseValidationFailed']);
  });
});
