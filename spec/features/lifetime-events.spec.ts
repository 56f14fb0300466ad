import { describe, expect, it } from '@jest/globals';
import type { DataRequest, SessionEventType, SessionOptions } from 'rxsession';
import { countsOf, ended, happened } from '../support/happenings.js';
import { useServer } from '../support/server.js';
import { useSessions } from '../support/sessions.js';

const server = useServer();
const sessions = useSessions(server);

const LIFE: readonly SessionEventType[] = [
  'requestDidResume',
  'requestDidResumeTask',
  'requestDidSuspend',
  'requestDidSuspendTask',
  'requestDidCancel',
  'requestDidCancelTask',
  'requestDidFinish',
];

interface Life {
  readonly request: DataRequest;
  /** How often each of the events of a life was told. */
  counts(): object;
  /** Adds a response handler whose calls are counted. */
  handle(): void;
  readonly handled: number;
}

function lifeOf(path: string, options: SessionOptions = {}, shouldAutomaticallyResume?: boolean): Life {
  const { session, recording } = sessions.recorded(options);
  const request = session.request(server.url + path, { shouldAutomaticallyResume });
  const life = {
    request,
    handled: 0,
    counts: () => countsOf(recording.typesOf(request).filter((type) => LIFE.includes(type))),
    handle: () => {
      request.response().subscribe(() => (life.handled += 1));
    },
  };
  return life;
}

function times(count: number, act: () => void): void {
  for (let time = 0; time < count; time += 1) act();
}

const CANCELLED: readonly SessionEventType[] = [
  'requestDidResume',
  'requestDidCreateInitialURLRequest',
  'requestDidCreateURLRequest',
  'requestDidCreateTask',
  'requestDidResumeTask',
  'requestDidCancel',
  'requestDidCancelTask',
  'taskDidFinishCollectingMetrics',
  'requestDidGatherMetrics',
  'taskDidComplete',
  'requestDidCompleteTask',
  'requestDidFinish',
  'requestDidParseResponse',
];
const RAN_ONCE = { requestDidResume: 1, requestDidResumeTask: 1, requestDidFinish: 1 };
const MANUAL: SessionOptions = { startRequestsImmediately: false };

