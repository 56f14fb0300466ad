import { describe, expect, it } from '@jest/globals';
import { map, NEVER, type Observable, timer } from 'rxjs';
import type { TestScheduler } from 'rxjs/testing';
import {
  Adapter,
  type DataRequest,
  HTTPHeaders,
  HTTPURLResponse,
  Redirector,
  Retrier,
  RetryPolicy,
  RetryResult,
  Session,
  type SessionConfigurationInit,
  SessionError,
  URLRequest,
} from 'rxsession';
import { StubTransport, type StubReplier } from 'rxsession/testing';
import type { Transport, TransportTask } from '../../lib/transport/transport.js';
import { CountingInterceptor } from '../support/counting-interceptor.js';
import { inVirtualTime } from '../support/virtual-session.js';

const API = 'https://api.example.com/';

/** Told as `t` for a timeout, else as `v`. */
const outcomeOf = (request: DataRequest): Observable<'t' | 'v'> =>
  request.response().pipe(map(({ error }) => (error?.code === 'timedOut' ? 't' : 'v')));

/** A task that waits for a connection until it is told otherwise. */
function queuedTask(): TransportTask & { isQueued: boolean } {
  const controls = { resume: ignored, suspend: ignored, cancel: ignored, discard: ignored };
  return { ...controls, timings: {}, sendPhase: 'nothing', isReusedConnection: undefined, isQueued: true };
}

function ignored(): void {
  // nothing moves
}

const silence = (timeoutIntervalForRequest: number): { configuration: SessionConfigurationInit } => ({
  configuration: { timeoutIntervalForRequest },
});

const inAll = (timeoutIntervalForResource: number): { configuration: SessionConfigurationInit } => ({
  configuration: { timeoutIntervalForResource },
});

describe('the timeoutInterval', () => {
  it.each<[string, number | undefined, string]>([
    ['of the session counts where the request has none', undefined, '5s (t|)'],
    ['of the request counts before that of the session', 70, '70ms (t|)'],
    ['of the request may be longer', 9000, '9s (t|)'],
  ])('%s', (_what, timeoutInterval, marbles) => {
    inVirtualTime(({ session, expectObservable }) => {
      const request = session(() => 'never', silence(5000)).request(new URLRequest(API, { timeoutInterval }));
      expectObservable(outcomeOf(request)).toBe(marbles);
    });
  });

  it('does not count the wait for one of the session’s own connections', () => {
    inVirtualTime(({ session, expectObservable, at }) => {
      const transport: Transport = {
        capabilities: { visibleRedirects: true, bodies: new Set() },
        send: (_request, client) => {
          const queued = queuedTask();
          at(12_000, () => {
            queued.isQueued = false;
            client.didLeaveQueue?.();
          });
          return queued;
        },
      };
      const request = session(() => 'never', { ...silence(5000), transport }).request(API);
      expectObservable(outcomeOf(request)).toBe('17s (t|)');
    });
  });

  it('is 60 seconds unless given', () => {
    inVirtualTime(({ session, expectObservable }) => {
      expectObservable(outcomeOf(session(() => 'never').request(API))).toBe('60s (t|)');
    });
  });

  it('may be infinite', () => {
    inVirtualTime(({ session, expectObservable }) => {
      const request = session(() => ({ delay: 86_400_000 }), silence(Infinity)).request(API);
      expectObservable(outcomeOf(request)).toBe('86400s (v|)');
    });
  });

  it('begins anew with each piece of the response', () => {
    inVirtualTime(({ session, expectObservable }) => {
      const drop: StubReplier = () => ({ body: ['a', 'b', 'c', 'd'], delay: 900, chunkDelay: 900 });
      expectObservable(outcomeOf(session(drop, silence(1000)).request(API))).toBe('4500ms (v|)');
    });
  });

  it('ends a response that falls silent halfway', () => {
    inVirtualTime(({ session, expectObservable, flush }) => {
      const replier: StubReplier = () => ({ body: ['a', 'b'], delay: 900, chunkDelay: 1001 });
      const request = session(replier, silence(1000)).request(API);
      expectObservable(outcomeOf(request)).toBe('1900ms (t|)');
      flush();
      expect(request.httpResponse?.statusCode).toBe(200);
    });
  });

  it('begins anew with each piece of the body that is sent', () => {
    inVirtualTime(({ scheduler, expectObservable }) => {
      const transport = new SlowUploads(scheduler, 900);
      const session = new Session({ transport, rootQueue: scheduler, ...silence(1000) });
      expectObservable(outcomeOf(session.upload('hello', API))).toBe('5400ms (v|)');
    });
  });

  it('ends an upload of which nothing moves any more', () => {
    inVirtualTime(({ scheduler, expectObservable }) => {
      const transport = new SlowUploads(scheduler, 1001);
      const session = new Session({ transport, rootQueue: scheduler, ...silence(1000) });
      expectObservable(outcomeOf(session.upload('hello', API))).toBe('1s (t|)');
    });
  });

  it('begins anew with each redirect', () => {
    inVirtualTime(({ session, expectObservable }) => {
      const hop: StubReplier = (_request, attempt) =>
        attempt < 4 ? { statusCode: 302, headers: { Location: '/' }, delay: 900 } : { delay: 900 };
      expectObservable(outcomeOf(session(hop, silence(1000)).request(API))).toBe('3600ms (v|)');
    });
  });

  it('is of no interest while a redirect handler decides, and begins anew then', () => {
    inVirtualTime(({ session, expectObservable }) => {
      const moved: StubReplier = (_request, attempt) =>
        attempt === 1 ? { statusCode: 302, headers: { Location: '/' } } : 'never';
      const request = session(moved, silence(1000)).request(API);
      request.redirect({ redirect: (_task, newRequest) => timer(5000).pipe(map(() => newRequest)) });
      expectObservable(outcomeOf(request)).toBe('6s (t|)');
    });
  });

  it('is of no interest while adapters and retriers take their time', () => {
    inVirtualTime(({ session, expectObservable }) => {
      const slow = session((_request, attempt) => ({ statusCode: attempt === 1 ? 500 : 200 }), silence(10));
      const request = slow.request(API).validate();
      request.adapt(Adapter((urlRequest) => timer(300).pipe(map(() => urlRequest))));
      request.retry(Retrier(() => timer(400).pipe(map(() => RetryResult.retryWithDelay(500)))));
      expectObservable(outcomeOf(request)).toBe('1500ms (v|)');
    });
  });

  it('is counted anew by each attempt', () => {
    inVirtualTime(({ session, expectObservable }) => {
      const replier: StubReplier = (_request, attempt) => (attempt < 3 ? 'never' : { delay: 900 });
      const flaky = session(replier, { interceptor: new RetryPolicy(), ...silence(1000) });
      expectObservable(outcomeOf(flaky.request(API))).toBe('4400ms (v|)');
    });
  });

  it('may be another for each attempt', () => {
    inVirtualTime(({ session, expectObservable }) => {
      const intervals = [100, 300, 500];
      const interceptor = new RetryPolicy({ exponentialBackoffScale: 0 });
      const request = session(() => 'never', { interceptor }).request(API, {
        requestModifier: (urlRequest) => urlRequest.with({ timeoutInterval: intervals.shift() }),
      });
      expectObservable(outcomeOf(request)).toBe('900ms (t|)');
    });
  });
});

