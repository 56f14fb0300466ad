import { describe, expect, it } from '@jest/globals';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { lastValueFrom, toArray } from 'rxjs';
import { Session } from 'rxsession';
import { countsOf, ended, happened, turns } from '../support/happenings.js';
import { useServer } from '../support/server.js';
import { useSessions } from '../support/sessions.js';

const server = useServer();
const sessions = useSessions(server);

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

describe('finishTasksAndInvalidate', () => {
  it('lets what is running finish, and then ends the session', async () => {
    const { session, recording } = sessions.recorded();
    const { value } = session.request(`${server.url}/latch/go`).serializingJSON();
    await server.nextRequest('/latch/go');
    session.finishTasksAndInvalidate();
    await turns();
    expect(recording.types).not.toContain('sessionDidBecomeInvalid');
    server.latch('go').release();
    expect(await value).toEqual({ name: 'go' });
    await turns();
    expect(recording.types.at(-1)).toBe('sessionDidBecomeInvalid');
    await server.whenDisconnected();
  });

  it('fails what is asked for afterwards', async () => {
    const session = sessions.make();
    session.finishTasksAndInvalidate();
    const request = session.request(`${server.url}/get`);
    expect(await request.serializingData().response).toMatchObject({ error: { kind: 'sessionInvalidated' } });
    expect(request.state).toBe('finished');
    expect(server.requests).toHaveLength(0);
  });

  it('fails a request that was made before and is started afterwards', async () => {
    const session = sessions.make();
    const request = session.request(`${server.url}/get`);
    session.finishTasksAndInvalidate();
    expect(await request.serializingData().response).toMatchObject({ error: { kind: 'sessionInvalidated' } });
    expect(server.requests).toHaveLength(0);
  });
});

describe('invalidateAndCancel', () => {
  it('ends what is running and closes the connections', async () => {
    const session = sessions.make();
    const request = session.request(`${server.url}/never`);
    const { response } = request.serializingData();
    const seen = await server.nextRequest('/never');
    session.invalidateAndCancel();
    expect(await response).toMatchObject({ error: { kind: 'sessionInvalidated' } });
    expect(await seen.outcome).toBe('closed');
    await server.whenDisconnected();
  });

  it('completes the events of the session, after the end of the last request', async () => {
    const session = sessions.make();
    const types = lastValueFrom(session.events.pipe(toArray()));
    session.request(`${server.url}/never`).response().subscribe();
    await server.nextRequest('/never');
    session.invalidateAndCancel();
    const told = (await types).map(({ type }) => type);
    expect(told.at(-1)).toBe('sessionDidBecomeInvalid');
    expect(told.indexOf('requestDidFinish')).toBeLessThan(told.length - 1);
  });

  it('ends a session that was finishing', async () => {
    const session = sessions.make();
    const { response } = session.request(`${server.url}/never`).serializingData();
    await server.nextRequest('/never');
    session.finishTasksAndInvalidate();
    session.invalidateAndCancel();
    expect(await response).toMatchObject({ error: { kind: 'sessionInvalidated' } });
  });

  it('is told once, however often it is asked for', async () => {
    const { session, recording } = sessions.recorded();
    session.invalidateAndCancel();
    session.finishTasksAndInvalidate();
    session[Symbol.dispose]();
    await turns();
    expect(recording.types).toEqual(['sessionDidBecomeInvalid']);
  });
});

describe('the disposal of a session', () => {
  it('ends a request that was only set up with sessionDeinitialized, and tells it once', async () => {
    const { session, recording } = sessions.recorded({
      requestSetup: 'eager',
      startRequestsImmediately: false,
    });
    const created = happened(session, 'requestDidCreateTask');
    const request = session.request(`${server.url}/get`);
    const { response } = request.serializingData();
    await created;
    session[Symbol.dispose]();
    expect(await response).toMatchObject({ error: { kind: 'sessionDeinitialized' } });
    await turns();
    expect(countsOf(recording.types)).toMatchObject({ sessionDidBecomeInvalid: 1, requestDidFinish: 1 });
  });

  it('ends a hundred requests that never ran, and nothing holds the session', async () => {
    const { reference, kinds } = await (async () => {
      const session = new Session({ requestSetup: 'eager', startRequestsImmediately: false });
      const created = happened(session, 'requestDidCreateTask', 100);
      const requests = Array.from({ length: 100 }, () => session.request(`${server.url}/get`));
      const pending = requests.map((request) => request.serializingData().response);
      await created;
      session[Symbol.dispose]();
      await Promise.all(requests.map(ended));
      expect(requests.map(({ task }) => task?.state)).toEqual(requests.map(() => 'completed'));
      const responses = await Promise.all(pending);
      return { reference: new WeakRef(session), kinds: responses.map(({ error }) => error?.kind) };
    })();
    expect(kinds).toEqual(Array.from({ length: 100 }, () => 'sessionDeinitialized'));
    expect(await isCollected(reference)).toBe(true);
  });

  it('leaves a request that was cancelled before cancelled', async () => {
    const session = sessions.make({ startRequestsImmediately: false });
    const request = session.request(`${server.url}/get`).cancel();
    session[Symbol.dispose]();
    expect(request.state).toBe('cancelled');
    expect(await ended(request)).toBe('cancelled');
    expect(request.error).toMatchObject({ kind: 'explicitlyCancelled' });
  });

  it('fails what is asked for afterwards with sessionDeinitialized', async () => {
    const session = sessions.make();
    session[Symbol.dispose]();
    const { response } = session.request(`${server.url}/get`).serializingData();
    expect(await response).toMatchObject({ error: { kind: 'sessionDeinitialized' } });
  });

  it('closes connections that stand idle', async () => {
    const session = sessions.make();
    await session.request(`${server.url}/get`).serializingData().value;
    expect(server.openSockets).toBe(1);
    session[Symbol.dispose]();
    await server.whenDisconnected();
    expect(server.openSockets).toBe(0);
  });
});

/** Whether the garbage collector takes what is referred to, run often enough. */
async function isCollected(reference: WeakRef<object>): Promise<boolean> {
  for (let run = 0; run < 20 && reference.deref() !== undefined; run += 1) {
    await turns();
    collectGarbage();
  }
  return reference.deref() === undefined;
}
