import { describe, expect, it } from '@jest/globals';
import axios, { isAxiosError, isCancel, type AxiosInstance } from 'axios';
import { Readable } from 'node:stream';
import { seededBytes } from '../../../examples/server/seeded-bytes.js';
import { useAdapter } from '../../support/adapter-client.js';
import { receiveHead, send } from '../../support/fault-connection.js';
import { useFaultServer } from '../../support/fault-server.js';
import { useServer } from '../../support/server.js';

const server = useServer();
const faults = useFaultServer();
const client = useAdapter();

const instance = (): AxiosInstance => axios.create({ adapter: client.wire.adapter, baseURL: server.url });

describe('an instance with the adapter, used by itself', () => {
  it('gives JSON, as axios does', async () => {
    const { data, status, headers } = await instance().get<unknown>('/get', { params: { page: 2 } });
    expect([status, headers['content-type']]).toEqual([200, 'application/json']);
    expect(data).toMatchObject({ args: { page: '2' } });
  });

  it('gives text without its byte order mark', async () => {
    const text = Buffer.from('\uFEFFcaf\u00e9');
    faults.script(receiveHead, send(`HTTP/1.1 200 OK\r\nContent-Length: ${text.length}\r\n\r\n`), send(text));
    expect((await instance().get<string>(faults.url)).data).toBe('caf\u00e9');
  });

  it('gives bytes as a Buffer, and as a Blob', async () => {
    const { data } = await instance().get<Buffer>('/bytes/100', { responseType: 'arraybuffer' });
    const { data: blob } = await instance().get<Blob>('/bytes/100', { responseType: 'blob' });
    expect(data).toEqual(seededBytes(100));
    expect(Buffer.from(await blob.arrayBuffer())).toEqual(seededBytes(100));
  });

  it('gives a stream at the head, which makes the server wait', async () => {
    const { data } = await instance().get<Readable>('/large?bytes=20000000', { responseType: 'stream' });
    const seen = await server.nextRequest('/large');
    expect(await seen.stalledOrEnded()).toBe('stalled');
    expect(Buffer.concat((await data.toArray()) as Buffer[]).equals(seededBytes(20_000_000))).toBe(true);
  });

  it('closes the connection of a stream that is destroyed', async () => {
    const { data } = await instance().get<Readable>('/infinite', { responseType: 'stream' });
    data.destroy();
    await (
      await server.nextRequest('/infinite')
    ).closed;
  });

  it.each<[string, unknown, string]>([
    ['an object as JSON', { name: 'Ada' }, '{"name":"Ada"}'],
    ['text', 'plain', 'plain'],
    ['the bytes of a view', Buffer.from('xbytesx').subarray(1, 6), 'bytes'],
    ['an ArrayBuffer', new Uint8Array(Buffer.from('buffer')).buffer, 'buffer'],
    ['a Blob', new Blob(['blob']), 'blob'],
    ['a stream', Readable.from(['pie', 'ces']), 'pieces'],
    ['parameters as a form', new URLSearchParams({ a: '1' }), 'a=1'],
  ])('sends %s', async (_, data, expected) => {
    const response = await instance().post<{ data: string }>('/post', data);
    expect(response.data.data).toBe(expected);
  });

  it('sends a FormData as multipart', async () => {
    const form = new FormData();
    form.append('name', 'Ada');
    const { data } = await instance().post<unknown>('/multipart', form);
    expect(data).toMatchObject({ fields: [{ name: 'name', value: 'Ada' }] });
  });

  it('refuses data it cannot send', async () => {
    const sending = instance().post('/post', Symbol('data'), { transformRequest: [] });
    await expect(sending).rejects.toMatchObject({ code: 'ERR_BAD_REQUEST', isAxiosError: true });
  });

  it.each([
    ['auth', { auth: { username: 'ada', password: 'secret' } }, 'authorization', 'Basic YWRhOnNlY3JldA=='],
    ['headers', { headers: { 'X-Trace': 17, 'X-Null': null } }, 'x-trace', '17'],
  ])('sends what %s says', async (_, config, name, expected) => {
    await instance().get('/get', config);
    expect(server.requests[0]?.headers[name]).toBe(expected);
    expect(server.requests[0]?.headers).not.toHaveProperty('x-null');
  });

  it('judges the status as axios does', async () => {
    const error: unknown = await instance()
      .get('/status/404')
      .catch((failure: unknown) => failure);
    expect(isAxiosError(error) && [error.code, error.status, error.message]).toEqual([
      'ERR_BAD_REQUEST',
      404,
      'Request failed with status code 404',
    ]);
    expect((await instance().get('/status/500', { validateStatus: null })).status).toBe(500);
  });

  it('leaves a body coded when told so', async () => {
    const config = { decompress: false, responseType: 'arraybuffer' } as const;
    const { data } = await instance().get<Buffer>('/gzip', config);
    expect(data.subarray(0, 2)).toEqual(Buffer.from([0x1f, 0x8b]));
  });

  it('rejects with an AxiosError when the body breaks off', async () => {
    await expect(instance().get('/truncated')).rejects.toMatchObject({ isAxiosError: true });
    const { data } = await instance().get<Readable>('/truncated', { responseType: 'stream' });
    await expect(data.toArray()).rejects.toMatchObject({ isAxiosError: true });
  });

  it.each<[string, object, object]>([
    [
      'maxContentLength',
      { maxContentLength: 99 },
      { code: 'ERR_BAD_RESPONSE', message: 'maxContentLength size of 99 exceeded' },
    ],
    ['maxBodyLength', { maxBodyLength: 2 }, { code: 'ERR_BAD_REQUEST' }],
    ['a lookup', { lookup: () => undefined }, { code: 'ERR_NOT_SUPPORT' }],
    ['a socket path', { socketPath: '/tmp/x' }, { code: 'ERR_NOT_SUPPORT' }],
    ['a proxy', { proxy: { host: 'x', port: 1 } }, { code: 'ERR_NOT_SUPPORT' }],
    ['an agent', { httpAgent: {} }, { code: 'ERR_NOT_SUPPORT' }],
  ])('heeds %s', async (_, config, error) => {
    await expect(instance().post('/anything', 'abc', config)).rejects.toMatchObject(error);
  });

  it('bounds a stream by maxBodyLength, and streams by maxContentLength', async () => {
    const body = Readable.from(['abc', 'def']);
    await expect(instance().post('/post', body, { maxBodyLength: 4 })).rejects.toMatchObject({
      isAxiosError: true,
    });
    const config = { responseType: 'stream', maxContentLength: 50 } as const;
    const { data } = await instance().get<Readable>('/bytes/100', config);
    await expect(data.toArray()).rejects.toMatchObject({ code: 'ERR_BAD_RESPONSE' });
  });

  it('reports progress both ways', async () => {
    const told: string[] = [];
    await instance().post('/bytes-back', 'abc', {
      validateStatus: null,
      onUploadProgress: ({ loaded, total, upload }) => told.push(`up ${loaded} of ${total} ${upload}`),
      onDownloadProgress: ({ loaded, total, progress, download }) =>
        told.push(`down ${loaded === total} ${progress} ${download}`),
    });
    expect(told).toEqual(['up 3 of 3 true', 'down true 1 true']);
  });

  it('sends a form of the package form-data', async () => {
    const form = {
      getHeaders: () => ({ 'content-type': 'multipart/form-data; boundary=x' }),
      pipe: (to: NodeJS.WritableStream) =>
        Readable.from('--x\r\nContent-Disposition: form-data; name="name"\r\n\r\nAda\r\n--x--\r\n').pipe(to),
    };
    const { data } = await instance().post<unknown>('/multipart', form, { transformRequest: [] });
    expect(data).toMatchObject({ fields: [{ name: 'name', value: 'Ada' }] });
  });

  it('has auth win over a header, as axios has it', async () => {
    const auth = { username: 'ada', password: 'x' };
    await instance().get('/get', { auth, headers: { Authorization: 'Bearer t' } });
    expect(server.requests[0]?.headers.authorization).toBe(`Basic ${btoa('ada:x')}`);
  });

  it('rejects at once when it is cancelled after the head', async () => {
    const controller = new AbortController();
    const running = instance().get('/latch-body/held', { signal: controller.signal });
    await server.nextRequest('/latch-body/held');
    await server.latch('held').reached();
    controller.abort();
    await expect(running).rejects.toMatchObject({ code: 'ERR_CANCELED' });
  });

  it('is cancelled by a signal, before, while and after', async () => {
    const controller = new AbortController();
    const { signal } = controller;
    await instance().get('/get', { signal });
    const running = instance().get('/never', { signal }).catch(isCancel);
    const seen = await server.nextRequest('/never');
    controller.abort();
    await seen.closed;
    const late = instance().get('/get?late', { signal }).catch(isCancel);
    expect(await Promise.all([running, late])).toEqual([true, true]);
    expect(server.requestsTo('/get')).toHaveLength(1);
  });

  it('is cancelled by a token', async () => {
    const { token, cancel } = axios.CancelToken.source();
    const running = instance().get('/never', { cancelToken: token });
    await server.nextRequest('/never');
    cancel('enough');
    await expect(running).rejects.toThrow();
  });

  it('gives up after its timeout', async () => {
    await expect(instance().get('/never', { timeout: 10 })).rejects.toMatchObject({
      code: 'ECONNABORTED',
      message: 'timeout of 10ms exceeded',
    });
  });
});
