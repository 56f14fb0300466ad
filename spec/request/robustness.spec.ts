import { jest } from '@jest/globals';
import axios from 'axios';
import { firstValueFrom, Observable, of, Subject, type SchedulerLike } from 'rxjs';
import {
  Redirector,
  Session,
  SessionDelegate,
  type DataResponse,
  type ResponseSerializer,
  type SessionOptions,
  type TaskInfo,
} from 'rxsession';
import { RecordingEventMonitor, StubTransport, type StubReply } from 'rxsession/testing';
import { reportedErrors } from '../support/reported-errors.js';

const url = 'https://example.com/';
const json: StubReply = { headers: { 'Content-Type': 'application/json' }, body: '{"ok":true}' };

function stubbed(reply: StubReply, options: SessionOptions = {}): Session & { sent: () => number } {
  const transport = new StubTransport(() => reply);
  return Object.assign(new Session({ transport, ...options }), { sent: () => transport.requests.length });
}

describe('a delegate that throws at the end of a task', () => {
  const reports = reportedErrors();

  class Throwing extends SessionDelegate {
    override taskDidComplete(task: TaskInfo): void {
      throw new Error(`not me: ${String(task.id)}`);
    }
  }

  it('does not keep a cancellation from its listeners', async () => {
    const request = stubbed('never', { delegate: new Throwing() }).request(url);
    const response = firstValueFrom(request.response());
    await firstValueFrom(request.onTask);
    request.cancel();
    expect((await response).error?.kind).toBe('explicitlyCancelled');
    await reports.reported(1);
  });
});

describe('the cold door', () => {
  it('sends nothing if its signal has aborted before', async () => {
    const session = stubbed(json);
    const posting = session.post(url, { a: 1 }, { observe: 'events', signal: AbortSignal.abort() });
    await expect(firstValueFrom(posting)).rejects.toMatchObject({ kind: 'explicitlyCancelled' });
    await firstValueFrom(session.cancelAllRequests());
    expect(session.sent()).toBe(0);
  });
});

describe('a HEAD of something large', () => {
  it('is no response that is too large for memory', async () => {
    const session = stubbed({ headers: { 'Content-Length': '300000000000' } });
    const response = await firstValueFrom(session.request(url, { method: 'HEAD' }).response());
    expect(response.error).toBeUndefined();
  });
});

describe('a response handler', () => {
  it('is asked about a redirect response that is taken as the response', async () => {
    const session = stubbed({ statusCode: 302, headers: { Location: '/there' }, body: 'moved' });
    const request = session.request(url).redirect(Redirector.doNotFollow);
    const response = firstValueFrom(request.onHTTPResponse(() => Promise.resolve('cancel')).response());
    expect((await response).error?.kind).toBe('explicitlyCancelled');
  });

  it('keeps its hold on the bytes over a suspension', async () => {
    const decision = new Subject<'allow'>();
    const request = stubbed(json)
      .request(url)
      .onHTTPResponse(() => decision);
    const data = firstValueFrom(request.responseData());
    await firstValueFrom(request.onTask);
    request.suspend().resume();
    await Promise.resolve();
    expect(request.data).toBeUndefined();
    decision.next('allow');
    expect((await data).value).toHaveLength(11);
  });
});

describe('an AbortSignal', () => {
  it('that has aborted before the start keeps adapters from being asked', async () => {
    const adapt = jest.fn(() => of());
    const request = stubbed(json).request(url, { signal: AbortSignal.abort() }).adapt({ adapt });
    expect((await firstValueFrom(request.resume().response())).error?.kind).toBe('explicitlyCancelled');
    expect(adapt).not.toHaveBeenCalled();
  });

  it('that is none is the failure of the request', async () => {
    const request = stubbed(json).request(url, { signal: {} as AbortSignal });
    expect((await firstValueFrom(request.response())).error?.kind).toBe('createURLRequestFailed');
  });
});

describe('a serializer that nobody waits for any more', () => {
  const stuck: ResponseSerializer<string> = { serialize: () => new Observable() };

  it('holds up none of the others', async () => {
    const request = stubbed(json).request(url);
    const abandoned = request.response(stuck).subscribe();
    const text = firstValueFrom(request.responseString());
    await firstValueFrom(request.onTask);
    abandoned.unsubscribe();
    expect((await text).value).toBe('{"ok":true}');
  });
});

describe('a cancellation between the last serialization and the delivery', () => {
  it('is what is delivered, and the last that is told', async () => {
    const monitor = new RecordingEventMonitor();
    const request = stubbed(json, { eventMonitors: [monitor] }).request(url);
    const response = firstValueFrom(request.responseJSON());
    request.eventMonitor({ requestDidParseResponse: () => void request.cancel() });
    expect((await response).error?.kind).toBe('explicitlyCancelled');
    expect([request.state, await firstValueFrom(request.states)]).toEqual(['cancelled', 'cancelled']);
  });
});

describe('a suspension between the last serialization and the delivery', () => {
  it('comes too late', async () => {
    const request = stubbed(json).request(url);
    request.eventMonitor({ requestDidParseResponse: () => void request.suspend() });
    await firstValueFrom(request.responseJSON());
    expect([request.state, await firstValueFrom(request.states)]).toEqual(['finished', 'finished']);
  });
});

describe('a delivery queue that throws', () => {
  const reports = reportedErrors();
  const queue: SchedulerLike = {
    now: () => 0,
    schedule: () => {
      throw new Error('not today');
    },
  };

  it('keeps neither the other listeners nor the session waiting', async () => {
    const session = stubbed(json);
    const request = session.request(url);
    request.responseString({ queue }).subscribe();
    expect((await firstValueFrom(request.responseString())).value).toBe('{"ok":true}');
    await firstValueFrom(session.cancelAllRequests());
    await reports.reported(1);
  });
});

describe('a request that was cancelled by one of its validations', () => {
  it('asks no retrier', async () => {
    const retry = jest.fn(() => of());
    const request = stubbed(json).request(url).retry({ retry });
    request.validate(() => {
      request.cancel();
      throw new Error('no');
    });
    expect((await firstValueFrom(request.response())).error?.kind).toBe('explicitlyCancelled');
    expect(retry).not.toHaveBeenCalled();
  });
});

describe('options that make no sense', () => {
  it.each<[what: string, respond: (session: Session) => Observable<DataResponse<unknown>>]>([
    [
      'validate',
      (session) =>
        session
          .request(url)
          .validate({ statusCodes: 5 as never })
          .response(),
    ],
    ['a serializer', (session) => session.request(url).responseString({ emptyResponseCodes: 5 as never })],
  ])('of %s are the failure of the response', async (_, respond) => {
    expect((await firstValueFrom(respond(stubbed(json)))).error?.name).toBe('SessionError');
  });

  it('of a session with two foundations are the failure of each response', async () => {
    const session = new Session({ transport: new StubTransport(() => json), session: axios.create() });
    const { error } = await firstValueFrom(session.request(url).response());
    expect(error?.message).toContain('"session" and "transport" exclude each other');
  });
});

describe('a DataTask', () => {
  it('makes each of its promises once', () => {
    const task = stubbed(json).request(url).serializingJSON();
    const { value, result } = task;
    expect([task.value, task.result]).toEqual([value, result]);
    expect(task.value).toBe(value);
    return value;
  });
});
