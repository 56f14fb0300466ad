import { describe, expect, it } from '@jest/globals';
import axios from 'axios';
import { AsyncLocalStorage } from 'node:async_hooks';
import { asyncScheduler } from 'rxjs';
import type { Transport } from '../../lib/transport/transport.js';
import type { HTTPURLResponse } from '../../lib/message/http-url-response.js';
import { URLRequest } from '../../lib/message/url-request.js';
import { DiagnosticsEventMonitor } from '../../lib/node/diagnostics-event-monitor.js';
import { platform } from '../../lib/node/platform.js';
import { useServer } from '../support/server.js';

const server = useServer();

const configuration = { connectTimeout: 1000, httpMaximumConnectionsPerHost: 2, rootQueue: asyncScheduler };

/** The head and the text of what a transport answers. */
function answerOf(transport: Transport, url: string): Promise<[HTTPURLResponse | undefined, string]> {
  const request = { urlRequest: new URLRequest(url), body: undefined, previousHop: undefined };
  return new Promise((resolve, reject) => {
    let head: HTTPURLResponse | undefined;
    let text = '';
    transport.send(
      { ...request, reportsUploadProgress: false },
      {
        didReceiveResponse: (response) => (head = response),
        didReceiveData: (data) => (text += Buffer.from(data).toString()),
        didSendBodyData: () => undefined,
        didComplete: (error) =>
          error === undefined ? resolve([head, text]) : reject(new Error('failed', { cause: error })),
      },
    );
  });
}

describe('the platform of Node', () => {
  it('makes a transport over an instance of its own, which can be used by itself', async () => {
    const { transport, instance } = platform.makeTransport(configuration);
    const [head, text] = await answerOf(transport, `${server.url}/gzip`);
    expect(head).toMatchObject({ statusCode: 200, httpVersion: '1.1', expectedContentLength: undefined });
    expect(JSON.parse(text)).toMatchObject({ encoding: 'gzip' });
    expect((await instance.get<unknown>(`${server.url}/get`)).data).toContain('"method":"GET"');
    transport.close?.();
    await server.whenDisconnected();
  });

  it('shows redirects, and sends bodies of every kind', () => {
    const { transport } = platform.makeTransport(configuration);
    expect(transport.capabilities.visibleRedirects).toBe(true);
    expect([...transport.capabilities.bodies]).toEqual(['bytes', 'text', 'blob', 'file', 'stream']);
  });

  it("makes a transport over a caller's instance", async () => {
    const transport = platform.transportOver(axios.create({ headers: { 'X-Caller': '1' } }));
    const [head] = await answerOf(transport, `${server.url}/redirect/1`);
    expect(head?.statusCode).toBe(302);
    expect(server.requests[0]?.headers['x-caller']).toBe('1');
  });

  it('makes monitors that publish on diagnostics channels', () => {
    expect(platform.makeDefaultEventMonitors()).toEqual([expect.any(DiagnosticsEventMonitor)]);
  });

  it('remembers the async context', () => {
    const tenant = new AsyncLocalStorage<string>();
    const run = tenant.run('ada', () => platform.captureContext());
    expect(tenant.run('bob', () => run(() => tenant.getStore()))).toBe('ada');
  });
});
