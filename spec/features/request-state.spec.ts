import { describe, expect, it } from '@jest/globals';
import { lastValueFrom, toArray } from 'rxjs';
import { ended, happened, turns } from '../support/happenings.js';
import { useServer } from '../support/server.js';
import { useSessions } from '../support/sessions.js';

const server = useServer();
const sessions = useSessions(server);

describe('the state of a request', () => {
  it('is initialized, and nothing is asked, before anybody listens', async () => {
    const request = sessions.make().request(`${server.url}/get`);
    request.response();
    await turns();
    expect(request).toMatchObject({ state: 'initialized', isInitialized: true, requests: [], tasks: [] });
    expect(server.requests).toHaveLength(0);
  });

  it('is finished when a response handler runs', async () => {
    const request = sessions.make().request(`${server.url}/get`);
    const states: string[] = [];
    request.responseJSON().subscribe(({ result }) => states.push(result.kind, request.state));
    expect(request.isResumed).toBe(true);
    await ended(request);
    expect(states).toEqual(['success', 'finished']);
    expect(request.isFinished).toBe(true);
  });

  it('is told from the current one on, each change once, and completes with the request', async () => {
    const request = sessions.make().request(`${server.url}/get`);
    const states = lastValueFrom(request.states.pipe(toArray()));
    request.resume().suspend().resume();
    expect(await states).toEqual(['initialized', 'resumed', 'suspended', 'resumed', 'finished']);
    expect(await lastValueFrom(request.states.pipe(toArray()))).toEqual(['finished']);
  });

  it('stays finished, whatever is asked of it', async () => {
    const request = sessions.make().request(`${server.url}/get`);
    await request.serializingData().value;
    expect(request.cancel().suspend().resume().state).toBe('finished');
    expect(request.error).toBeUndefined();
  });

  it('stays cancelled, whatever is asked of it', async () => {
    const request = sessions.make().request(`${server.url}/get`).cancel().resume().suspend();
    expect(request.state).toBe('cancelled');
    expect(await ended(request)).toBe('cancelled');
  });

  it('is finished for a failure too', async () => {
    const request = sessions.make().request(`${server.url}/status/500`).validate();
    await request.serializingData().response;
    expect(request).toMatchObject({ state: 'finished', error: { kind: 'responseValidationFailed' } });
  });
});

describe('a session that starts no request immediately', () => {
  const manual = { startRequestsImmediately: false };

  it('keeps a request that is listened to waiting for resume()', async () => {
    const request = sessions.make(manual).request(`${server.url}/get`);
    request.response().subscribe();
    await turns();
    expect(request.state).toBe('initialized');
    expect(server.requests).toHaveLength(0);
    request.resume();
    expect(await ended(request)).toBe('finished');
  });

  it('delivers what a resumed request was answered', async () => {
    const request = sessions.make(manual).request(`${server.url}/get`);
    const statuses: (number | undefined)[] = [];
    request.response().subscribe(({ response }) => statuses.push(response?.statusCode));
    await ended(request.resume());
    expect(statuses).toEqual([200]);
  });

  it('delivers the cancellation of a request that never ran', async () => {
    const request = sessions.make(manual).request(`${server.url}/get`).cancel();
    const kinds: unknown[] = [];
    request.response().subscribe(({ error }) => kinds.push(error?.kind));
    await ended(request);
    await turns();
    expect(kinds).toEqual(['explicitlyCancelled']);
    expect(request).toMatchObject({
      isCancelled: true,
      task: undefined,
      error: { kind: 'explicitlyCancelled' },
    });
  });

  it('delivers the cancellation of a request that was just resumed', async () => {
    const request = sessions.make(manual).request(`${server.url}/never`);
    const { response } = request.serializingData();
    request.resume().cancel();
    expect(await response).toMatchObject({ error: { kind: 'explicitlyCancelled' } });
    expect(request).toMatchObject({ isCancelled: true, error: { kind: 'explicitlyCancelled' } });
    expect([undefined, 'canceling', 'completed']).toContain(request.task?.state);
  });

  it('makes no task for a request that is resumed after its cancellation', async () => {
    const request = sessions.make(manual).request(`${server.url}/get`);
    const { response } = request.serializingData();
    request.cancel().resume();
    expect(await response).toMatchObject({ error: { kind: 'explicitlyCancelled' } });
    expect(request).toMatchObject({ isCancelled: true, task: undefined });
    expect(server.requests).toHaveLength(0);
  });
});

describe('a request that is set up eagerly', () => {
  const eager = { requestSetup: 'eager', startRequestsImmediately: false } as const;

  it('has its task before it is started, and sends nothing', async () => {
    const session = sessions.make(eager);
    const created = happened(session, 'requestDidCreateTask');
    const request = session.request(`${server.url}/get`);
    await created;
    await turns();
    expect(request).toMatchObject({ state: 'initialized', task: { state: 'suspended' } });
    expect(server.requests).toHaveLength(0);
    expect(await ended(request.resume())).toBe('finished');
  });

  it('starts when it is listened to, where requests start by themselves', async () => {
    const session = sessions.make({ requestSetup: 'eager' });
    const created = happened(session, 'requestDidCreateTask');
    const request = session.request(`${server.url}/get`);
    await created;
    expect(await request.serializingJSON().value).toMatchObject({ url: `${server.url}/get` });
    expect(request.tasks).toHaveLength(1);
  });

  it('can be cancelled before it was ever started', async () => {
    const session = sessions.make(eager);
    const created = happened(session, 'requestDidCreateTask');
    const request = session.request(`${server.url}/get`);
    await created;
    expect(await ended(request.cancel())).toBe('cancelled');
    expect(request.task).toMatchObject({ state: 'completed' });
    expect(request.allMetrics).toHaveLength(1);
  });
});
