import { describe, expect, it } from '@jest/globals';
import { firstValueFrom, lastValueFrom, type Observable, toArray } from 'rxjs';
import { type Progress, Retrier, RetryResult } from 'rxsession';
import { ended, happened } from '../support/happenings.js';
import { useServer } from '../support/server.js';
import { useSessions } from '../support/sessions.js';

const server = useServer();
const sessions = useSessions(server);

function all(progress: Observable<Progress>): Promise<Progress[]> {
  return lastValueFrom(progress.pipe(toArray()));
}

function expectAscending(progress: readonly Progress[]): void {
  const fractions = progress.map(({ fractionCompleted }) => fractionCompleted);
  expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
  expect(fractions.at(-1)).toBe(1);
}

describe('the progress of a download', () => {
  it('never decreases and ends at 1', async () => {
    const request = sessions.make().request(`${server.url}/bytes/1024`);
    const progress = all(request.downloadProgress);
    expect(await request.serializingData().value).toHaveLength(1024);
    expectAscending(await progress);
  });

  it('begins with the current value, and has the length of the body as its total', async () => {
    const request = sessions.make().request(`${server.url}/bytes/3000000`);
    const progress = all(request.downloadProgress);
    await ended(request.resume());
    const [first, ...later] = await progress;
    expect(first).toEqual({ completedUnitCount: 0, totalUnitCount: undefined, fractionCompleted: 0 });
    expect(new Set(later.map(({ totalUnitCount }) => totalUnitCount))).toEqual(new Set([3_000_000]));
    expect(later.length).toBeGreaterThan(2);
    expectAscending(later);
  });

  it('has no total and no fraction before the end where the length is not told', async () => {
    const session = sessions.make();
    const request = session.request(`${server.url}/latch-body/half?chunks=2&size=10`);
    const progress = all(request.downloadProgress);
    const received = happened(session, 'taskDidReceiveData');
    request.resume();
    server.latch('half').step();
    await received;
    const current = await firstValueFrom(request.downloadProgress);
    expect(current).toEqual({ completedUnitCount: 10, totalUnitCount: undefined, fractionCompleted: 0 });
    server.latch('half').release();
    expect((await progress).at(-1)).toEqual({
      completedUnitCount: 20,
      totalUnitCount: 20,
      fractionCompleted: 1,
    });
  });

  it('counts decoded bytes of a body that was compressed, and has no total before the end', async () => {
    const request = sessions.make().request(`${server.url}/gzip?bytes=5000`);
    const progress = all(request.downloadProgress);
    expect(await request.serializingData().value).toHaveLength(5000);
    const seen = await progress;
    expect(seen.slice(0, -1).every(({ totalUnitCount }) => totalUnitCount === undefined)).toBe(true);
    expect(seen.at(-1)).toEqual({ completedUnitCount: 5000, totalUnitCount: 5000, fractionCompleted: 1 });
  });

  it('ends at 1 for an empty body', async () => {
    const request = sessions.make().request(`${server.url}/status/204`);
    const progress = all(request.downloadProgress);
    await ended(request.resume());
    expect((await progress).at(-1)).toMatchObject({ completedUnitCount: 0, fractionCompleted: 1 });
  });

  it('completes without reaching 1 when the request fails', async () => {
    const request = sessions.make().request(`${server.url}/latch-body/never?length&chunks=2`);
    const progress = all(request.downloadProgress);
    request.resume();
    await server.nextRequest('/latch-body/never');
    request.cancel();
    expect((await progress).at(-1)).toMatchObject({ fractionCompleted: 0 });
  });

  it('is there for one who comes after the end', async () => {
    const request = sessions.make().request(`${server.url}/bytes/10`);
    await request.serializingData().value;
    expect(await all(request.downloadProgress)).toEqual([
      { completedUnitCount: 10, totalUnitCount: 10, fractionCompleted: 1 },
    ]);
  });
});

describe('the progress of an upload', () => {
  it('counts the bytes that have left, never decreases and ends at 1', async () => {
    const body = new Uint8Array(4_000_000);
    const request = sessions.make().upload(body, `${server.url}/slow-reader/read`);
    const progress = all(request.uploadProgress);
    const { value } = request.serializingJSON<{ bytes: number }>();
    const seen = await server.nextRequest('/slow-reader/read');
    server.latch('read').release();
    expect(await value).toMatchObject({ bytes: 4_000_000 });
    expectAscending(await progress);
    expect((await progress).length).toBeGreaterThan(3);
    expect(seen.method).toBe('POST');
  });

  it('begins with nothing sent', async () => {
    const request = sessions.make().upload('hello', `${server.url}/upload`);
    expect(await firstValueFrom(request.uploadProgress)).toMatchObject({ completedUnitCount: 0 });
    await ended(request.resume());
    expect(await all(request.uploadProgress)).toEqual([
      { completedUnitCount: 5, totalUnitCount: 5, fractionCompleted: 1 },
    ]);
  });

  it('of a server that reads nothing stays below 1', async () => {
    const session = sessions.make();
    const request = session.upload(new Uint8Array(40_000_000), `${server.url}/slow-reader/never`);
    request.response().subscribe();
    const sent = happened(session, 'taskDidSendBodyData');
    await server.nextRequest('/slow-reader/never');
    await sent;
    const { fractionCompleted } = await firstValueFrom(request.uploadProgress);
    expect(fractionCompleted).toBeLessThan(1);
    request.cancel();
    expect(await ended(request)).toBe('cancelled');
    server.latch('never').release();
  });

  it('of a body that a data request sends is told where it is watched', async () => {
    const options = { method: 'POST', parameters: { text: 'x'.repeat(100) } } as const;
    const request = sessions.make().request(`${server.url}/post`, options);
    const progress = all(request.uploadProgress);
    await ended(request.resume());
    expect((await progress).at(-1)).toEqual({
      completedUnitCount: 105,
      totalUnitCount: 105,
      fractionCompleted: 1,
    });
  });

  it('of a request without a body has no value, and completes', async () => {
    const request = sessions.make().request(`${server.url}/get`);
    const progress = all(request.uploadProgress);
    await ended(request.resume());
    expect(await progress).toEqual([]);
  });

  it('begins anew with another attempt', async () => {
    const request = sessions.make().upload('hello', `${server.url}/flaky/up?failures=1`);
    request.validate().retry(Retrier(() => RetryResult.retry));
    const progress = all(request.uploadProgress);
    await ended(request.resume());
    expect(request.retryCount).toBe(1);
    expect((await progress).at(-1)).toMatchObject({ completedUnitCount: 5, fractionCompleted: 1 });
  });
});
