import { describe, expect, it } from '@jest/globals';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { lastValueFrom, toArray } from 'rxjs';
import { ClosureEventMonitor, type RequestInfo, SerialScheduler, type SessionEvent } from 'rxsession';
import { RecordingEventMonitor } from 'rxsession/testing';
import { ended, turns } from '../support/happenings.js';
import { reportedErrors } from '../support/reported-errors.js';
import { useServer } from '../support/server.js';
import { useSessions } from '../support/sessions.js';

const server = useServer();
const sessions = useSessions(server);

const REQUEST_LEVEL = [
  'requestDidResume',
  'requestDidCreateInitialURLRequest',
  'requestDidCreateURLRequest',
  'requestDidCreateTask',
  'requestDidResumeTask',
  'requestDidGatherMetrics',
  'requestDidCompleteTask',
  'requestDidFinish',
  'requestDidParseResponse',
];

const EVERYTHING: readonly string[] = [
  ...REQUEST_LEVEL.slice(0, 5),
  'taskDidReceiveResponse',
  'taskDidReceiveData',
  'taskWillCacheResponse',
  'taskDidFinishCollectingMetrics',
  'requestDidGatherMetrics',
  'taskDidComplete',
  ...REQUEST_LEVEL.slice(6),
];

describe('a monitor of one request', () => {
  it('is notified of what happens to the request and its tasks', async () => {
    const monitor = new RecordingEventMonitor();
    await sessions.make().request(`${server.url}/get`).eventMonitor(monitor).serializingJSON().value;
    expect(monitor.types).toEqual(EVERYTHING);
  });

  it('is told nothing of other requests', async () => {
    const monitor = new RecordingEventMonitor();
    const session = sessions.make();
    session.request(`${server.url}/get`).eventMonitor(monitor);
    await session.request(`${server.url}/get`).serializingData().value;
    expect(monitor.types).toEqual([]);
  });

  it('is told each event before those added after it', async () => {
    const order: string[] = [];
    const named = (name: string): ClosureEventMonitor => {
      const monitor = new ClosureEventMonitor();
      const note = ({ type }: SessionEvent): unknown => order.push(`${type} ${name}`);
      for (const type of REQUEST_LEVEL) Object.assign(monitor, { [type]: note });
      return monitor;
    };
    const request = sessions.make().request(`${server.url}/get`);
    request.eventMonitor(named('first')).eventMonitor(named('second'));
    await request.serializingJSON().value;
    expect(order).toEqual(REQUEST_LEVEL.flatMap((type) => [`${type} first`, `${type} second`]));
  });

  it('is told each event after the monitors of the session', async () => {
    const order: string[] = [];
    const { session, recording } = sessions.recorded();
    session.events.subscribe(({ type }) => order.push(`${type} session`));
    const monitor = new RecordingEventMonitor();
    const request = session.request(`${server.url}/get`).eventMonitor(monitor);
    request.eventMonitor({ requestDidFinish: ({ type }) => void order.push(`${type} request`) });
    await request.serializingJSON().value;
    expect(order.indexOf('requestDidFinish session')).toBeLessThan(order.indexOf('requestDidFinish request'));
    expect(monitor.types).toEqual(EVERYTHING);
    expect(recording.types).toEqual(EVERYTHING);
  });

  it('that is added later is told the rest', async () => {
    const monitor = new RecordingEventMonitor();
    const request = sessions.make().request(`${server.url}/latch/go`);
    const { value } = request.serializingData();
    await server.nextRequest('/latch/go');
    request.eventMonitor(monitor);
    server.latch('go').release();
    await value;
    expect(monitor.types).toEqual(EVERYTHING.slice(5));
  });
});

describe('a monitor of a session', () => {
  const reports = reportedErrors();

  it('that throws harms no request and no other monitor', async () => {
    const careless = new ClosureEventMonitor();
    careless.requestDidFinish = () => {
      throw new Error('careless');
    };
    const recording = new RecordingEventMonitor();
    const session = sessions.make({ eventMonitors: [careless, recording] });
    const request = session.request(`${server.url}/get`);
    expect(await request.serializingData().response).toMatchObject({ error: undefined });
    expect(recording.types).toContain('requestDidFinish');
    await reports.reported(1);
    expect(reports.errors).toEqual([expect.objectContaining({ message: 'careless' })]);
  });

  it('is told on its own queue, in the order things happen', async () => {
    const queue = new SerialScheduler({ label: 'monitor' });
    const recording = new RecordingEventMonitor({ queue });
    const session = sessions.make({ eventMonitors: [recording] });
    await session.request(`${server.url}/get`).serializingJSON().value;
    await new Promise<void>((resolve) => queue.schedule(() => resolve()));
    expect(recording.types.filter((type) => type.startsWith('request'))).toEqual(REQUEST_LEVEL);
  });

  it('may cancel the request from inside, which stops what follows', async () => {
    const monitor = new ClosureEventMonitor();
    const session = sessions.make({ eventMonitors: [monitor] });
    const request = session.request(`${server.url}/get`);
    monitor.requestDidCreateURLRequest = () => void request.cancel();
    expect(await request.serializingData().response).toMatchObject({
      error: { kind: 'explicitlyCancelled' },
    });
    await turns();
    expect(server.requests).toHaveLength(0);
  });
});

describe('the events Observable', () => {
  it('of a session tells everything, to each subscriber from then on', async () => {
    const { session, recording } = sessions.recorded();
    const types = lastValueFrom(session.events.pipe(toArray()));
    await session.request(`${server.url}/get`).serializingData().value;
    session.finishTasksAndInvalidate();
    expect((await types).map(({ type }) => type)).toEqual(recording.types);
  });

  it('of a request tells of that request alone, its tasks included, and completes with it', async () => {
    const { session, recording } = sessions.recorded();
    const request = session.request(`${server.url}/get`);
    const events = lastValueFrom(request.events.pipe(toArray()));
    await Promise.all([
      session.request(`${server.url}/ip`).serializingData().value,
      request.serializingData().value,
    ]);
    expect((await events).map(({ type }) => type)).toEqual(recording.typesOf(request));
    expect(await lastValueFrom(request.events.pipe(toArray()))).toEqual([]);
  });
});

describe('the default monitor', () => {
  const CHANNELS = ['requestDidResume', 'requestDidResumeTask', 'requestDidCompleteTask', 'requestDidFinish'];

  it('publishes the life of a request on diagnostics_channel', async () => {
    const published: [string | symbol, RequestInfo][] = [];
    const note = (message: unknown, name: string | symbol): void => {
      published.push([name, (message as { request: RequestInfo }).request]);
    };
    for (const type of CHANNELS) subscribe(`rxsession:${type}`, note);
    const session = sessions.make({ startRequestsImmediately: false });
    const request = session.request(`${server.url}/get`);
    request.response().subscribe();
    await ended(request.resume());
    for (const type of CHANNELS) unsubscribe(`rxsession:${type}`, note);
    expect(request.httpResponse?.statusCode).toBe(200);
    expect(published).toEqual(CHANNELS.map((type) => [`rxsession:${type}`, request]));
  });

  it('costs nothing while nobody subscribes: no event is built', () => {
    const [monitor] = sessions.make().defaultEventMonitors;
    expect(monitor).toMatchObject({ isEnabled: false });
  });
});
