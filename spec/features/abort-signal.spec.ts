import { describe, expect, it } from '@jest/globals';
import { lastValueFrom } from 'rxjs';
import { ended, turns } from '../support/happenings.js';
import { hostProcess } from '../support/host-process.js';
import { expectNoLeaks } from '../support/leaks.js';
import { useServer } from '../support/server.js';
import { Session } from 'rxsession';

const server = useServer();
const leaks = expectNoLeaks(server);

/** A signal that is expected to have no listener at the end. */
function abortable(): AbortController {
  const controller = new AbortController();
  leaks.watching(controller.signal, 'abort');
  return controller;
}

function makeSession(): Session {
  return leaks.disposing(new Session());
}

describe('an AbortSignal', () => {
  it('that was aborted before cancels the request before anything is sent', async () => {
    const request = makeSession().request(`${server.url}/get`, { signal: AbortSignal.abort() });
    expect(await request.serializingData().response).toMatchObject({
      error: { kind: 'explicitlyCancelled' },
    });
    expect(request.isCancelled).toBe(true);
    expect(server.requests).toHaveLength(0);
  });

  it('that was aborted between the making of a request and its start cancels it', async () => {
    const controller = abortable();
    const request = makeSession().request(`${server.url}/get`, { signal: controller.signal });
    controller.abort();
    expect(await request.serializingData().response).toMatchObject({
      error: { kind: 'explicitlyCancelled' },
    });
    expect(server.requests).toHaveLength(0);
  });

  it.each(['before', 'after'])(
    'cancels a request that waits to be started, aborted %s somebody listened',
    async (when) => {
      const controller = abortable();
      const options = { signal: controller.signal, shouldAutomaticallyResume: false };
      const request = makeSession().request(`${server.url}/get`, options);
      if (when === 'before') controller.abort();
      const { response } = request.serializingData();
      controller.abort();
      expect(await response).toMatchObject({ error: { kind: 'explicitlyCancelled' } });
      expect(request.task).toBeUndefined();
    },
  );

  it('is left by a request that waits to be started when its last listener leaves', async () => {
    const { signal } = abortable();
    const request = makeSession().request(`${server.url}/get`, { signal, shouldAutomaticallyResume: false });
    request.response().subscribe().unsubscribe();
    expect(await ended(request)).toBe('cancelled');
  });

  it('that was aborted before cancels a request that is resumed by hand', async () => {
    const request = makeSession().request(`${server.url}/get`, { signal: AbortSignal.abort() }).resume();
    expect(await ended(request)).toBe('cancelled');
    expect(server.requests).toHaveLength(0);
  });

  it('cancels a request in flight and closes its connection', async () => {
    const controller = abortable();
    const request = makeSession().request(`${server.url}/infinite`, { signal: controller.signal });
    const { result } = request.serializingData();
    const seen = await server.nextRequest('/infinite');
    controller.abort();
    expect(await result).toMatchObject({ kind: 'failure', error: { kind: 'explicitlyCancelled' } });
    expect(request.isCancelled).toBe(true);
    expect(await seen.outcome).toBe('closed');
  });

  it('cancels all the requests that share it', async () => {
    const controller = abortable();
    const { signal } = controller;
    const session = makeSession();
    const requests = [1, 2, 3].map(() => session.request(`${server.url}/never`, { signal }));
    const results = requests.map((request) => request.serializingData().result);
    for (const _ of requests) await server.nextRequest('/never');
    controller.abort();
    for (const result of await Promise.all(results)) {
      expect(result).toMatchObject({ kind: 'failure', error: { kind: 'explicitlyCancelled' } });
    }
    expect(requests.every(({ isCancelled }) => isCancelled)).toBe(true);
  });

  it('leaves alone a request it was not given to', async () => {
    const controller = abortable();
    const session = makeSession();
    const given = session.request(`${server.url}/latch/go`, { signal: controller.signal });
    const free = session.request(`${server.url}/latch/go`);
    const results = Promise.all([given.serializingData().result, free.serializingData().result]);
    await server.nextRequest('/latch/go');
    await server.nextRequest('/latch/go');
    controller.abort();
    server.latch('go').release();
    expect((await results).map(({ kind }) => kind)).toEqual(['failure', 'success']);
    expect(free.isCancelled).toBe(false);
  });

  it('that aborts after the end changes nothing', async () => {
    const controller = abortable();
    const request = makeSession().request(`${server.url}/get`, { signal: controller.signal });
    await request.serializingData().value;
    controller.abort();
    await turns();
    expect(request.isFinished).toBe(true);
    expect(await request.serializingData().result).toMatchObject({ kind: 'success' });
  });

  it('cancels what the cold door asks', async () => {
    const controller = abortable();
    const value = lastValueFrom(makeSession().get(`${server.url}/never`, { signal: controller.signal }));
    await server.nextRequest('/never');
    controller.abort();
    await expect(value).rejects.toMatchObject({ kind: 'explicitlyCancelled' });
  });

  it('serves a thousand requests without a warning, and is left without a listener', async () => {
    const warnings: Error[] = [];
    const warn = (warning: Error): unknown => warnings.push(warning);
    hostProcess.on('warning', warn);
    const { signal } = abortable();
    const session = makeSession();
    const requests = Array.from({ length: 1000 }, () =>
      session.request(`${server.url}/status/200`, { signal }),
    );
    const responses = await Promise.all(requests.map((request) => request.serializingResponse(STATUS).value));
    await turns();
    hostProcess.off('warning', warn);
    expect(responses.every((status) => status === 200)).toBe(true);
    expect(warnings).toEqual([]);
  });
});

const STATUS = {
  serialize: (_request: unknown, response: { statusCode: number } | undefined) => response?.statusCode,
};
