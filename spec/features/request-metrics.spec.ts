import { describe, expect, it } from '@jest/globals';
import { lastValueFrom, toArray } from 'rxjs';
import { Retrier, RetryResult } from 'rxsession';
import { ended, happened } from '../support/happenings.js';
import { useServer } from '../support/server.js';
import { useSessions } from '../support/sessions.js';

const server = useServer();
const sessions = useSessions(server);

describe('the metrics of a request', () => {
  it('tell the phases of its transaction in their order', async () => {
    const { metrics } = await sessions.make().request(`${server.url}/bytes/1000`).serializingData().response;
    const [transaction] = metrics?.transactions ?? [];
    const { fetchStart, connectStart, connectEnd, requestStart, requestEnd, responseStart, responseEnd } =
      transaction ?? {};
    const phases = [
      fetchStart,
      connectStart,
      connectEnd,
      requestStart,
      requestEnd,
      responseStart,
      responseEnd,
    ];
    expect(phases.every((time) => typeof time === 'number')).toBe(true);
    expect(phases).toEqual([...phases].sort((a = 0, b = 0) => a - b));
    expect(transaction).toMatchObject({
      isReusedConnection: false,
      bodyBytesReceived: 1000,
      bodyBytesSent: 0,
    });
  });

  it('tell that a connection was used again, which takes no connecting', async () => {
    const session = sessions.make();
    await session.request(`${server.url}/get`).serializingData().value;
    const { metrics } = await session.request(`${server.url}/get`).serializingData().response;
    expect(metrics?.transactions).toMatchObject([{ isReusedConnection: true }]);
    expect(metrics?.transactions[0]?.connectStart).toBeUndefined();
    expect(server.requests.map(({ connection }) => connection)).toEqual([
      server.requests[0]?.connection,
      server.requests[0]?.connection,
    ]);
  });

  it('have a transaction for each redirect', async () => {
    const { metrics } = await sessions.make().request(`${server.url}/redirect/2`).serializingData().response;
    expect(metrics?.redirectCount).toBe(2);
    expect(metrics?.transactions.map(({ response }) => response?.statusCode)).toEqual([302, 302, 200]);
  });

  it('span the task from its making to its end', async () => {
    const session = sessions.make();
    const before = session.rootQueue.now();
    const { metrics } = await session.request(`${server.url}/get`).serializingData().response;
    const { start = 0, end = 0, duration } = metrics?.taskInterval ?? {};
    expect(start).toBeGreaterThanOrEqual(before);
    expect(end).toBeLessThanOrEqual(session.rootQueue.now());
    expect(duration).toBe(end - start);
  });

  it('count the bytes of the body that was sent', async () => {
    const request = sessions.make().upload(new Uint8Array(100_000), `${server.url}/upload`);
    await ended(request.resume());
    expect(request.metrics?.transactions).toMatchObject([{ bodyBytesSent: 100_000 }]);
  });

  it('are kept for every attempt', async () => {
    const request = sessions.make().request(`${server.url}/flaky/x?failures=2`).validate();
    request.retry(Retrier(() => RetryResult.retry));
    await ended(request.resume());
    expect(request.allMetrics).toHaveLength(3);
    expect(request.metrics).toBe(request.allMetrics[2]);
    expect(request).toMatchObject({ retryCount: 2, error: undefined });
  });

  it('are gathered once from a request that was cancelled', async () => {
    const session = sessions.make();
    const request = session.request(`${server.url}/never`).resume();
    await server.nextRequest('/never');
    const gathered = happened(session, 'requestDidGatherMetrics');
    request.cancel();
    expect((await gathered).metrics.transactions).toMatchObject([{ response: undefined }]);
    await ended(request);
    expect(request.allMetrics).toHaveLength(1);
  });
});

describe('a request', () => {
  it('provides its URLRequest before its response', async () => {
    const request = sessions.make().request(`${server.url}/get`);
    const made: string[] = [];
    request.onURLRequest.subscribe(({ url }) => made.push(url));
    const seen = await request.serializingResponse({ serialize: () => [...made] }).value;
    expect(seen).toEqual([`${server.url}/get`]);
  });

  it('provides its task before its response', async () => {
    const request = sessions.make().request(`${server.url}/get`);
    const made: unknown[] = [];
    request.onTask.subscribe((task) => made.push(task));
    const seen = await request.serializingResponse({ serialize: () => [...made] }).value;
    expect(seen).toEqual([request.task]);
  });

  it('provides the URLRequest and the task of each attempt, those made before first, and completes', async () => {
    const request = sessions.make().request(`${server.url}/flaky/x?failures=1`).validate();
    request.retry(Retrier(() => RetryResult.retry));
    await ended(request.resume());
    expect(await lastValueFrom(request.onTask.pipe(toArray()))).toEqual(request.tasks);
    expect(await lastValueFrom(request.onURLRequest.pipe(toArray()))).toEqual(
      request.tasks.map(({ originalRequest }) => originalRequest),
    );
    expect(request.tasks).toHaveLength(2);
  });

  it('describes itself by method, URL and status code', async () => {
    const request = sessions.make().request(`${server.url}/get`);
    expect(String(request)).toBe('No request created yet.');
    await ended(request.resume());
    expect(String(request)).toBe(`GET ${server.url}/get (200)`);
  });

  it('has an id that no other has', () => {
    const session = sessions.make();
    const requests = Array.from({ length: 100 }, () => session.request(`${server.url}/get`));
    expect(new Set(requests.map(({ id }) => id)).size).toBe(100);
  });

  it('keeps every URLRequest that was made, adapted ones included', async () => {
    const request = sessions.make().request(`${server.url}/get`);
    request.adapt({ adapt: (urlRequest) => urlRequest.with({ url: `${server.url}/ip` }) });
    await ended(request.resume());
    expect(request.requests.map(({ url }) => url)).toEqual([`${server.url}/get`, `${server.url}/ip`]);
    expect(request).toMatchObject({
      firstRequest: { url: `${server.url}/get` },
      lastRequest: { url: `${server.url}/ip` },
      performedRequests: [{ url: `${server.url}/ip` }],
    });
  });
});
