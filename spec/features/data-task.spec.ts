import { describe, expect, it } from '@jest/globals';
import { RetryPolicy, URLRequest } from 'rxsession';
import { DataResponseSerializer } from 'rxsession/serializers';
import { z } from 'zod';
import { ended, turns } from '../support/happenings.js';
import { hostProcess } from '../support/host-process.js';
import { useServer } from '../support/server.js';
import { useSessions } from '../support/sessions.js';

const server = useServer();
const sessions = useSessions(server);
const Echo = z.object({ url: z.string() });

describe('a data task', () => {
  it('resolves to what a serializer makes', async () => {
    const task = sessions
      .make()
      .request(`${server.url}/get`)
      .serializingResponse(new DataResponseSerializer());
    expect((await task.value).byteLength).toBeGreaterThan(0);
  });

  it('resolves to a decoded value, and rejects with the error of a failure', async () => {
    const session = sessions.make();
    const good = session.request(`${server.url}/get`).serializingDecodable(Echo);
    const bad = session.request(`${server.url}/status/500`).validate().serializingDecodable(Echo);
    expect(await good.value).toEqual({ url: `${server.url}/get` });
    await expect(bad.value).rejects.toMatchObject({ kind: 'responseValidationFailed', responseCode: 500 });
  });

  it('resolves to text, bytes and JSON', async () => {
    const request = sessions.make().request(`${server.url}/get`);
    const text = await request.serializingString().value;
    expect(new TextDecoder().decode(await request.serializingData().value)).toBe(text);
    expect(await request.serializingJSON().value).toEqual(JSON.parse(text));
    expect(server.requests).toHaveLength(1);
  });

  it('resolves to a result, which never rejects', async () => {
    const session = sessions.make();
    const good = session.request(`${server.url}/get`).serializingDecodable(Echo);
    const bad = session.request(`${server.url}/status/500`).validate().serializingDecodable(Echo);
    expect(await good.result).toEqual({ kind: 'success', value: { url: `${server.url}/get` } });
    expect(await bad.result).toMatchObject({ kind: 'failure', error: { kind: 'responseValidationFailed' } });
  });

  it('gives the same response, whichever promise is read, from one exchange', async () => {
    const task = sessions.make().request(`${server.url}/get`).serializingString();
    const [response, again, value] = await Promise.all([task.response, task.response, task.value]);
    expect(response).toBe(again);
    expect(response.value).toBe(value);
    expect(server.requests).toHaveLength(1);
  });

  it('stands beside others of one session', async () => {
    const session = sessions.make();
    const tasks = [1, 2, 3].map(() => session.request(`${server.url}/get`).serializingDecodable(Echo));
    const responses = await Promise.all(tasks.map(({ response }) => response));
    expect(responses.map(({ result }) => result.kind)).toEqual(['success', 'success', 'success']);
  });

  it('settles once for each of ten requests that start together', async () => {
    const session = sessions.make();
    const tasks = Array.from({ length: 10 }, () =>
      session.request(`${server.url}/get`).serializingDecodable(Echo),
    );
    let settled = 0;
    await Promise.all(tasks.map(({ value }) => value.then(() => (settled += 1))));
    expect(settled).toBe(10);
    expect(server.requests).toHaveLength(10);
  });

  it('starts nothing before one of its promises is read', async () => {
    const request = sessions.make().request(`${server.url}/get`);
    request.serializingString();
    await turns();
    expect(request.isInitialized).toBe(true);
  });

  it('leaves no rejection unhandled that nobody asked for', async () => {
    const unhandled: unknown[] = [];
    const listen = (reason: unknown): unknown => unhandled.push(reason);
    hostProcess.on('unhandledRejection', listen);
    const request = sessions.make().request(`${server.url}/status/500`).validate();
    const task = request.serializingData();
    request.response().subscribe();
    await ended(request);
    await task.result;
    await turns();
    hostProcess.off('unhandledRejection', listen);
    expect(unhandled).toEqual([]);
  });

  it('cancels its request', async () => {
    const request = sessions.make().request(`${server.url}/never`);
    const task = request.serializingData();
    const { response, value } = task;
    await server.nextRequest('/never');
    task.cancel();
    expect(await response).toMatchObject({ error: { kind: 'explicitlyCancelled' } });
    await expect(value).rejects.toMatchObject({ kind: 'explicitlyCancelled' });
    expect([task.isCancelled, request.isCancelled]).toEqual([true, true]);
  });

  it('suspends and resumes its request', async () => {
    const request = sessions.make().request(`${server.url}/get`);
    const task = request.serializingData();
    task.suspend();
    const { response } = task;
    expect(request.isSuspended).toBe(true);
    task.resume();
    expect(await response).toMatchObject({ response: { statusCode: 200 } });
  });

  it('settles for each of two that are cancelled together, a hundred times', async () => {
    const session = sessions.make();
    const pairs = Array.from({ length: 100 }, () => {
      const request = session.request(`${server.url}/get`);
      const tasks = [request.serializingDecodable(Echo), request.serializingDecodable(Echo)];
      const responses = tasks.map(({ response }) => response);
      for (const task of tasks) queueMicrotask(() => task.cancel());
      return responses;
    });
    const responses = await Promise.all(pairs.flat());
    expect(responses).toHaveLength(200);
    expect(new Set(responses.map(({ error }) => error?.kind))).toEqual(new Set(['explicitlyCancelled']));
  });

  it('is retried when its serializer fails on the empty body of a 500', async () => {
    const paths = ['/status/500', '/get'];
    const target = { asURLRequest: () => new URLRequest(`${server.url}${paths.shift() ?? '/get'}`) };
    const request = sessions.make().request(target, {
      interceptor: new RetryPolicy({ exponentialBackoffScale: 0 }),
    });
    const value = await request.serializingResponse(new DataResponseSerializer()).value;
    expect(value.byteLength).toBeGreaterThan(0);
    expect(server.requests.map(({ path }) => path)).toEqual(['/status/500', '/get']);
  });
});
