import { describe, expect, it } from '@jest/globals';
import { asyncScheduler, lastValueFrom, type Observable, type SchedulerLike, toArray } from 'rxjs';
import {
  type EventMonitor,
  SESSION_EVENT_TYPES,
  SessionDelegate,
  type SessionEventType,
  type TaskInfo,
} from 'rxsession';
import { ended, turns } from '../support/happenings.js';
import { failureOf, onlyResponseOf, untyped } from '../support/outcomes.js';
import { reportedErrors } from '../support/reported-errors.js';
import { useServer } from '../support/server.js';
import { useSessions } from '../support/sessions.js';

const server = useServer();
const sessions = useSessions(server);
const reported = reportedErrors();

const boom = new Error('boom');
const explode = (): never => {
  throw boom;
};

/** Throws at every event, or at those of one type. */
function throwingMonitor(types: readonly SessionEventType[] = SESSION_EVENT_TYPES): EventMonitor {
  return Object.fromEntries(types.map((type) => [type, explode]));
}

describe('a monitor that throws', () => {
  it('at everything harms no request', async () => {
    const session = sessions.make({ eventMonitors: [throwingMonitor()] });
    const response = await onlyResponseOf(
      session.request(`${server.url}/redirect/1`).validate().responseJSON(),
    );
    expect(response.value).toMatchObject({ method: 'GET' });
    await turns();
    expect(new Set(reported.errors)).toEqual(new Set([boom]));
  });

  it('at everything hides nothing from the monitor after it', async () => {
    const { session, recording } = sessions.recorded();
    const monitor = throwingMonitor();
    await onlyResponseOf(session.request(`${server.url}/get`).eventMonitor(monitor));
    expect(recording.types).toContain('requestDidFinish');
  });

  it('on a queue of its own harms no request', async () => {
    const monitor = { ...throwingMonitor(['requestDidFinish']), queue: asyncScheduler };
    const request = sessions.make({ eventMonitors: [monitor] }).request(`${server.url}/get`);
    expect((await onlyResponseOf(request)).error).toBeUndefined();
    await reported.reported(1);
    expect(reported.errors).toEqual([boom]);
  });

  it.each<[string, EventMonitor]>([
    [
      'when it is asked whether it listens',
      untyped({
        get isEnabled() {
          return explode();
        },
      }),
    ],
    ['because its methods are none', untyped({ requestDidFinish: 42 })],
    ['later, by a promise', untyped({ requestDidFinish: () => Promise.resolve(undefined) })],
  ])('%s harms no request', async (_when, monitor) => {
    const request = sessions.make({ eventMonitors: [monitor] }).request(`${server.url}/get`);
    expect((await onlyResponseOf(request)).error).toBeUndefined();
  });
});

describe('a delegate that throws', () => {
  type Method =
    'taskDidReceiveResponse' | 'taskDidReceiveData' | 'taskDidFinishCollectingMetrics' | 'taskDidComplete';
  const throwing = (method: string): SessionDelegate =>
    Object.assign(new SessionDelegate(), { [method]: explode });

  it.each<Method>([
    'taskDidReceiveResponse',
    'taskDidReceiveData',
    'taskDidFinishCollectingMetrics',
    'taskDidComplete',
  ])('in %s fails the request, once', async (method) => {
    const request = sessions.make({ delegate: throwing(method) }).request(`${server.url}/get`);
    const error = await failureOf(request);
    expect(error).toMatchObject({ kind: 'sessionTaskFailed', cause: boom });
    expect(await ended(request)).toBe('finished');
  });

  it('when a redirect comes fails the request', async () => {
    const session = sessions.make({ delegate: throwing('taskWillPerformHTTPRedirection') });
    const error = await failureOf(session.request(`${server.url}/redirect/1`));
    expect(error).toMatchObject({ kind: 'sessionTaskFailed', cause: boom });
  });

  it('when a body is sent fails the upload', async () => {
    const session = sessions.make({ delegate: throwing('taskDidSendBodyData') });
    const error = await failureOf(session.upload(new Uint8Array(200_000), `${server.url}/upload`));
    expect(error).toMatchObject({ kind: 'sessionTaskFailed', cause: boom });
  });

  it('at the end of the session does not keep it from ending', async () => {
    const session = sessions.make({ delegate: throwing('sessionDidBecomeInvalid') });
    await onlyResponseOf(session.request(`${server.url}/get`));
    const events = lastValueFrom(session.events, { defaultValue: undefined });
    session.invalidateAndCancel();
    expect(await events).toBeUndefined();
    await reported.reported(1);
  });
});

