import { describe, expect, it } from '@jest/globals';
import { NEVER, Observable } from 'rxjs';
import { Adapter, type DataRequest, isCancelled, Retrier, RetryResult, type Session } from 'rxsession';
import { ended, happened, turns } from '../support/happenings.js';
import { useServer } from '../support/server.js';
import { useSessions } from '../support/sessions.js';

const server = useServer();
const sessions = useSessions(server);

/** What listeners were told, and how often, in all. */
function hear(request: DataRequest): (string | undefined)[] {
  const heard: (string | undefined)[] = [];
  request.response().subscribe(({ error }) => heard.push(error?.kind));
  return heard;
}

type Phase = readonly [
  phase: string,
  begin: (session: Session) => DataRequest,
  reached: (session: Session) => unknown,
];

const get = (path: string) => (session: Session) => session.request(server.url + path);

const PHASES: readonly Phase[] = [
  ['before it has begun', get('/never'), () => undefined],
  [
    'while its adapter takes its time',
    (session) => session.request(`${server.url}/never`).adapt(Adapter(() => NEVER)),
    (session) => happened(session, 'requestDidCreateInitialURLRequest'),
  ],
  ['when its task is made', get('/never'), (session) => happened(session, 'requestDidCreateTask')],
  ['while it waits for an answer', get('/never'), () => server.nextRequest('/never')],
  [
    'while it decides about the head',
    (session) => session.request(`${server.url}/bytes/100`).onHTTPResponse(() => NEVER),
    (session) => happened(session, 'taskDidReceiveResponse'),
  ],
  ['in the middle of the body', get('/infinite'), (session) => happened(session, 'taskDidReceiveData', 3)],
  [
    'while its validation takes its time',
    (session) => session.request(`${server.url}/get`).validate(() => NEVER),
    (session) => happened(session, 'taskDidComplete'),
  ],
  [
    'while its retrier takes its time',
    (session) =>
      session
        .request(`${server.url}/status/500`)
        .validate()
        .retry(Retrier(() => NEVER)),
    (session) => happened(session, 'requestDidCompleteTask'),
  ],
  [
    'while it waits to retry',
    (session) =>
      session
        .request(`${server.url}/status/500`)
        .validate()
        .retry(Retrier(() => RetryResult.retryWithDelay(3_600_000))),
    (session) => happened(session, 'requestDidCompleteTask').then(() => turns()),
  ],
];

describe('a cancellation', () => {
  it.each(PHASES)('of a request %s is delivered once', async (_phase, begin, reached) => {
    const session = sessions.make();
    const request = begin(session);
    const arrived = reached(session);
    const heard = hear(request);
    await arrived;
    request.cancel();
    expect(await ended(request)).toBe('cancelled');
    await turns();
    expect(heard).toEqual(['explicitlyCancelled']);
    expect(request.error).toMatchObject({ kind: 'explicitlyCancelled' });
  });

  it('while a serializer takes its time is delivered once, in the place of its value', async () => {
    const session = sessions.make();
    const request = session.request(`${server.url}/get`);
    const errors: unknown[] = [];
    let calls = 0;
    const serialize = (): Observable<string> =>
      calls++ === 0 ? NEVER : new Observable((out) => out.next('late'));
    request.response({ serialize }).subscribe(({ result }) => errors.push(result));
    await happened(session, 'requestDidFinish');
    await turns();
    request.cancel();
    expect(await ended(request)).toBe('cancelled');
    expect(request.error).toMatchObject({ kind: 'explicitlyCancelled' });
    expect(errors).toHaveLength(1);
  });

  it('closes the connection of a request that is in flight', async () => {
    const request = sessions.make().request(`${server.url}/infinite`);
    request.response().subscribe();
    const seen = await server.nextRequest('/infinite');
    request.cancel();
    expect(await seen.outcome).toBe('closed');
  });

  it('unsubscribes from an adapter that answers by an Observable', async () => {
    const session = sessions.make();
    let isLeft = false;
    const answer = new Observable<never>(() => () => (isLeft = true));
    const request = session.request(`${server.url}/get`).adapt(Adapter(() => answer));
    request.response().subscribe();
    await happened(session, 'requestDidCreateInitialURLRequest');
    request.cancel();
    await ended(request);
    expect(isLeft).toBe(true);
  });

  it('keeps what has been received of the body', async () => {
    const session = sessions.make();
    const request = session.request(`${server.url}/latch-body/half?size=10`);
    const { response } = request.serializingData();
    const received = happened(session, 'taskDidReceiveData');
    server.latch('half').step();
    await received;
    request.cancel();
    expect((await response).data).toHaveLength(10);
    expect(isCancelled((await response).error)).toBe(true);
  });

  it('inside a response handler changes nothing and asks no retrier', async () => {
    const asked = { adapt: 0, retry: 0 };
    const session = sessions.make({
      interceptor: {
        adapt: (urlRequest) => ((asked.adapt += 1), urlRequest),
        retry: () => ((asked.retry += 1), RetryResult.retry),
      },
    });
    const request = session.request(`${server.url}/get`);
    const results: string[] = [];
    request.responseJSON().subscribe(({ result }) => {
      results.push(result.kind);
      request.cancel();
    });
    await ended(request);
    await turns();
    expect(results).toEqual(['success']);
    expect(asked).toEqual({ adapt: 1, retry: 0 });
    expect(request).toMatchObject({ retryCount: 0, state: 'finished' });
  });

  it('leaves the serialization of a response that nobody waits for any more', async () => {
    const request = sessions.make().request(`${server.url}/never`);
    const kinds = hear(request);
    const gone = request.responseString().subscribe();
    await server.nextRequest('/never');
    gone.unsubscribe();
    request.cancel();
    await ended(request);
    expect(kinds).toEqual(['explicitlyCancelled']);
  });
});

describe('the end of a request', () => {
  it('comes once for each listener, however often and in whatever way it is asked for', async () => {
    const session = sessions.make({ startRequestsImmediately: false });
    const request = session.request(`${server.url}/get`);
    let serialized = 0;
    const heard: unknown[] = [];
    const serialize = (): number => (serialized += 1);
    request
      .response({ serialize })
      .subscribe({ next: () => heard.push('next'), complete: () => heard.push('end') });
    for (let time = 0; time < 100; time += 1) request.cancel();
    session.invalidateAndCancel();
    await ended(request);
    await turns();
    expect(serialized).toBe(1);
    expect(heard).toEqual(['next', 'end']);
    expect(server.requests).toHaveLength(0);
  });
});