describe('silence while a request is suspended', () => {
  it('does not count, and what was before is forgotten', () => {
    inVirtualTime(({ session, expectObservable, at }) => {
      const request = session(() => 'never', silence(1000)).request(API);
      at(900, () => request.suspend());
      at(5000, () => request.resume());
      expectObservable(outcomeOf(request)).toBe('6s (t|)');
    });
  });

  it('does not count either when the request is suspended again and again', () => {
    inVirtualTime(({ session, expectObservable, at }) => {
      const request = session(() => ({ delay: 10_000 }), silence(1000)).request(API);
      for (let frame = 900; frame < 9900; frame += 900) {
        at(frame, () => request.suspend());
        at(frame, () => request.resume());
      }
      expectObservable(outcomeOf(request)).toBe('10s (v|)');
    });
  });

  it('counts by the interval of the new attempt where the one that was suspended has failed', () => {
    inVirtualTime(({ scheduler, expectObservable, at }) => {
      const intervals = [1000, 200];
      const session = new Session({ transport: new LosingOnce(scheduler), rootQueue: scheduler });
      const request = session.request(API, {
        requestModifier: (urlRequest) => urlRequest.with({ timeoutInterval: intervals.shift() }),
        interceptor: new RetryPolicy({ retryLimit: 1 }),
      });
      at(10, () => request.suspend());
      at(900, () => request.resume());
      expectObservable(outcomeOf(request)).toBe('1100ms (t|)');
    });
  });
});

