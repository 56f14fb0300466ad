import { describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import http from 'node:http';
import type { Echo } from '../../../examples/server/endpoints/echo.js';
import { callerTransport } from '../../support/caller-transport.js';
import { refusedURL } from '../../support/fault-server.js';
import { expectNoLeaks } from '../../support/leaks.js';
import { RecordingTransportClient, sendMessage } from '../../support/recording-transport-client.js';
import { useServer } from '../../support/server.js';

const server = useServer();
expectNoLeaks(server);

describe("a transport over a caller's instance", () => {
  it('tells the head, the data and the end, in this order', async () => {
    const { client } = sendMessage(callerTransport().transport, `${server.url}/bytes/70000`);
    expect(await client.bytes()).toHaveLength(70_000);
    expect(client.heard[0]).toBe('response');
    expect(client.heard.at(-1)).toBe('complete');
    expect(new Set(client.heard.slice(1, -1))).toEqual(new Set(['data']));
  });

  it('tells all that is known of the head', async () => {
    const url = `${server.url}/response-headers?Set-Cookie=a%3D1&Set-Cookie=b%3D2&X-One=1`;
    const { client, task } = sendMessage(callerTransport().transport, url);
    const head = await client.response;
    expect(head).toMatchObject({ url, statusCode: 200, httpVersion: '1.1', mimeType: 'application/json' });
    expect(head.headers.values('set-cookie')).toEqual(['a=1', 'b=2']);
    expect(head.headers.get('x-one')).toBe('1');
    expect(task).toMatchObject({ timings: {}, sendPhase: 'something', isReusedConnection: undefined });
    await client.completed;
  });

  it('knows the length of a body that is not decoded, and of no other', async () => {
    const { transport } = callerTransport();
    const plain = sendMessage(transport, `${server.url}/bytes/10`).client;
    const packed = sendMessage(transport, `${server.url}/gzip?bytes=5000`).client;
    expect([await plain.bytes(), await packed.bytes()].map((bytes) => bytes.length)).toEqual([10, 5000]);
    expect(plain.head?.expectedContentLength).toBe(10);
    expect(packed.head?.expectedContentLength).toBeUndefined();
  });

  it('takes an answer that its validateStatus refuses for the response it is', async () => {
    const { client } = sendMessage(callerTransport().transport, `${server.url}/status/404`);
    expect((await client.response).statusCode).toBe(404);
    expect(await client.completed).toBeUndefined();
  });

  it('shows a redirect instead of following it', async () => {
    const { client } = sendMessage(callerTransport().transport, `${server.url}/redirect-to?url=/get`);
    expect((await client.response).headers.get('location')).toBe('/get');
    await client.completed;
    expect(server.requestsTo('/get')).toEqual([]);
  });

  it('lets baseURL, params, auth and headers of the instance apply, and not its timeout', async () => {
    const { transport } = callerTransport({
      baseURL: `${server.url}/anything`,
      params: { page: 2 },
      auth: { username: 'ann', password: 'secret' },
      headers: { 'X-Default': 'yes' },
      timeout: 1,
    });
    const url = transport.absoluteURL('/users') ?? '';
    const latch = server.hold('/anything/users');
    const { client } = sendMessage(transport, url, { headers: { 'X-Mine': 'too' } });
    await latch.reached();
    latch.release();
    const echo = await client.json<Echo>();
    expect(client.head?.url).toBe(`${server.url}/anything/users?page=2`);
    expect(echo).toMatchObject({ url: client.head?.url, args: { page: '2' } });
    expect(echo.headers).toMatchObject({
      'x-default': 'yes',
      'x-mine': 'too',
      authorization: 'Basic YW5uOnNlY3JldA==',
    });
  });

  it('says against what relative URLs are resolved', () => {
    const { transport } = callerTransport({ baseURL: 'https://example.com/v1/' });
    expect(transport.baseURL).toBe('https://example.com/v1/');
    expect(transport.absoluteURL('/users?page=2')).toBe('https://example.com/v1/users?page=2');
    expect(callerTransport().transport.baseURL).toBeUndefined();
  });

  it('sends no content type where none was given', async () => {
    const { client } = sendMessage(callerTransport().transport, `${server.url}/post`, { method: 'POST' });
    expect((await client.json<Echo>()).headers).not.toHaveProperty('content-type');
  });

  it('tells of a failure what happened', async () => {
    const { client } = sendMessage(callerTransport().transport, await refusedURL());
    expect(await client.failure()).toMatchObject({
      code: 'cannotConnectToHost',
      cause: { code: 'ECONNREFUSED' },
    });
    expect(client.heard).toEqual(['complete']);
  });

  it('loses the connection when a body breaks off', async () => {
    const { transport } = callerTransport();
    for (const path of ['/truncated', '/truncated-chunked', '/reset-after-head']) {
      const { client } = sendMessage(transport, server.url + path);
      expect((await client.failure()).code).toBe('networkConnectionLost');
      expect(client.heard[0]).toBe('response');
    }
  });

  it('cannot decode a body that is corrupt', async () => {
    const { client } = sendMessage(callerTransport().transport, `${server.url}/corrupt-gzip`);
    expect((await client.failure()).code).toBe('cannotDecodeContentData');
  });

  it('closes the socket and falls silent when cancelled', async () => {
    const { transport } = callerTransport();
    const waiting = sendMessage(transport, `${server.url}/never`);
    const seen = await server.nextRequest('/never');
    const reading = sendMessage(transport, `${server.url}/infinite`);
    await reading.client.firstPiece;
    const endless = await server.nextRequest('/infinite');
    for (const { task } of [waiting, reading]) task.cancel();
    const heard = reading.client.heard.length;
    expect([await seen.outcome, await endless.outcome]).toEqual(['closed', 'closed']);
    await server.whenDisconnected();
    expect(waiting.client.heard).toEqual([]);
    expect(reading.client.heard).toHaveLength(heard);
  });

  it('can be cancelled by the one it tells the head to', async () => {
    const { transport } = callerTransport();
    const client = new RecordingTransportClient().onResponse(() => {
      sent.task.cancel();
    });
    const sent = sendMessage(transport, `${server.url}/infinite`, {}, client);
    await client.response;
    await server.whenDisconnected();
    expect(client.heard).toEqual(['response']);
  });

  it('lets the server feel that it is suspended, and goes on when resumed', async () => {
    const { client, task } = sendMessage(callerTransport().transport, `${server.url}/large?bytes=50000000`);
    task.suspend();
    const seen = await server.nextRequest('/large');
    await client.response;
    expect(await seen.stalledOrEnded()).toBe('stalled');
    expect(client.heard).toEqual(['response']);
    task.resume();
    expect(await client.bytes()).toHaveLength(50_000_000);
  });

  it('keeps the connection of a small body that is discarded', async () => {
    const agent = new http.Agent({ keepAlive: true });
    const { transport } = callerTransport({ httpAgent: agent });
    const { client, task } = sendMessage(transport, `${server.url}/redirect-to?bytes=100`);
    await client.response;
    const freed = once(agent, 'free');
    task.discard();
    await freed;
    const { client: next } = sendMessage(transport, `${server.url}/get`);
    await next.completed;
    expect(new Set(server.requests.map((seen) => seen.connection)).size).toBe(1);
    expect(client.heard).toEqual(['response']);
    agent.destroy();
  });

  it('closes the connection of a body that goes on when it is discarded', async () => {
    const { client, task } = sendMessage(callerTransport().transport, `${server.url}/infinite`);
    await client.response;
    task.discard();
    await server.whenDisconnected();
    expect(client.heard).not.toContain('complete');
  });

  it('sends nothing that is discarded or cancelled at once', async () => {
    const { transport } = callerTransport();
    for (const end of ['discard', 'cancel'] as const) {
      const { client, task } = sendMessage(transport, `${server.url}/get`);
      task[end]();
      await new Promise((resolve) => setImmediate(resolve));
      expect(client.heard).toEqual([]);
    }
    expect(server.requests).toEqual([]);
  });
});
