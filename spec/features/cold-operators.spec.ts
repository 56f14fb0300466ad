import { describe, expect, it } from '@jest/globals';
import {
  concatMap,
  forkJoin,
  from,
  lastValueFrom,
  mergeMap,
  repeat,
  retry,
  shareReplay,
  Subject,
  switchMap,
  takeUntil,
  toArray,
} from 'rxjs';
import type { Echo } from '../../examples/server/endpoints/echo.js';
import { happened, turns } from '../support/happenings.js';
import { useServer } from '../support/server.js';
import { useSessions } from '../support/sessions.js';

const server = useServer();
const sessions = useSessions(server);
const at = (path: string): string => server.url + path;

describe('a cold request under the operators of RxJS', () => {
  it('is asked again by retry', async () => {
    const value = sessions.make().get(at('/flaky/a?failures=2')).pipe(retry(2));
    expect(await lastValueFrom(value)).toEqual({ attempt: 3 });
    expect(server.requests).toHaveLength(3);
  });

  it('errors when retry gives up', async () => {
    const value = sessions.make().get(at('/flaky/a?failures=2')).pipe(retry(1));
    await expect(lastValueFrom(value)).rejects.toMatchObject({ responseCode: 503 });
    expect(server.requests).toHaveLength(2);
  });

  it('is asked again by repeat', async () => {
    const values = sessions.make().get(at('/flaky/a?failures=0')).pipe(repeat(3), toArray());
    expect(await lastValueFrom(values)).toEqual([{ attempt: 1 }, { attempt: 2 }, { attempt: 3 }]);
  });

  it('is cancelled by switchMap, which closes the connection of the earlier one', async () => {
    const session = sessions.make();
    const searches = new Subject<string>();
    const found: unknown[] = [];
    searches.pipe(switchMap((path) => session.get(at(path)))).subscribe((value) => found.push(value));
    searches.next('/never');
    const seen = await server.nextRequest('/never');
    searches.next('/latch/second');
    expect(await seen.outcome).toBe('closed');
    const answered = happened(session, 'requestDidParseResponse');
    server.latch('second').release();
    await answered;
    await turns();
    expect(found).toEqual([{ name: 'second' }]);
  });

  it('is cancelled by takeUntil', async () => {
    const stop = new Subject<void>();
    const values = lastValueFrom(sessions.make().get(at('/never')).pipe(takeUntil(stop), toArray()));
    const seen = await server.nextRequest('/never');
    stop.next();
    expect(await values).toEqual([]);
    expect(await seen.outcome).toBe('closed');
  });

  it('keeps to the concurrency of mergeMap', async () => {
    const session = sessions.make();
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
    const values = lastValueFrom(
      from(names).pipe(
        mergeMap((name) => session.get<{ name: string }>(at(`/latch/${name}`)), 4),
        toArray(),
      ),
    );
    for (const name of names.slice(0, 4)) await server.nextRequest(`/latch/${name}`);
    await turns(20);
    expect(server.requests).toHaveLength(4);
    for (const name of names) server.latch(name).release();
    expect((await values).map(({ name }) => name).sort()).toEqual(names);
  });

  it('keeps to the order of concatMap', async () => {
    const session = sessions.make();
    const values = from([1, 2, 3]).pipe(
      concatMap((page) => session.get<Echo>(at('/get'), { parameters: { page } })),
      toArray(),
    );
    expect((await lastValueFrom(values)).map(({ args }) => args['page'])).toEqual(['1', '2', '3']);
  });

  it('joins others in forkJoin', async () => {
    const session = sessions.make();
    const both = forkJoin({
      a: session.get(at('/flaky/a?failures=0')),
      b: session.get(at('/flaky/b?failures=0')),
    });
    expect(await lastValueFrom(both)).toEqual({ a: { attempt: 1 }, b: { attempt: 1 } });
  });

  it('is asked once for all subscribers of shareReplay', async () => {
    const shared = sessions
      .make()
      .get(at('/get'))
      .pipe(shareReplay({ bufferSize: 1, refCount: true }));
    const [first, second] = await Promise.all([lastValueFrom(shared), lastValueFrom(shared)]);
    expect(first).toBe(second);
    expect(await lastValueFrom(shared)).toBe(first);
    expect(server.requests).toHaveLength(1);
  });

  it('is cancelled when the last subscriber of a shareReplay with refCount leaves', async () => {
    const shared = sessions
      .make()
      .get(at('/never'))
      .pipe(shareReplay({ bufferSize: 1, refCount: true }));
    const subscriptions = [shared.subscribe(), shared.subscribe()];
    const seen = await server.nextRequest('/never');
    for (const subscription of subscriptions) subscription.unsubscribe();
    expect(await seen.outcome).toBe('closed');
    expect(server.requests).toHaveLength(1);
  });

  it('is over for the session when it is unsubscribed from', async () => {
    const session = sessions.make();
    const resumed = happened(session, 'requestDidResume');
    const subscription = session.get(at('/never')).subscribe();
    const { request } = await resumed;
    await server.nextRequest('/never');
    subscription.unsubscribe();
    await happened(session, 'requestDidFinish');
    expect(request.state).toBe('cancelled');
    const left = await new Promise((resolve) => {
      session.withAllRequests(({ size }) => {
        resolve(size);
      });
    });
    expect(left).toBe(0);
  });

  it('tells one who leaves within subscribe nothing, and asks nothing', async () => {
    const session = sessions.make();
    let isTold = false;
    session
      .get(at('/get'))
      .subscribe(() => (isTold = true))
      .unsubscribe();
    await turns(20);
    expect(isTold).toBe(false);
    expect(server.requests).toHaveLength(0);
  });

  it('ends with its session', async () => {
    const session = sessions.make();
    const value = lastValueFrom(session.get(at('/never')));
    await server.nextRequest('/never');
    session.invalidateAndCancel();
    await expect(value).rejects.toMatchObject({ kind: 'sessionInvalidated' });
    await expect(lastValueFrom(session.get(at('/get')))).rejects.toMatchObject({
      kind: 'sessionInvalidated',
    });
  });
});