describe('the events of a request', () => {
  it('come in one order for a GET that is validated and parsed', async () => {
    const { session, recording } = sessions.recorded();
    const request = session.request(`${server.url}/get`).validate();
    let handled = 0;
    request.responseJSON().subscribe(() => (handled += 1));
    expect(await ended(request)).toBe('finished');
    expect(handled).toBe(1);
    expect(recording.typesOf(request)).toEqual([
      'requestDidResume',
      'requestDidCreateInitialURLRequest',
      'requestDidCreateURLRequest',
      'requestDidCreateTask',
      'requestDidResumeTask',
      'taskDidReceiveResponse',
      'taskDidReceiveData',
      'taskWillCacheResponse',
      'taskDidFinishCollectingMetrics',
      'requestDidGatherMetrics',
      'taskDidComplete',
      'requestDidValidate',
      'requestDidCompleteTask',
      'requestDidFinish',
      'requestDidParseResponse',
    ]);
  });

  it('tell of a cancellation what happens to the task too', async () => {
    const { session, recording } = sessions.recorded();
    const request = session.request(`${server.url}/never`);
    request.response().subscribe();
    await server.nextRequest('/never');
    request.cancel();
    await ended(request);
    expect(recording.typesOf(request)).toEqual(CANCELLED);
  });

  it('tell each of them once when a request is cancelled as soon as its task runs', async () => {
    const { session, recording } = sessions.recorded(MANUAL);
    const request = session.request(`${server.url}/get`);
    request.eventMonitor({ requestDidResumeTask: () => void request.cancel() });
    let handled = 0;
    request.responseJSON().subscribe(() => (handled += 1));
    expect(await ended(request.resume())).toBe('cancelled');
    expect(handled).toBe(1);
    expect(recording.typesOf(request)).toEqual(CANCELLED);
  });

  it('end with requestDidFinish and the parsed response when a request is cancelled before its start', async () => {
    const { session, recording } = sessions.recorded();
    const request = session.request(`${server.url}/get`).cancel();
    await request.serializingData().response;
    expect(recording.typesOf(request)).toEqual([
      'requestDidCancel',
      'requestDidFinish',
      'requestDidParseResponse',
    ]);
    expect(server.requests).toHaveLength(0);
  });

  it('tell one life of a request that starts by itself', async () => {
    const life = lifeOf('/get');
    life.handle();
    expect(await ended(life.request)).toBe('finished');
    expect(life).toMatchObject({ handled: 1 });
    expect(life.counts()).toEqual(RAN_ONCE);
  });

  it('tell one life of a request that starts by itself against the word of its session', async () => {
    const life = lifeOf('/get', MANUAL, true);
    life.handle();
    expect(await ended(life.request)).toBe('finished');
    expect(life).toMatchObject({ handled: 1 });
    expect(life.counts()).toEqual(RAN_ONCE);
  });

  it.each<[string, SessionOptions, boolean | undefined]>([
    ['that starts by itself', {}, undefined],
    ['of a session that starts none', MANUAL, undefined],
    ['that was told not to start by itself', {}, false],
  ])('tell one life of a request %s and is resumed 100 times', async (_what, options, automatic) => {
    const life = lifeOf('/get', options, automatic);
    life.handle();
    times(100, () => life.request.resume());
    expect(await ended(life.request)).toBe('finished');
    expect(life).toMatchObject({ handled: 1 });
    expect(life.counts()).toEqual(RAN_ONCE);
  });

  it('tell one life of a request that nobody listens to and is resumed 100 times', async () => {
    const life = lifeOf('/get', MANUAL);
    times(100, () => life.request.resume());
    expect(await ended(life.request)).toBe('finished');
    expect(life.counts()).toEqual(RAN_ONCE);
  });

  it('tell one suspension of a request that is set up, never started and suspended 100 times', async () => {
    const { session, recording } = sessions.recorded({ ...MANUAL, requestSetup: 'eager' });
    const isSuspended = happened(session, 'requestDidSuspendTask');
    const request = session.request(`${server.url}/get`);
    times(100, () => request.suspend());
    await isSuspended;
    expect(request.state).toBe('suspended');
    expect(countsOf(recording.typesOf(request).filter((type) => LIFE.includes(type)))).toEqual({
      requestDidSuspend: 1,
      requestDidSuspendTask: 1,
    });
  });

  it('tell one cancellation of a request that is cancelled 100 times from inside requestDidCreateTask', async () => {
    const life = lifeOf('/get');
    life.request.eventMonitor({ requestDidCreateTask: () => times(100, () => life.request.cancel()) });
    life.handle();
    expect(await ended(life.request)).toBe('cancelled');
    expect(life).toMatchObject({ handled: 1 });
    expect(life.counts()).toMatchObject({
      requestDidCancel: 1,
      requestDidCancelTask: 1,
      requestDidFinish: 1,
    });
    expect(life.counts()).not.toHaveProperty('requestDidSuspend');
  });

  it('tell one cancellation and no resumption of one that was only set up', async () => {
    const life = lifeOf('/get', { ...MANUAL, requestSetup: 'eager' });
    life.request.eventMonitor({ requestDidCreateTask: () => times(100, () => life.request.cancel()) });
    expect(await ended(life.request)).toBe('cancelled');
    expect(life.counts()).toEqual({ requestDidCancel: 1, requestDidCancelTask: 1, requestDidFinish: 1 });
  });

  it('tell one cancellation of a running request that 100 microtasks and timers cancel at once', async () => {
    const life = lifeOf('/never');
    life.handle();
    await server.nextRequest('/never');
    times(50, () => queueMicrotask(() => life.request.cancel()));
    times(50, () => setTimeout(() => life.request.cancel()));
    expect(await ended(life.request)).toBe('cancelled');
    expect(life).toMatchObject({ handled: 1 });
    expect(life.counts()).toEqual({ ...RAN_ONCE, requestDidCancel: 1, requestDidCancelTask: 1 });
  });
});
