import { describe, expect, it } from '@jest/globals';
import { asyncScheduler, firstValueFrom, forkJoin, lastValueFrom, type SchedulerLike, toArray } from 'rxjs';
import { circuitBreaker, dedupe, linkOf, paginate, poll } from 'rxsession/operators';
import { useServer } from '../support/server.js';
import { useSessions } from '../support/sessions.js';

const server = useServer();
const sessions = useSessions(server);

describe('operators over a real server', () => {
  it('poll asks until the answer is there, through failures in between', async () => {
    const session = sessions.make();
    const job = session.get<{ attempt: number }>(`${server.url}/flaky/job?failures=3`);
    const polled = poll(job, {
      every: 1,
      scheduler: session.rootQueue,
      until: ({ attempt }) => attempt === 5,
    });
    expect(await lastValueFrom(polled.pipe(toArray()))).toEqual([{ attempt: 4 }, { attempt: 5 }]);
  });

  it('poll that is left closes its connection, and asks no more', async () => {
    const session = sessions.make();
    const subscription = poll(session.get(`${server.url}/never`), { every: 1 }).subscribe();
    const seen = await server.nextRequest('/never');
    subscription.unsubscribe();
    expect(await seen.outcome).toBe('closed');
    expect(server.requestsTo('/never')).toHaveLength(1);
  });

  it('paginate follows the Link header from page to page, and fetches none ahead of a loop', async () => {
    const session = sessions.make();
    /** Page whose Link header leads to the next one. */
    const urlOf = (number: number): string => {
      const link = number === 9 ? '' : `</response-headers?page=${number + 1}>; rel="next"`;
      return `${server.url}/response-headers?${new URLSearchParams({ page: String(number), link }).toString()}`;
    };
    const page = (url: string) => session.get<{ page: [string] }>(url, { observe: 'response' });
    const seen: unknown[] = [];
    const pages = paginate(page(urlOf(1)), ({ response }) => {
      const next = response && linkOf(response);
      return next === undefined ? undefined : page(urlOf(Number(new URL(next).searchParams.get('page'))));
    });
    for await (const { value } of pages) {
      seen.push([value?.page[0], server.requests.length]);
      if (seen.length === 3) break;
    }
    expect(seen).toEqual([
      ['1', 1],
      ['2', 2],
      ['3', 3],
    ]);
  });

  it('dedupe sends one request for many subscribers, and closes its connection with the last', async () => {
    const session = sessions.make();
    const get = dedupe({ key: (path: string) => path })((path) => session.get(`${server.url}${path}`));
    await firstValueFrom(forkJoin(Array.from({ length: 50 }, () => get('/get'))));
    expect(server.requestsTo('/get')).toHaveLength(1);
    const waiting = Array.from({ length: 3 }, () => get('/never').subscribe());
    const seen = await server.nextRequest('/never');
    for (const subscription of waiting) subscription.unsubscribe();
    expect([await seen.outcome, server.requestsTo('/never').length]).toEqual(['closed', 1]);
  });

  it('circuitBreaker leaves a failing server alone, and asks it again in time', async () => {
    const session = sessions.make();
    let now = 0;
    const scheduler = Object.assign(Object.create(asyncScheduler), { now: () => now }) as SchedulerLike;
    const breaker = circuitBreaker({ failureThreshold: 2, openFor: 1000, scheduler });
    const guarded = session.get<object>(`${server.url}/flaky/guarded?failures=2`).pipe(breaker(server.url));
    const ask = (): Promise<unknown> => firstValueFrom(guarded).catch((error: unknown) => error);
    const refusal = { name: 'CircuitOpenError', key: new URL(server.url).host, retryAfter: 1000 };
    expect([await ask(), await ask(), await ask()]).toMatchObject([
      { responseCode: 503 },
      { responseCode: 503 },
      refusal,
    ]);
    now = 1000;
    expect([await ask(), breaker.state(server.url)]).toEqual([{ attempt: 3 }, 'closed']);
    expect(server.requestsTo('/flaky/guarded')).toHaveLength(3);
  });
});
