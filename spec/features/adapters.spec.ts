import { describe, expect, it } from '@jest/globals';
import { delay, EMPTY, NEVER, Observable, of, throwError } from 'rxjs';
import {
  Adapter,
  type DataRequest,
  HTTPHeaders,
  type HTTPMethod,
  RetryResult,
  SessionError,
  URLRequest,
} from 'rxsession';
import type { Echo } from '../../examples/server/endpoints/echo.js';
import { CountingInterceptor } from '../support/counting-interceptor.js';
import { ended, happened } from '../support/happenings.js';
import { useServer } from '../support/server.js';
import { useSessions } from '../support/sessions.js';

const server = useServer();
const sessions = useSessions(server);

const forcing = (method: HTTPMethod): CountingInterceptor =>
  new CountingInterceptor({ adapt: (urlRequest) => urlRequest.with({ method }) });

const addingField = (name: string, value: string): CountingInterceptor =>
  new CountingInterceptor({
    adapt: (urlRequest) => urlRequest.with({ headers: urlRequest.headers.set(name, value) }),
  });

async function headersOf(request: DataRequest): Promise<Record<string, string>> {
  return (await request.serializingJSON<Echo>().value).headers;
}

describe('adapters of a request that was set up eagerly and never started', () => {
  const EAGER = { requestSetup: 'eager', startRequestsImmediately: false } as const;

  it('have changed the URLRequest of its task, which holds no header of the session', async () => {
    const interceptor = forcing('POST');
    const own = addingField('header', 'value');
    const session = sessions.make({ ...EAGER, interceptor });
    const created = happened(session, 'requestDidCreateTask', 2);
    const requests = [undefined, own].map((interceptor) =>
      session.request(`${server.url}/get`, { interceptor }),
    );
    await created;
    expect(requests.map(({ task }) => task?.originalRequest.method)).toEqual(['POST', 'POST']);
    expect(requests.map(({ task }) => [...(task?.originalRequest.headers ?? [])].length)).toEqual([0, 1]);
    expect([interceptor.adaptCount, own.adaptCount]).toEqual([2, 1]);
    expect(server.requests).toHaveLength(0);
  });

  it.each([
    ['bytes', () => new TextEncoder().encode('data')],
    ['a file that does not exist', () => new URL('file:///nowhere/at/all.json')],
    ['one stream for both', () => STREAM],
  ])('have changed the URLRequest of an upload of %s', async (_what, content) => {
    const interceptor = forcing('GET');
    const own = addingField('header', 'value');
    const session = sessions.make({ ...EAGER, interceptor });
    const created = happened(session, 'requestDidCreateTask', 2);
    const to = `${server.url}/post`;
    const requests = [undefined, own].map((interceptor) => session.upload(content(), to, { interceptor }));
    await created;
    expect(requests.map(({ task }) => task?.originalRequest.method)).toEqual(['GET', 'GET']);
    expect([...(requests[1]?.task?.originalRequest.headers ?? [])]).toEqual([['header', 'value']]);
    expect([interceptor.adaptCount, own.adaptCount]).toEqual([2, 1]);
  });

  const STREAM = new ReadableStream<Uint8Array>();
});

describe('adapters', () => {
  it('added before the request starts are asked once', async () => {
    const own = addingField('X-Own', 'yes');
    const request = sessions.make().request(`${server.url}/get`).adapt(own);
    expect(await headersOf(request)).toMatchObject({ 'x-own': 'yes' });
    expect(own.adaptCount).toBe(1);
  });

  it('added while the request is running count from the next attempt on', async () => {
    const own = addingField('X-Own', 'yes');
    const request = sessions.make().request(`${server.url}/flaky/late?failures=1`).validate();
    request.retry({
      retry: () => {
        request.adapt(own);
        return RetryResult.retry;
      },
    });
    await request.serializingData().value;
    expect(server.requests.map(({ headers }) => headers['x-own'])).toEqual([undefined, 'yes']);
    expect(own.adaptCount).toBe(1);
  });

  it('run in order: of the session, of the options, then those added', async () => {
    const order: string[] = [];
    const named = (name: string): CountingInterceptor =>
      new CountingInterceptor({
        adapt: (urlRequest) => {
          order.push(name);
          return urlRequest.with({ headers: urlRequest.headers.set(`X-${name}`, name) });
        },
      });
    const session = sessions.make({ interceptor: named('session') });
    const request = session.request(`${server.url}/get`, { interceptor: named('options') });
    const headers = await headersOf(request.adapt(named('first')).adapt(named('second')));
    expect(order).toEqual(['session', 'options', 'first', 'second']);
    for (const name of order) expect(headers[`x-${name}`]).toBe(name);
  });

  it('each see what the one before made, so that the last word is that of the request', async () => {
    const request = sessions
      .make({ interceptor: addingField('X-Who', 'session') })
      .request(`${server.url}/get`);
    const seen: (string | undefined)[] = [];
    request.adapt(
      Adapter((urlRequest) => {
        seen.push(urlRequest.headers.get('X-Who'));
        return urlRequest.with({ headers: urlRequest.headers.set('X-Who', 'request') });
      }),
    );
    expect(await headersOf(request)).toMatchObject({ 'x-who': 'request' });
    expect(seen).toEqual(['session']);
  });

  it('are told for which request and session they are asked', async () => {
    const session = sessions.make();
    const states: unknown[] = [];
    const spy = Adapter((urlRequest, state) => {
      states.push(state);
      return urlRequest;
    });
    const context = { tenant: 'ann' };
    const request = session.request(`${server.url}/get`, { context }).adapt(spy);
    await request.serializingData().value;
    expect(states).toEqual([{ requestID: request.id, context, session }]);
  });

  it.each([
    ['a promise', (urlRequest: URLRequest) => Promise.resolve(urlRequest)],
    ['an Observable', (urlRequest: URLRequest) => of(urlRequest)],
    ['an Observable that takes its time', (urlRequest: URLRequest) => of(urlRequest).pipe(delay(1))],
    ['an Observable that never completes', answerAndStay],
  ])('may answer by %s', async (_how, answer) => {
    const adapter = Adapter((urlRequest) =>
      answer(urlRequest.with({ headers: urlRequest.headers.set('X-Late', '1') })),
    );
    const request = sessions.make().request(`${server.url}/get`).adapt(adapter);
    expect(await headersOf(request)).toMatchObject({ 'x-late': '1' });
  });

  it('show what they made, in the history of the request too', async () => {
    const request = sessions.make({ interceptor: forcing('PUT') }).request(`${server.url}/anything`);
    const made: string[] = [];
    request.onURLRequest.subscribe(({ method }) => made.push(method));
    expect(await request.serializingJSON<Echo>().value).toMatchObject({ method: 'PUT' });
    expect(request.requests.map(({ method }) => method)).toEqual(['GET', 'PUT']);
    expect(made).toEqual(['PUT']);
    expect(request.firstRequest?.method).toBe('GET');
  });
});

