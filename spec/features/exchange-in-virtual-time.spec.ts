import { describe, expect, it } from '@jest/globals';
import {
  concatMap,
  ignoreElements,
  map,
  type Observable,
  switchMap,
  timer,
  VirtualTimeScheduler,
} from 'rxjs';
import { Adapter, type DataRequest, type RequestState, Session } from 'rxsession';
import { flushVirtualTime, StubTransport, type StubAnswer } from 'rxsession/testing';
import { inVirtualTime } from '../support/virtual-session.js';

const API = 'https://api.example.com/';
const OK: StubAnswer = { headers: { 'Content-Type': 'application/json' }, body: '"ok"', delay: 30 };

const STATES: Record<string, RequestState> = {
  i: 'initialized',
  r: 'resumed',
  s: 'suspended',
  c: 'cancelled',
  f: 'finished',
};

/** Told as `c` for a cancellation, else as `v`. */
const outcomeOf = (request: DataRequest): Observable<'c' | 'v'> =>
  request.response().pipe(map(({ error }) => (error?.kind === 'explicitlyCancelled' ? 'c' : 'v')));

describe('the responses of one request', () => {
  it('are delivered to all who listen in the same instant, of one exchange', () => {
    inVirtualTime(({ session, expectObservable, flush }) => {
      const server = session(() => OK);
      const request = server.request(API);
      expectObservable(request.responseJSON().value()).toBe('30ms (v|)', { v: 'ok' });
      expectObservable(request.responseString().value(), '10ms ^').toBe('30ms (v|)', { v: '"ok"' });
      flush();
      expect(server.sent).toHaveLength(1);
    });
  });

  it('are given to those who come late in the instant they come', () => {
    inVirtualTime(({ session, expectObservable, flush }) => {
      const server = session(() => OK);
      const response = server.request(API).responseJSON().value();
      expectObservable(response).toBe('30ms (v|)', { v: 'ok' });
      expectObservable(response, '100ms ^').toBe('100ms (v|)', { v: 'ok' });
      flush();
      expect(server.sent).toHaveLength(1);
    });
  });

  it('wait for the slowest serializer', () => {
    inVirtualTime(({ session, expectObservable, cold }) => {
      const request = session(() => OK).request(API);
      expectObservable(request.responseJSON().value()).toBe('80ms (v|)', { v: 'ok' });
      const slow = { serialize: () => cold('50ms s') };
      expectObservable(request.response(slow).value()).toBe('80ms (s|)');
    });
  });

  it('of the cold door belong to an exchange each', () => {
    inVirtualTime(({ session, expectObservable, flush }) => {
      const server = session(() => OK);
      const value = server.get(API);
      expectObservable(value).toBe('30ms (v|)', { v: 'ok' });
      expectObservable(value, '20ms ^').toBe('50ms (v|)', { v: 'ok' });
      flush();
      expect(server.sent.map(([frame]) => frame)).toEqual([0, 20]);
    });
  });
});

describe('the states of a request', () => {
  it('are told when they change', () => {
    inVirtualTime(({ session, expectObservable }) => {
      const request = session(() => OK).request(API);
      request.adapt(Adapter((urlRequest) => timer(40).pipe(map(() => urlRequest))));
      expectObservable(request.response().pipe(ignoreElements())).toBe('70ms |');
      expectObservable(request.states).toBe('(ir) 66ms (f|)', STATES);
    });
  });

  it('stand still while it is suspended, and its answer with them', () => {
    inVirtualTime(({ session, expectObservable, at }) => {
      const request = session(() => OK).request(API);
      at(20, () => request.suspend());
      at(70, () => request.resume());
      expectObservable(request.responseJSON().value()).toBe('70ms (v|)', { v: 'ok' });
      expectObservable(request.states).toBe('(ir) 16ms s 49ms (rf|)', STATES);
    });
  });

  it('begin with the hand of the caller where listening starts nothing', () => {
    inVirtualTime(({ session, expectObservable, at }) => {
      const request = session(() => OK, { startRequestsImmediately: false }).request(API);
      at(100, () => request.resume());
      expectObservable(outcomeOf(request)).toBe('130ms (v|)');
      expectObservable(request.states).toBe('i 99ms r 29ms (f|)', STATES);
    });
  });
});

