import { afterEach, describe, expect, it, jest } from '@jest/globals';
import axios from 'axios';
import MockAdapter from 'axios-mock-adapter';
import { queueScheduler } from 'rxjs';
import { NotificationEventMonitor } from '../../lib/browser/notification-event-monitor.js';
import { platform } from '../../lib/browser/platform.js';
import type { OwnTransport } from '../../lib/transport/platform.js';
import { sendMessage } from '../support/recording-transport-client.js';

const root = globalThis as { document?: unknown; location?: unknown; origin?: unknown };
const own = (): OwnTransport =>
  platform.makeTransport({ connectTimeout: 1, httpMaximumConnectionsPerHost: 1, rootQueue: queueScheduler });
const fetching = (): jest.Spied<typeof fetch> =>
  jest.spyOn(globalThis, 'fetch').mockResolvedValue(new Response('fetched'));

afterEach(() => {
  jest.restoreAllMocks();
  delete root.document;
  delete root.location;
});

describe('the platform of browsers', () => {
  it('says what it can do', () => {
    const { visibleRedirects, bodies } = own().transport.capabilities;
    expect(visibleRedirects).toBe(false);
    expect([...bodies]).toEqual(['bytes', 'text', 'blob']);
    expect(platform.makeDefaultEventMonitors()).toEqual([expect.any(NotificationEventMonitor)]);
  });

  it('resolves relative URLs against the page, or the script of a worker', () => {
    expect(own().transport.baseURL).toBeUndefined();
    root.location = { href: 'https://a.example/worker.js' };
    expect(own().transport.baseURL).toBe('https://a.example/worker.js');
    root.document = { baseURI: 'https://a.example/app/' };
    expect(own().transport.absoluteURL?.('users')).toBe('https://a.example/app/users');
  });

  it('hides challenges of another origin than that of the page, whatever its base', () => {
    root.location = { origin: 'https://a.example' };
    root.document = { baseURI: 'https://cdn.example/' };
    const { hidesChallenges } = own().transport.capabilities;
    const urls = ['https://a.example/', 'https://cdn.example/'];
    expect(urls.map((url) => hidesChallenges?.(url))).toEqual([false, true]);
  });

  it('sends what has no body through fetch, without a name for itself', async () => {
    const fetched = fetching();
    const { client } = sendMessage(own().transport, 'https://a.example/', {
      cachePolicy: 'reloadIgnoringLocalCacheData',
    });
    expect(await client.text()).toBe('fetched');
    const request = fetched.mock.calls[0]?.[0] as Request;
    expect(request.cache).toBe('reload');
    expect(request.redirect).toBe('follow');
    expect([...request.headers]).toEqual([]);
  });

  it('sends what has a body through XHR, which is not here', async () => {
    const { client } = sendMessage(own().transport, 'https://a.example/', {
      method: 'POST',
      outbound: { kind: 'text', text: 'a' },
    });
    expect(await client.failure()).toMatchObject({
      kind: 'unsupported',
      message: expect.stringContaining('xhr') as unknown,
    });
  });

  it('sends what has a body through fetch where the response is to be a stream, and counts nothing', async () => {
    const fetched = fetching();
    const { client } = sendMessage(own().transport, 'https://a.example/', {
      method: 'POST',
      outbound: { kind: 'text', text: 'a' },
      reportsUploadProgress: true,
      streamsResponse: true,
    });
    expect(await client.text()).toBe('fetched');
    const request = fetched.mock.calls[0]?.[0] as Request;
    expect([request.method, await request.text()]).toEqual(['POST', 'a']);
    expect(client.sent).toEqual([]);
  });

  it('does not send a stream', async () => {
    const outbound = { kind: 'stream', length: 1, isReplayable: false, open: () => [] as never } as const;
    const { client } = sendMessage(own().transport, 'https://a.example/', { method: 'POST', outbound });
    expect((await client.failure()).kind).toBe('unsupported');
  });

  it('lets its own instance be mocked', async () => {
    const { instance, transport } = own();
    new MockAdapter(instance as never).onGet('https://a.example/').reply(200, 'mocked');
    expect(await sendMessage(transport, 'https://a.example/').client.text()).toBe('mocked');
  });

  it("observes a caller's fetch, unless the caller has brought one", async () => {
    const fetched = fetching();
    const transport = platform.transportOver(axios.create({ adapter: 'fetch' }));
    expect(await sendMessage(transport, 'https://a.example/').client.text()).toBe('fetched');
    const brought = jest.fn<typeof fetch>().mockResolvedValue(new Response('brought'));
    const other = platform.transportOver(axios.create({ adapter: 'fetch', env: { fetch: brought } }));
    expect(await sendMessage(other, 'https://a.example/').client.text()).toBe('brought');
    expect(fetched).toHaveBeenCalledTimes(1);
  });
});