describe('an adapter that fails', () => {
  const INVALID = new SessionError({ kind: 'invalidURL', url: '' });
  const failing = Adapter(() => {
    throw INVALID;
  });

  it('ends the request with its error as the cause, told once', async () => {
    const { session, recording } = sessions.recorded({ interceptor: failing });
    const requests = [undefined, failing].map((interceptor) =>
      session.request(`${server.url}/get`, { interceptor }),
    );
    for (const request of requests) {
      await request.serializingData().response;
      expect(request.error).toMatchObject({ kind: 'requestAdaptationFailed', underlyingError: INVALID });
      const failures = recording
        .typesOf(request)
        .filter((type) => type === 'requestDidFailToAdaptURLRequest');
      expect(failures).toHaveLength(1);
    }
    expect(server.requests).toHaveLength(0);
  });

  const OOPS = new Error('no token');

  it.each([
    ['throws', () => raise(OOPS)],
    ['rejects', () => Promise.reject(OOPS)],
    ['errors', () => throwError(() => OOPS)],
  ])('because it %s asks no adapter after it', async (_how, adapt) => {
    const later = new CountingInterceptor();
    const request = sessions.make().request(`${server.url}/get`).adapt(Adapter(adapt)).adapt(later);
    const { error } = await request.serializingData().response;
    expect(error).toMatchObject({ kind: 'requestAdaptationFailed', cause: OOPS });
    expect(later.adaptCount).toBe(0);
  });

  it.each([
    ['nothing', () => undefined],
    ['something that is no URLRequest', () => ({ url: 'https://example.com/' })],
    ['an Observable without a value', () => EMPTY],
  ])('because it answers %s is an adaptation failure', async (_what, adapt) => {
    const adapter = Adapter(adapt as unknown as () => URLRequest);
    const request = sessions.make().request(`${server.url}/get`).adapt(adapter);
    const { error } = await request.serializingData().response;
    expect(error?.kind).toBe('requestAdaptationFailed');
  });

  it('to answer at all ends with the request', async () => {
    const session = sessions.make();
    const asked = happened(session, 'requestDidCreateInitialURLRequest');
    const request = session.request(`${server.url}/get`).adapt(Adapter(() => NEVER));
    const listening = request.response().subscribe();
    await asked;
    listening.unsubscribe();
    expect(await ended(request)).toBe('cancelled');
  });
});

describe('a GET with a body', () => {
  const INVALID = { kind: 'urlRequestValidationFailed', reason: { kind: 'bodyDataInGETRequest' } };

  it('is invalid, and not sent', async () => {
    const get = new URLRequest(`${server.url}/get`, { body: 'invalid' });
    const { error } = await sessions.make().request(get).serializingData().response;
    expect(error).toMatchObject(INVALID);
    expect(server.requests).toHaveLength(0);
  });

  it('is invalid too when an adapter has added the body', async () => {
    const interceptor = Adapter((urlRequest) => urlRequest.with({ body: 'invalid' }));
    const request = sessions.make({ interceptor }).request(`${server.url}/get`);
    const { error } = await request.serializingData().response;
    expect(error).toMatchObject({ kind: 'requestAdaptationFailed', underlyingError: INVALID });
    expect(server.requests).toHaveLength(0);
  });
});

describe('the headers of the session', () => {
  it('are joined after all adapters, whose word wins', async () => {
    const configuration = { headers: new HTTPHeaders({ 'X-One': 'session', 'X-Two': 'session' }) };
    const session = sessions.make({ configuration, interceptor: addingField('X-Two', 'adapter') });
    const request = session.request(`${server.url}/get`);
    expect(await headersOf(request)).toMatchObject({ 'x-one': 'session', 'x-two': 'adapter' });
    expect([...(request.request?.headers ?? [])]).toEqual([['X-Two', 'adapter']]);
  });
});

function answerAndStay<T>(value: T): Observable<T> {
  return new Observable((out) => {
    out.next(value);
  });
}

function raise(error: Error): never {
  throw error;
}
