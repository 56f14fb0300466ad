import { describe, expect, it } from '@jest/globals';
import { Subject, switchMap } from 'rxjs';
import { Retrier, RetryResult } from 'rxsession';
import { ended, happened, turns } from '../support/happenings.js';
import { useServer } from '../support/server.js';
import { useSessions } from '../support/sessions.js';

const server = useServer();
const sessions = useSessions(server);

describe('a request whose last listener leaves', () => {
  it('is cancelled, and tells the one that left nothing', async () => {
    const request = sessions.make().request(`${server.url}/never`);
    const heard: unknown[] = [];
    const listener = request.responseJSON().subscribe({
      next: (response) => heard.push(response),
      error: (error: unknown) => heard.push(error),
      complete: () => heard.push('complete'),
    });
    const seen = await server.nextRequest('/never');
    listener.unsubscribe();
    expect(await ended(request)).toBe('cancelled');
    expect(request.error).toMatchObject({ kind: 'explicitlyCancelled' });
    expect(await seen.outcome).toBe('closed');
    expect(heard).toEqual([]);
  });

  it('goes on while another one listens', async () => {
    const request = sessions.make().request(`${server.url}/latch/go`);
    const first = request.responseString().subscribe();
    const { value } = request.serializingJSON();
    await server.nextRequest('/latch/go');
    first.unsubscribe();
    await turns();
    server.latch('go').release();
    expect(await value).toEqual({ name: 'go' });
  });

  it('goes on while another one listens to the same response', async () => {
    const request = sessions.make().request(`${server.url}/latch/go`);
    const responses = request.responseString();
    const first = responses.subscribe();
    const second = new Promise((resolve) => responses.subscribe(({ value }) => resolve(value)));
    first.unsubscribe();
    await turns();
    server.latch('go').release();
    expect(await second).toContain('go');
  });

  it('is cancelled with the next turn of the rootQueue, not before', async () => {
    const session = sessions.make();
    const request = session.request(`${server.url}/never`);
    request.response().subscribe().unsubscribe();
    const states: string[] = [request.state];
    session.rootQueue.schedule(() => states.push(request.state));
    await ended(request);
    expect(states).toEqual(['resumed', 'cancelled']);
  });

  it('goes on when a switchMap comes back to it at once', async () => {
    const request = sessions.make().request(`${server.url}/latch/go`);
    const toggles = new Subject<void>();
    const heard: unknown[] = [];
    toggles.pipe(switchMap(() => request.responseJSON())).subscribe(({ value }) => heard.push(value));
    toggles.next();
    await server.nextRequest('/latch/go');
    toggles.next();
    toggles.next();
    server.latch('go').release();
    expect(await ended(request)).toBe('finished');
    expect(heard).toEqual([{ name: 'go' }]);
    expect(server.requests).toHaveLength(1);
  });

  it('goes on when it was resumed by hand before anybody listened', async () => {
    const request = sessions.make().request(`${server.url}/latch/go`).resume();
    request.response().subscribe().unsubscribe();
    await server.nextRequest('/latch/go');
    await turns();
    server.latch('go').release();
    expect(await ended(request)).toBe('finished');
  });

  it('is cancelled when it was resumed by hand after somebody listened', async () => {
    const request = sessions.make().request(`${server.url}/never`);
    const listener = request.response().subscribe();
    request.resume();
    await server.nextRequest('/never');
    listener.unsubscribe();
    expect(await ended(request)).toBe('cancelled');
  });

  it('is cancelled when a resume() by hand was what starts requests here', async () => {
    const request = sessions
      .make({ startRequestsImmediately: false })
      .request(`${server.url}/never`)
      .resume();
    const listener = request.response().subscribe();
    await server.nextRequest('/never');
    listener.unsubscribe();
    expect(await ended(request)).toBe('cancelled');
  });

  it('is cancelled while it waits to retry, and its timer with it', async () => {
    const session = sessions.make();
    const request = session.request(`${server.url}/status/500`).validate();
    request.retry(Retrier(() => RetryResult.retryWithDelay(3_600_000)));
    const listener = request.response().subscribe();
    await happened(session, 'requestDidCompleteTask');
    await turns();
    listener.unsubscribe();
    expect(await ended(request)).toBe('cancelled');
    expect(server.requests).toHaveLength(1);
  });

  it('is left finished when it was over', async () => {
    const request = sessions.make().request(`${server.url}/get`);
    const listener = request.response().subscribe();
    await ended(request);
    listener.unsubscribe();
    await turns();
    expect(request.state).toBe('finished');
  });

  it('is not kept going by those who only watch its progress, states or events', async () => {
    const request = sessions.make().request(`${server.url}/never`);
    request.states.subscribe();
    request.events.subscribe();
    request.downloadProgress.subscribe();
    const listener = request.response().subscribe();
    await server.nextRequest('/never');
    listener.unsubscribe();
    expect(await ended(request)).toBe('cancelled');
  });
});
