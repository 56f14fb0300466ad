import { describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import http from 'node:http';
import net from 'node:net';
import zlib from 'node:zlib';
import { ENCODED_TEXTS } from '../../examples/server/endpoints/texts.js';
import { seededBytes, seededPieces } from '../../examples/server/seeded-bytes.js';
import { ask } from '../support/http-client.js';
import { useServer, useServers } from '../support/server.js';

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

describe('the loopback server', () => {
  const server = useServer();
  const at = (path: string): string => server.url + path;

  it('echoes what it was asked', async () => {
    const body = JSON.stringify({ name: 'Ada' });
    const headers = { 'Content-Type': 'application/json', 'X-Trace': '17' };
    const { json } = await ask(at('/anything?page=2&tag=a&tag=b'), { method: 'PATCH', headers, body });
    expect(json()).toMatchObject({
      method: 'PATCH',
      url: at('/anything?page=2&tag=a&tag=b'),
      args: { page: '2', tag: ['a', 'b'] },
      headers: { 'x-trace': '17' },
      rawHeaders: expect.arrayContaining([['X-Trace', '17']]) as unknown,
      data: body,
      json: { name: 'Ada' },
    });
  });

  it('echoes a form, and a body that was deflated', async () => {
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded', 'Content-Encoding': 'deflate' };
    const body = zlib.deflateSync('a=1&b=2&b=3');
    const { json } = await ask(at('/post'), { method: 'POST', headers, body });
    expect(json()).toMatchObject({ form: { a: '1', b: ['2', '3'] }, data: 'a=1&b=2&b=3' });
  });

  it('answers 404 to a path it does not know', async () => {
    expect((await ask(at('/nothing/here'))).status).toBe(404);
  });

  it.each([
    ['/status/418', 418],
    ['/204', 204],
    ['/redirect/3', 302],
    ['/redirect-to?url=/get&status_code=307', 307],
    ['/basic-auth/ada/secret', 401],
    ['/hidden-basic-auth/ada/secret', 404],
    ['/bearer', 401],
    ['/early-response', 413],
  ])('answers %s with %d', async (path, status) => {
    expect((await ask(at(path))).status).toBe(status);
  });

  it('lets in who has the credentials', async () => {
    const basic = await ask(at('/basic-auth/ada/secret'), { auth: 'ada:secret' });
    const bearer = await ask(at('/bearer/t0ken'), { headers: { Authorization: 'Bearer t0ken' } });
    expect([basic.status, bearer.status]).toEqual([200, 200]);
  });

  it('fails a few times for each key', async () => {
    const path = at('/flaky/a?failures=2&status=429&retry-after=3');
    const responses = [await ask(path), await ask(path), await ask(path), await ask(at('/flaky/b'))];
    expect(responses.map(({ status }) => status)).toEqual([429, 429, 200, 503]);
    expect(responses[0]?.headers['retry-after']).toBe('3');
  });

  it('gives the same bytes in every form', async () => {
    const whole = await ask(at('/bytes/100000'));
    const chunked = await ask(at('/chunked/100?size=1000'));
    const part = await ask(at('/download/100000'), { headers: { Range: 'bytes=70000-' } });
    expect(whole.body.equals(seededBytes(100_000))).toBe(true);
    expect(chunked.body.equals(whole.body)).toBe(true);
    expect(part.status).toBe(206);
    expect(part.body.equals(whole.body.subarray(70_000))).toBe(true);
    expect(Buffer.concat([...seededPieces(100_000)]).equals(whole.body)).toBe(true);
  });

  it.each([
    ['/gzip', zlib.gunzipSync],
    ['/deflate', zlib.inflateSync],
    ['/deflate-raw', zlib.inflateRawSync],
    ['/brotli', zlib.brotliDecompressSync],
  ])('compresses %s', async (path, decompress) => {
    const { body } = await ask(at(`${path}?bytes=5000`));
    expect(decompress(body)).toEqual(seededBytes(5000));
  });

  it.each(['/corrupt-gzip', '/truncated-gzip'])('spoils %s', async (path) => {
    const { body, headers } = await ask(at(`${path}?bytes=5000`));
    expect(headers['content-encoding']).toBe('gzip');
    expect(() => zlib.gunzipSync(body)).toThrow();
  });

  it.each(Object.entries(ENCODED_TEXTS))('has a text in %s', async (name, { text }) => {
    const { body } = await ask(at(`/charset/${name}`));
    expect(new TextDecoder(name).decode(body)).toBe(text);
  });

  it('has real images', async () => {
    const png = await ask(at('/image/png'));
    const jpeg = await ask(at('/image/jpeg'));
    expect(png.body.subarray(1, 4).toString()).toBe('PNG');
    expect([...jpeg.body.subarray(0, 3), ...jpeg.body.subarray(-2)]).toEqual([0xff, 0xd8, 0xff, 0xff, 0xd9]);
  });

  it('hashes an upload', async () => {
    const body = seededBytes(300_000);
    const { json } = await ask(at('/upload'), { method: 'PUT', body });
    expect(json()).toMatchObject({ bytes: 300_000, sha256: sha256(body), method: 'PUT' });
  });

  it('reads the parts of a form', async () => {
    const form = new FormData();
    form.append('name', 'Ada');
    form.append('photo', new Blob([new Uint8Array(seededBytes(70_000))], { type: 'image/png' }), 'ada.png');
    const encoded = new Response(form);
    const headers = { 'Content-Type': encoded.headers.get('content-type') ?? '' };
    const body = Buffer.from(await encoded.arrayBuffer());
    const { json } = await ask(at('/multipart'), { method: 'POST', headers, body });
    const file = { name: 'photo', filename: 'ada.png', mimeType: 'image/png', bytes: 70_000 };
    expect(json()).toMatchObject({
      fields: [{ name: 'name', value: 'Ada' }],
      files: [{ ...file, sha256: sha256(seededBytes(70_000)) }],
      bytes: body.length,
      sha256: sha256(body),
    });
  });

  it.each([
    '/reset',
    '/close-before-head',
    '/garbage',
    '/truncated',
    '/truncated-chunked',
    '/reset-after-head',
  ])('breaks off %s', async (path) => {
    await expect(ask(at(path))).rejects.toThrow();
  });

  it.each(['/keep-alive-close', '/close-when-reused'])('answers %s once on a connection', async (path) => {
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
    const first = await ask(at(path), { agent });
    if (path === '/close-when-reused') await expect(ask(at('/get'), { agent })).rejects.toThrow();
    expect(first.status).toBe(200);
    await server.whenDisconnected();
    agent.destroy();
  });
});

describe('what the server confirms', () => {
  const [server, other] = useServers(2);
  const at = (path: string): string => server.url + path;

  it('hands out each request to a path once, in order', async () => {
    const third = server.nextRequest('/get').then(() => server.nextRequest('/get?n=3'));
    await Promise.all([ask(at('/get?n=1')), ask(at('/post')), ask(at('/get?n=3'))]);
    expect((await third).target).toBe('/get?n=3');
    expect(server.requestsTo('/get')).toHaveLength(2);
    expect(other.requests).toHaveLength(0);
  });

  it('sees a client leave before the answer', async () => {
    const request = http.get(at('/never')).on('error', () => undefined);
    const seen = await server.nextRequest('/never');
    request.destroy();
    await seen.closed;
    expect(await seen.outcome).toBe('closed');
    await server.whenDisconnected();
    expect(server.openSockets).toBe(0);
  });

  it('answers when its latch is released', async () => {
    const answer = ask(at('/latch/door'));
    await server.latch('door').reached();
    expect(server.latch('door').waiting).toBe(1);
    server.latch('door').release();
    expect((await answer).json()).toEqual({ name: 'door' });
    expect(await (await server.nextRequest('/latch/door')).outcome).toBe('answered');
  });

  it('sends one piece for each step', async () => {
    const request = http.get(at('/latch-body/tap?chunks=2&size=3'));
    const [response] = (await once(request, 'response')) as [http.IncomingMessage];
    const ended = once(response, 'end');
    for (const offset of [0, 3]) {
      server.latch('tap').step();
      const [piece] = (await once(response, 'data')) as [Buffer];
      expect(piece).toEqual(seededBytes(3, offset));
    }
    await ended;
    await server.whenIdle();
  });

  it('holds any path', async () => {
    const latch = server.hold('/get');
    const answer = ask(at('/get'));
    await latch.reached();
    latch.step();
    expect((await answer).status).toBe(200);
  });

  it('feels the backpressure of a client that does not read', async () => {
    const request = http.get(at('/large?bytes=200000000'));
    const [response] = (await once(request, 'response')) as [http.IncomingMessage];
    const seen = await server.nextRequest('/large');
    expect(await seen.stalledOrEnded()).toBe('stalled');
    expect(server.bytesWritten('/large')).toBeLessThan(100_000_000);
    response.destroy();
    await seen.closed;
  });

  it('reads no upload before it is let', async () => {
    const body = seededBytes(30_000_000);
    const answer = ask(at('/slow-reader/gate'), { method: 'POST', body });
    const seen = await server.nextRequest('/slow-reader/gate');
    expect(seen.socketBytesRead).toBeLessThan(1_000_000);
    server.latch('gate').release();
    expect((await answer).json()).toMatchObject({ bytes: body.length, sha256: sha256(body) });
  });

  it('tells one connection from another', async () => {
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
    await ask(at('/get'), { agent });
    await ask(at('/get'), { agent });
    await ask(at('/get'));
    const [first, second, third] = server.requestsTo('/get').map(({ connection }) => connection);
    expect(second).toBe(first);
    expect(third).not.toBe(first);
    agent.destroy();
    await server.whenDisconnected();
  });

  it('counts connections on which nothing was asked', async () => {
    const socket = net.connect(server.port, '127.0.0.1');
    const events: string[] = [];
    const subscription = server.events.subscribe(({ type }) => events.push(type));
    await once(socket, 'connect');
    socket.destroy();
    await server.whenDisconnected();
    subscription.unsubscribe();
    expect(events.at(-1)).toBe('disconnected');
  });
});