describe('a cancellation', () => {
  it.each<[string, (request: DataRequest, controller: AbortController, session: Session) => unknown]>([
    ['of the request', (request) => request.cancel()],
    ['by its AbortSignal', (_request, controller) => controller.abort()],
    ['of all requests', (_request, _controller, session) => session.cancelAllRequests()],
  ])('%s is delivered in its instant', (_how, cancel) => {
    inVirtualTime(({ session, expectObservable, at, flush, scheduler }) => {
      const server = session(() => OK);
      const controller = new AbortController();
      const request = server.request(API, { signal: controller.signal });
      at(20, () => cancel(request, controller, server));
      expectObservable(outcomeOf(request)).toBe('20ms (c|)');
      expectObservable(request.states).toBe('(ir) 16ms (c|)', STATES);
      flush();
      expect([scheduler.now(), scheduler.actions]).toEqual([20, []]);
    });
  });

  it('is told when all requests have ended', () => {
    inVirtualTime(({ session, expectObservable, cold }) => {
      const server = session(() => OK);
      for (const path of ['one', 'two'])
        server
          .request(API + path)
          .response()
          .subscribe();
      const cancelled = cold('10ms (x|)').pipe(concatMap(() => server.cancelAllRequests()));
      expectObservable(cancelled.pipe(map(() => 'c'))).toBe('10ms (c|)');
    });
  });

  it('of one of two listeners leaves the other what it waits for', () => {
    inVirtualTime(({ session, expectObservable }) => {
      const request = session(() => OK).request(API);
      expectObservable(request.responseString(), '^ 9ms !').toBe('');
      expectObservable(request.responseJSON().value()).toBe('30ms (v|)', { v: 'ok' });
    });
  });

  it('of the only listener is none when another one comes in the same turn', () => {
    inVirtualTime(({ session, expectObservable, hot, flush }) => {
      const server = session(() => OK);
      const response = server.request(API).responseJSON().value();
      const toggled = hot('a--b--c').pipe(switchMap(() => response));
      expectObservable(toggled).toBe('30ms v', { v: 'ok' });
      flush();
      expect(server.sent).toHaveLength(1);
    });
  });

  it('of the search before, by switchMap over the cold door, sends nothing twice', () => {
    inVirtualTime(({ session, expectObservable, hot, flush }) => {
      const server = session(({ urlRequest }) => ({ ...OK, body: `"${urlRequest.url.at(-1) ?? ''}"` }));
      const found = hot('a 19ms b 99ms c').pipe(switchMap((word) => server.get<string>(API + word)));
      expectObservable(found).toBe('50ms b 99ms c');
      flush();
      expect(server.sent.map(([frame]) => frame)).toEqual([0, 20, 120]);
    });
  });
});

describe('promises in virtual time', () => {
  it('are waited for in no time between the instants', async () => {
    const scheduler = new VirtualTimeScheduler();
    const transport = new StubTransport(() => OK, { scheduler });
    const session = new Session({ transport, rootQueue: scheduler });
    const request = session.request(API).adapt(Adapter((urlRequest) => Promise.resolve(urlRequest)));
    const frames: number[] = [];
    request.response().subscribe(() => frames.push(scheduler.now()));
    await flushVirtualTime(scheduler);
    expect(frames).toEqual([30]);
  });

  it('make a form that is uploaded', async () => {
    const scheduler = new VirtualTimeScheduler();
    const transport = new StubTransport(() => OK, { scheduler, collectsBodies: true });
    const session = new Session({ transport, rootQueue: scheduler });
    const upload = session.upload((form) => void form.append('Ada', { name: 'name' }), API);
    const values: unknown[] = [];
    upload
      .responseJSON()
      .value()
      .subscribe((value) => values.push(value));
    await flushVirtualTime(scheduler);
    expect(values).toEqual(['ok']);
    expect(new TextDecoder().decode(transport.bodies[0])).toContain('Ada');
  });
});
