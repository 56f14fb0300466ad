import { describe, expect, it } from '@jest/globals';
import { asapScheduler, firstValueFrom, lastValueFrom, materialize, toArray } from 'rxjs';
import type { DataRequest, Session, SessionOptions } from 'rxsession';
import { countsOf, ended, happened } from '../support/happenings.js';
import { useServer } from '../support/server.js';
import { useSessions } from '../support/sessions.js';

const server = useServer();
const sessions = useSessions(server);
const COUNT = 100;

function activeRequests(session: Session): Promise<ReadonlySet<{ readonly state: string }>> {
  return new Promise((resolve) => {
    session.withAllRequests(resolve);
  });
}

interface MassCase {
  readonly options: SessionOptions;
  readonly automatic?: boolean;
  readonly start?: (request: DataRequest) => unknown;
  /** Whether handlers are added before the tasks are there. */
  readonly isLazy?: boolean;
}

const LISTENED: MassCase = { options: {}, isLazy: true };

const CASES: readonly (readonly [string, MassCase])[] = [
  ['set up eagerly and listened to', { options: { requestSetup: 'eager' } }],
  ['started by listening', LISTENED],
  [
    'started by listening against the word of their session',
    { options: { requestSetup: 'eager', startRequestsImmediately: false }, automatic: true },
  ],
  [
    'set up eagerly and never resumed',
    { options: { requestSetup: 'eager', startRequestsImmediately: false } },
  ],
  [
    'resumed by hand',
    { options: { startRequestsImmediately: false }, isLazy: true, start: (request) => request.resume() },
  ],
];

describe('cancelAllRequests', () => {
  it.each(CASES)(
    'cancels a hundred requests that were %s',
    async (_how, { options, automatic, start, isLazy }) => {
      const { session, recording } = sessions.recorded(options);
      const tasks = happened(session, 'requestDidCreateTask', COUNT);
      const requests = Array.from({ length: COUNT }, () =>
        session.request(`${server.url}/never`, { shouldAutomaticallyResume: automatic }),
      );
      const kinds: unknown[] = [];
      const listen = (): void => {
        for (const request of requests) request.response().subscribe(({ error }) => kinds.push(error?.kind));
      };
      if (isLazy) listen();
      for (const request of requests) start?.(request);
      await tasks;
      if (!isLazy) listen();
      await firstValueFrom(session.cancelAllRequests());
      expect(kinds).toEqual(Array.from({ length: COUNT }, () => 'explicitlyCancelled'));
      expect(countsOf(recording.types)).toMatchObject({
        requestDidGatherMetrics: COUNT,
        requestDidFinish: COUNT,
      });
      expect((await activeRequests(session)).size).toBe(0);
    },
  );

  it('emits once and completes when all have been told, also for one who comes late', async () => {
    const session = sessions.make();
    const request = session.request(`${server.url}/never`);
    const order: string[] = [];
    request.response().subscribe(() => order.push('cancelled'));
    await server.nextRequest('/never');
    const cancelled = session.cancelAllRequests();
    cancelled.subscribe({ next: () => order.push('all'), complete: () => order.push('complete') });
    await lastValueFrom(cancelled);
    expect(order).toEqual(['cancelled', 'all', 'complete']);
    const late = await lastValueFrom(cancelled.pipe(materialize(), toArray()));
    expect(late.map(({ kind }) => kind)).toEqual(['N', 'C']);
  });

  it('cancels whether or not anybody subscribes', async () => {
    const session = sessions.make();
    const request = session.request(`${server.url}/never`).resume();
    await server.nextRequest('/never');
    session.cancelAllRequests();
    expect(await ended(request)).toBe('cancelled');
  });

  it('emits at once when there is nothing to cancel', async () => {
    const cancelled = sessions.make().cancelAllRequests().pipe(materialize(), toArray());
    expect((await lastValueFrom(cancelled)).map(({ kind }) => kind)).toEqual(['N', 'C']);
  });

  it('emits on the scheduler it was given', async () => {
    const session = sessions.make();
    const isRootQueue = await new Promise((resolve) => {
      session
        .cancelAllRequests({ completingOn: asapScheduler })
        .subscribe(() => resolve(session.rootQueue.isCurrent));
    });
    expect(isRootQueue).toBe(false);
  });

  it('leaves requests made after it alone', async () => {
    const session = sessions.make();
    const early = session.request(`${server.url}/never`).resume();
    await server.nextRequest('/never');
    const cancelled = session.cancelAllRequests();
    await ended(early);
    await firstValueFrom(cancelled);
    expect(await session.request(`${server.url}/get`).serializingJSON().value).toMatchObject({
      method: 'GET',
    });
  });
});

describe('withAllRequests', () => {
  it('hands over ten requests that were set up, each to be suspended', async () => {
    const session = sessions.make({ requestSetup: 'eager' });
    const tasks = happened(session, 'requestDidCreateTask', 10);
    const requests = Array.from({ length: 10 }, () => session.request(`${server.url}/never`));
    await tasks;
    const suspended = happened(session, 'requestDidSuspendTask', 10);
    session.withAllRequests((all) => {
      expect(all).toEqual(new Set(requests));
      for (const request of all) request.suspend();
    });
    await suspended;
    expect(requests.every(({ isSuspended }) => isSuspended)).toBe(true);
  });

  it('hands over what has begun and not ended, on the rootQueue', async () => {
    const session = sessions.make();
    session.request(`${server.url}/get`);
    await session.request(`${server.url}/get`).serializingData().value;
    const running = session.request(`${server.url}/never`).resume();
    await server.nextRequest('/never');
    expect([...(await activeRequests(session))]).toEqual([running]);
    session.withAllRequests(() => {
      expect(session.rootQueue.isCurrent).toBe(true);
    });
  });

  it('hands over a copy, which does not change', async () => {
    const session = sessions.make();
    const request = session.request(`${server.url}/never`).resume();
    await server.nextRequest('/never');
    const requests = await activeRequests(session);
    request.cancel();
    await ended(request);
    expect(requests.size).toBe(1);
  });
});
