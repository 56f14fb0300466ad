import { describe, expect, it } from '@jest/globals';
import { type DataRequest, type DownloadRequest, type TaskOptions } from 'rxsession';
import { DataResponseSerializer } from 'rxsession/serializers';
import { z } from 'zod';
import { contentOf, useDownloadedFiles } from '../support/downloads.js';
import { useServer } from '../support/server.js';
import { useSessions } from '../support/sessions.js';

const server = useServer();
useDownloadedFiles();
const sessions = useSessions(server);
const Echo = z.object({ url: z.string() });

const echoed = (): DownloadRequest => sessions.make().download(`${server.url}/get`);

describe('a download task', () => {
  it('resolves to what a serializer makes', async () => {
    const value = await echoed().serializingResponse(new DataResponseSerializer()).value;
    expect(value.byteLength).toBeGreaterThan(0);
  });

  it('resolves to bytes, text, JSON and the URL of the file', async () => {
    const request = echoed();
    const data = await request.serializingData().value;
    expect(data.byteLength).toBeGreaterThan(0);
    expect(contentOf(await request.serializingDownloadedFileURL().value)).toEqual(Buffer.from(data));
    expect(JSON.parse(await request.serializingString().value)).toEqual(
      await request.serializingJSON().value,
    );
    expect(server.requests).toHaveLength(1);
  });

  it('resolves to a result, which never rejects', async () => {
    const failed = sessions.make().download(`${server.url}/status/500`).validate();
    expect(await echoed().serializingDecodable(Echo).result).toMatchObject({ kind: 'success' });
    expect(await failed.serializingDecodable(Echo).result).toMatchObject({ kind: 'failure' });
  });

  it('resolves to a decoded value, and rejects with the error of a failure', async () => {
    const failed = sessions.make().download(`${server.url}/status/500`).validate();
    expect(await echoed().serializingDecodable(Echo).value).toEqual({ url: `${server.url}/get` });
    await expect(failed.serializingDecodable(Echo).value).rejects.toMatchObject({ responseCode: 500 });
  });

  it('stands beside others of one session', async () => {
    const session = sessions.make();
    const tasks = [1, 2, 3].map(() => session.download(`${server.url}/get`).serializingDecodable(Echo));
    const responses = await Promise.all(tasks.map(({ response }) => response));
    expect(responses.map(({ result }) => result.kind)).toEqual(['success', 'success', 'success']);
  });

  it('cancels its request', async () => {
    const task = sessions.make().download(`${server.url}/never`).serializingDecodable(Echo);
    task.cancel();
    expect(await task.response).toMatchObject({ error: { kind: 'explicitlyCancelled' } });
  });
});

interface Task {
  readonly result: Promise<unknown>;
}

describe.each<[string, (path: string) => DataRequest | DownloadRequest]>([
  ['a download', (path) => sessions.make().download(server.url + path)],
  ['a data request', (path) => sessions.make().request(server.url + path)],
])('the signal of the code that awaits %s', (_kind, make) => {
  const taskOf = (request: DataRequest | DownloadRequest, options: TaskOptions): Task =>
    request.serializingDecodable(Echo, options);

  it('cancels the request', async () => {
    const controller = new AbortController();
    const request = make('/never');
    const { result } = taskOf(request, { signal: controller.signal });
    await server.nextRequest('/never');
    controller.abort();
    expect(await result).toMatchObject({ kind: 'failure', error: { kind: 'explicitlyCancelled' } });
    expect(request.isCancelled).toBe(true);
  });

  it('cancels all that share it, those that begin later too', async () => {
    const controller = new AbortController();
    const requests = [make('/never'), make('/never')];
    const results = requests.map((request) => taskOf(request, { signal: controller.signal }).result);
    controller.abort();
    const late = make('/never');
    results.push(taskOf(late, { signal: controller.signal }).result);
    const cancelled = { kind: 'failure', error: { kind: 'explicitlyCancelled' } };
    expect(await Promise.all(results)).toMatchObject([cancelled, cancelled, cancelled]);
    expect([...requests, late].every(({ isCancelled }) => isCancelled)).toBe(true);
  });

  it('leaves alone a request that was not to be cancelled with it', async () => {
    const controller = new AbortController();
    const { signal } = controller;
    const requests = [make('/latch/go'), make('/latch/go')];
    const results = requests.map((request) =>
      request.serializingData({ signal, automaticallyCancelling: false }),
    );
    const settled = Promise.all(results.map(({ result }) => result));
    await server.latch('go').reached();
    controller.abort();
    server.latch('go').release();
    expect((await settled).map(({ kind }) => kind)).toEqual(['success', 'success']);
    expect(requests.some(({ isCancelled }) => isCancelled)).toBe(false);
  });

  it('that is none lets nothing begin, and nothing hang', async () => {
    const { result } = taskOf(make('/never'), { signal: { aborted: false } as AbortSignal });
    expect(await result).toMatchObject({ kind: 'failure', error: { kind: 'explicitlyCancelled' } });
  });

  it('is not listened to any more once the response is there', async () => {
    const controller = new AbortController();
    const request = make('/get');
    await taskOf(request, { signal: controller.signal }).result;
    controller.abort();
    expect(request.state).toBe('finished');
  });
});