describe('timeoutIntervalForResource', () => {
  it('begins with the first resume of a request that was set up eagerly', () => {
    inVirtualTime(({ session, expectObservable, at, scheduler }) => {
      const eager = session(() => 'never', { requestSetup: 'eager', ...inAll(1000) });
      const [request] = [eager.request(API), eager.request(API)];
      at(400, () => expect(scheduler.actions).toHaveLength(1));
      expectObservable(outcomeOf(request), '500ms ^').toBe('1500ms (t|)');
    });
  });

  it('bounds all attempts and their delays together, and no retrier is asked', () => {
    inVirtualTime(({ session, expectObservable, flush }) => {
      const interceptor = new CountingInterceptor({ retry: () => RetryResult.retryWithDelay(300) });
      const request = session(() => ({ statusCode: 500, delay: 50 }), {
        interceptor,
        ...inAll(1000),
      }).request(API);
      expectObservable(outcomeOf(request.validate())).toBe('1s (t|)');
      flush();
      expect(interceptor.kinds).toEqual(Array(3).fill('responseValidationFailed'));
      expect(request.retryCount).toBe(2);
    });
  });

  it.each<[string, StubReplier]>([
    ['a response that drips', () => ({ body: Array<string>(100).fill('x'), chunkDelay: 40 })],
    ['redirects without end', () => ({ statusCode: 302, headers: { Location: '/' }, delay: 100 })],
    ['a server that hangs', () => 'never'],
  ])('ends %s', (_what, replier) => {
    inVirtualTime(({ session, expectObservable, scheduler, flush }) => {
      expectObservable(outcomeOf(session(replier, inAll(1000)).request(API))).toBe('1s (t|)');
      flush();
      expect(scheduler.actions).toEqual([]);
    });
  });

  it('ends what takes its time before anything is sent', () => {
    inVirtualTime(({ session, expectObservable, flush }) => {
      const unsent = session(() => ({}), inAll(1000));
      const request = unsent.request(API).adapt(Adapter(() => NEVER));
      expectObservable(outcomeOf(request)).toBe('1s (t|)');
      flush();
      expect(unsent.sent).toEqual([]);
    });
  });

  it.each<[string, (request: DataRequest) => DataRequest]>([
    ['a redirect handler', (request) => request.redirect({ redirect: () => NEVER })],
    ['a response handler', (request) => request.redirect(Redirector.doNotFollow).onHTTPResponse(() => NEVER)],
    ['a validation', (request) => request.redirect(Redirector.doNotFollow).validate(() => NEVER)],
    [
      'a retrier',
      (request) =>
        request
          .redirect(Redirector.doNotFollow)
          .validate()
          .retry(Retrier(() => NEVER)),
    ],
  ])('ends %s that never answers', (_what, add) => {
    inVirtualTime(({ session, expectObservable, flush }) => {
      const stuck = session(() => ({ statusCode: 302, headers: { Location: '/' } }), inAll(1000));
      expectObservable(outcomeOf(add(stuck.request(API)))).toBe('1s (t|)');
      flush();
      expect(stuck.sent).toHaveLength(1);
    });
  });

  it('counts from the start of the exchange, also while it is suspended', () => {
    inVirtualTime(({ session, expectObservable, at }) => {
      const request = session(() => 'never', inAll(1000)).request(API, { shouldAutomaticallyResume: false });
      at(500, () => request.resume());
      at(600, () => request.suspend());
      at(700, () => request.resume());
      at(800, () => request.suspend());
      expectObservable(outcomeOf(request)).toBe('1500ms (t|)');
    });
  });
});

/** Sends one byte after the other, each after so long, and answers after the last. */
class SlowUploads extends StubTransport {
  constructor(
    private readonly scheduler: TestScheduler,
    private readonly delay: number,
  ) {
    super(() => 'never', { scheduler });
  }

  override send(...[request, client]: Parameters<StubTransport['send']>): ReturnType<StubTransport['send']> {
    const { url } = request.urlRequest;
    const task = super.send({ ...request, body: undefined }, client);
    for (let sent = 1; sent <= 5; sent += 1) {
      this.scheduler.schedule(() => client.didSendBodyData(sent), sent * this.delay);
    }
    this.scheduler.schedule(() => {
      client.didReceiveResponse(new HTTPURLResponse({ url, statusCode: 200, headers: new HTTPHeaders() }));
      client.didComplete();
    }, 6 * this.delay);
    return task;
  }
}

/** Loses the first connection after 50 ms, whether or not its request is suspended; nothing comes over others. */
class LosingOnce extends StubTransport {
  constructor(private readonly scheduler: TestScheduler) {
    super(() => 'never', { scheduler });
  }

  override send(...[request, client]: Parameters<StubTransport['send']>): ReturnType<StubTransport['send']> {
    const lost = new SessionError({ kind: 'sessionTaskFailed', code: 'networkConnectionLost' });
    if (this.requests.length === 0) this.scheduler.schedule(() => client.didComplete(lost), 50);
    return super.send(request, client);
  }
}
