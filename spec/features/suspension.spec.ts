import { describe, expect, it } from '@jest/globals';
import { ended, happened, turns } from '../support/happenings.js';
import { useServer } from '../support/server.js';
import { useSessions } from '../support/sessions.js';

const server = useServer();
const sessions = useSessions(server);

describe('a suspended request', () => {
  it('is not started by a response handler, but by resume()', async () => {
    const request = sessions.make().request(`${server.url}/get`).suspend();
    request.response().subscribe();
    await turns();
    expect(request.isSuspended).toBe(true);
    expect(server.requests).toHaveLength(0);
    expect(await ended(request.resume())).toBe('finished');
  });

  it('sends nothing when it was suspended before its task was made', async () => {
    const session = sessions.make();
    const request = session.request(`${server.url}/get`);
    const suspended = happened(session, 'requestDidSuspendTask');
    request.adapt({
      adapt: (urlRequest) => {
        request.suspend();
        return urlRequest;
      },
    });
    request.response().subscribe();
    await suspended;
    await turns();
    expect(request.task).toMatchObject({ state: 'suspended' });
    expect(server.requests).toHaveLength(0);
    expect(await ended(request.resume())).toBe('finished');
  });

  it('stops the bytes: the server can write no more', async () => {
    const session = sessions.make();
    const request = session.request(`${server.url}/infinite`);
    request.response().subscribe();
    const seen = await server.nextRequest('/infinite');
    await happened(session, 'taskDidReceiveData');
    request.suspend();
    expect(await seen.stalledOrEnded()).toBe('stalled');
    request.cancel();
    expect(await seen.outcome).toBe('closed');
  });

  it('receives the rest when it is resumed, and every byte once', async () => {
    const session = sessions.make();
    const request = session.request(`${server.url}/large?bytes=8000000`);
    const { value } = request.serializingData();
    const seen = await server.nextRequest('/large');
    await happened(session, 'taskDidReceiveData');
    request.suspend();
    expect(await seen.stalledOrEnded()).toBe('stalled');
    request.resume();
    expect(await value).toHaveLength(8_000_000);
  });

  it('delivers no data while it is suspended', async () => {
    const { session, recording } = sessions.recorded();
    const request = session.request(`${server.url}/latch-body/pieces`);
    request.response().subscribe();
    const first = happened(session, 'taskDidReceiveData');
    server.latch('pieces').step();
    await first;
    request.suspend();
    await turns();
    recording.clear();
    server.latch('pieces').step();
    await turns(20);
    expect(recording.types).not.toContain('requestDidFinish');
    server.latch('pieces').release();
    request.resume();
    expect(await ended(request)).toBe('finished');
  });

  it('can be cancelled', async () => {
    const request = sessions.make().request(`${server.url}/never`);
    const { response } = request.serializingData();
    await server.nextRequest('/never');
    request.suspend().cancel();
    expect(await response).toMatchObject({ error: { kind: 'explicitlyCancelled' } });
  });

  it('does not time out, however silent it is, until it is resumed', async () => {
    const session = sessions.make({ configuration: { timeoutIntervalForRequest: 40 } });
    const request = session.request(`${server.url}/never`);
    const { response } = request.serializingData();
    await server.nextRequest('/never');
    const suspended = happened(session, 'requestDidSuspendTask');
    request.suspend();
    await suspended;
    await session.request(`${server.url}/never`).serializingData().response;
    await session.request(`${server.url}/never`).serializingData().response;
    expect(request.isSuspended).toBe(true);
    request.resume();
    expect(await response).toMatchObject({ error: { kind: 'sessionTaskFailed', code: 'timedOut' } });
  });
});