describe('a delegate that passes on', () => {
  class Silent extends SessionDelegate {
    override taskDidReceiveResponse(): void {
      // keeps the response to itself
    }
    override taskDidReceiveData(): void {
      // keeps the body to itself
    }
    override taskDidFinishCollectingMetrics(): void {
      // keeps the metrics to itself
    }
    override taskDidComplete(): void {
      // keeps the end to itself
    }
  }

  it('nothing leaves a response without anything', async () => {
    const response = await onlyResponseOf(
      sessions.make({ delegate: new Silent() }).request(`${server.url}/get`),
    );
    expect(response).toMatchObject({ response: undefined, data: undefined, metrics: undefined });
  });

  it('everything twice still makes one response', async () => {
    class Twice extends SessionDelegate {
      override taskDidComplete(task: TaskInfo, error: never): void {
        super.taskDidComplete(task, error);
        super.taskDidComplete(task, error);
      }
    }
    const response = await onlyResponseOf(
      sessions.make({ delegate: new Twice() }).request(`${server.url}/get`),
    );
    expect(response.error).toBeUndefined();
  });
});

describe('a listener that throws', () => {
  it('in next is reported, and keeps nothing from the others', async () => {
    const request = sessions.make().request(`${server.url}/get`);
    request.responseString().subscribe(explode);
    const { value } = await onlyResponseOf(request.responseJSON());
    expect(value).toMatchObject({ method: 'GET' });
    await reported.reported(1);
    expect(reported.errors).toEqual([boom]);
    expect(await ended(request)).toBe('finished');
  });

  it('in complete is reported, and keeps nothing from the others', async () => {
    const request = sessions.make().request(`${server.url}/get`);
    request.responseString().subscribe({ complete: explode });
    await onlyResponseOf(request.responseJSON());
    await reported.reported(1);
    expect(reported.errors).toEqual([boom]);
  });

  it.each(['uploadProgress', 'downloadProgress'] as const)('of the %s harms no request', async (progress) => {
    const request = sessions.make().upload(new Uint8Array(200_000), `${server.url}/upload`);
    request[progress].subscribe(explode);
    const { value } = await onlyResponseOf(request.responseJSON());
    expect(value).toMatchObject({ bytes: 200_000 });
    await reported.reported(1);
    expect(new Set(reported.errors)).toEqual(new Set([boom]));
  });

  it.each(['states', 'events', 'onURLRequest', 'onTask'] as const)('of %s harms no request', async (what) => {
    const request = sessions.make().request(`${server.url}/get`);
    (request[what] as Observable<unknown>).subscribe(explode);
    expect((await onlyResponseOf(request)).error).toBeUndefined();
    await reported.reported(1);
    expect(new Set(reported.errors)).toEqual(new Set([boom]));
  });

  it("of the session's events harms no request", async () => {
    const session = sessions.make();
    session.events.subscribe(explode);
    expect((await onlyResponseOf(session.request(`${server.url}/get`))).error).toBeUndefined();
    await reported.reported(1);
  });

  it('at the cold door is reported', async () => {
    sessions.make().get(`${server.url}/get`).subscribe(explode);
    await reported.reported(1);
    expect(reported.errors).toEqual([boom]);
  });

  it('in withAllRequests is reported', async () => {
    sessions.make().withAllRequests(explode);
    await reported.reported(1);
    expect(reported.errors).toEqual([boom]);
  });
});

describe('a queue that throws', () => {
  const queue: SchedulerLike = { now: () => 0, schedule: explode };

  it('keeps no response back', async () => {
    const request = sessions.make().request(`${server.url}/get`);
    const response = await onlyResponseOf(request.responseData({ queue }));
    expect(response.error).toBeUndefined();
    await reported.reported(1);
    expect(new Set(reported.errors)).toEqual(new Set([boom]));
  });

  it('keeps no stream back', async () => {
    const request = sessions.make().streamRequest(`${server.url}/bytes/5`);
    const pieces = await lastValueFrom(request.responseStream({ queue }).pipe(toArray()));
    expect(Buffer.concat(pieces)).toHaveLength(5);
    await reported.reported(1);
    expect(new Set(reported.errors)).toEqual(new Set([boom]));
  });
});
