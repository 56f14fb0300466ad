import { describe, expect, it } from '@jest/globals';
import { defer, finalize, map, NEVER, type Observable, of, throwError, timer } from 'rxjs';
import {
  Interceptor,
  OfflineRetrier,
  type OfflineRetrierOptions,
  RetryPolicy,
  RetryResult,
  SessionError,
} from 'rxsession';
import { type Reachability } from 'rxsession/transport';
import type { StubReplier } from 'rxsession/testing';
import { requestInfo, sessionInfo, taskInfo } from '../support/request-info.js';
import { inVirtualTime } from '../support/virtual-session.js';

const API = 'https://api.example.com/';
const OFFLINE = new SessionError({ kind: 'sessionTaskFailed', code: 'notConnectedToInternet' });

/** Counts how often it was listened to, and no longer. */
class Monitor implements Reachability {
  started = 0;
  stopped = 0;
  readonly isReachable: Observable<boolean>;

  constructor(source: Observable<boolean>) {
    this.isReachable = defer(() => {
      this.started += 1;
      return source.pipe(
        finalize(() => {
          this.stopped += 1;
        }),
      );
    });
  }
}

/** Fails so often at each URL, then succeeds. */
function failing(times: number, error: unknown = OFFLINE): StubReplier {
  const asked = new Map<string, number>();
  return ({ urlRequest: { url } }) => {
    const count = (asked.get(url) ?? 0) + 1;
    asked.set(url, count);
    return count <= times ? { error } : { body: '"ok"', headers: { 'Content-Type': 'application/json' } };
  };
}

/** 404 so often, then 200; every failure is held for one of the network. */
const notFound = (times: number): StubReplier => {
  let asked = 0;
  return () => ((asked += 1) <= times ? { statusCode: 404 } : { body: '"ok"' });
};
const any = { isOfflineError: () => true };

const interceptorOf = (reachability: Reachability, options: Partial<OfflineRetrierOptions> = {}) =>
  new OfflineRetrier({ reachability, ...options });

describe('a request without a network', () => {
  it('is sent again when the network is there', () => {
    inVirtualTime(({ session, hot, expectObservable, flush }) => {
      const reachability = { isReachable: hot('f-- 2s t-f', { t: true, f: false }) };
      const offline = session(failing(1), { interceptor: interceptorOf(reachability) });
      expectObservable(offline.get(API)).toBe('2003ms (v|)', { v: 'ok' });
      flush();
      expect(offline.sent.map(([frame]) => frame)).toEqual([0, 2003]);
    });
  });

  it('is sent again at once where the network is there', () => {
    inVirtualTime(({ session, flush }) => {
      const monitor = new Monitor(of(true));
      const interceptor = interceptorOf(monitor, { maximumWait: 100, ...any });
      const offline = session(notFound(1), { interceptor });
      const request = offline.request(API).validate();
      const results: string[] = [];
      request.responseString().subscribe(({ result }) => results.push(result.kind));
      flush();
      expect([results, request.tasks.length]).toEqual([['success'], 2]);
      expect([monitor.started, monitor.stopped]).toEqual([1, 1]);
    });
  });

  it('is told from one that failed for another reason, and nobody listens for the network', () => {
    inVirtualTime(({ session, flush }) => {
      const monitor = new Monitor(of(true));
      const request = session(notFound(1), { interceptor: interceptorOf(monitor) })
        .request(API)
        .validate();
      const results: string[] = [];
      request.responseString().subscribe(({ result }) => results.push(result.kind));
      flush();
      expect([results, request.tasks.length]).toEqual([['failure'], 1]);
      expect([monitor.started, monitor.stopped]).toEqual([0, 0]);
    });
  });

  it('keeps its failure when the network takes too long', () => {
    inVirtualTime(({ session, flush, scheduler }) => {
      const monitor = new Monitor(timer(1000, scheduler).pipe(map(() => true)));
      const interceptor = interceptorOf(monitor, { maximumWait: 1, ...any });
      const request = session(notFound(1), { interceptor }).request(API).validate();
      const seen: unknown[] = [];
      request.responseString().subscribe(({ error }) => seen.push(error?.responseCode, scheduler.now()));
      flush();
      expect([seen, request.tasks.length]).toEqual([[404, 1], 1]);
      expect([monitor.started, monitor.stopped]).toEqual([1, 1]);
    });
  });

  it.each([
    ['at once where the network can never come', of(false), '(v|)'],
    ['after five seconds unless told otherwise', NEVER, '5s (v|)'],
  ])('gives up %s', (_when, isReachable, marbles) => {
    inVirtualTime(({ session, expectObservable }) => {
      const offline = session(failing(1), { interceptor: interceptorOf({ isReachable }) });
      const codes = offline
        .request(API)
        .response()
        .pipe(map(({ error }) => error?.code));
      expectObservable(codes).toBe(marbles, { v: 'notConnectedToInternet' });
    });
  });

  it('waits without end when told to', () => {
    inVirtualTime(({ session, hot, expectObservable }) => {
      const reachability = { isReachable: hot('9000m t', { t: true }) };
      const interceptor = interceptorOf(reachability, { maximumWait: Infinity });
      const configuration = { timeoutIntervalForResource: Infinity };
      const offline = session(failing(1), { interceptor, configuration });
      expectObservable(offline.get(API)).toBe('9000m (v|)', { v: 'ok' });
    });
  });

  it('fails with the error of a reachability that fails, beside its own', () => {
    inVirtualTime(({ session, expectObservable }) => {
      const broken = new Error('broken');
      const interceptor = interceptorOf({ isReachable: throwError(() => broken) });
      const errors = session(failing(1), { interceptor }).request(API).response();
      const told = errors.pipe(map(({ error }) => [error?.kind, error?.cause]));
      expectObservable(told).toBe('(v|)', { v: ['requestRetryFailed', broken] });
    });
  });
});

describe('a request that fails again although the network is said to be there', () => {
  it('is sent again each second, and no longer than the maximum wait', () => {
    inVirtualTime(({ session, flush }) => {
      const interceptor = interceptorOf({ isReachable: of(true) }, { maximumWait: 3500 });
      const offline = session(failing(Infinity), { interceptor });
      const codes: unknown[] = [];
      offline
        .request(API)
        .responseData()
        .subscribe(({ error }) => codes.push(error?.code));
      flush();
      expect(offline.sent.map(([frame]) => frame)).toEqual([0, 0, 1000, 2000, 3000, 3500]);
      expect(codes).toEqual(['notConnectedToInternet']);
    });
  });

  it('waits in all for the maximum wait', () => {
    inVirtualTime(({ session, hot, expectObservable }) => {
      const isReachable = hot('f 2999ms t f', { t: true, f: false });
      const offline = session(failing(Infinity), { interceptor: interceptorOf({ isReachable }) });
      const codes = offline
        .request(API)
        .response()
        .pipe(map(({ error }) => error?.code));
      expectObservable(codes).toBe('5s (v|)', { v: 'notConnectedToInternet' });
    });
  });

  it('has all of its patience again after a failure of another kind', () => {
    inVirtualTime(({ session, flush }) => {
      const offlineRetrier = interceptorOf({ isReachable: of(true) });
      const interceptor = new Interceptor({
        retriers: [offlineRetrier, new RetryPolicy({ exponentialBackoffScale: 10 })],
      });
      const replies: StubReplier = (_request, attempt) =>
        attempt === 2 ? { statusCode: 503 } : attempt < 4 ? { error: OFFLINE } : {};
      const offline = session(replies, { interceptor });
      offline.request(API).validate().response().subscribe();
      flush();
      expect(offline.sent.map(([frame]) => frame)).toEqual([0, 0, 20, 20]);
    });
  });
});

describe('a request that is cancelled while it waits', () => {
  it('waits no longer, and nobody listens for the network', () => {
    inVirtualTime(({ session, at, flush, scheduler }) => {
      const monitor = new Monitor(NEVER);
      const offline = session(failing(1), { interceptor: interceptorOf(monitor) });
      const request = offline.request(API);
      const seen: unknown[] = [];
      request.response().subscribe(({ error }) => seen.push(error?.kind, scheduler.now()));
      at(700, () => request.cancel());
      flush();
      expect(seen).toEqual(['explicitlyCancelled', 700]);
      expect([monitor.stopped, offline.sent.length, scheduler.now()]).toEqual([1, 1, 700]);
    });
  });
});

describe('an OfflineRetrier of a session', () => {
  const four = (batch: string): string[] => ['a', 'b', 'c', 'd'].map((name) => `${API}${batch}${name}`);

  it('listens once for all requests that wait, and again for those that come later', () => {
    inVirtualTime(({ session, at, flush, scheduler }) => {
      const monitor = new Monitor(timer(10, scheduler).pipe(map(() => true)));
      const interceptor = interceptorOf(monitor, { maximumWait: 500 });
      const offline = session(failing(1), { interceptor });
      const told: unknown[] = [];
      const start = (batch: string) => () => {
        for (const url of four(batch))
          offline.get(url).subscribe((value) => told.push(value, scheduler.now()));
      };
      start('first')();
      at(9, () => expect([monitor.started, monitor.stopped]).toEqual([1, 0]));
      at(100, start('second'));
      flush();
      const batch = (time: number) => Array.from({ length: 4 }, () => ['ok', time]).flat();
      expect(told).toEqual([...batch(10), ...batch(110)]);
      expect([monitor.started, monitor.stopped]).toEqual([2, 2]);
    });
  });

  it('gives up for all that have waited too long', () => {
    inVirtualTime(({ session, flush, scheduler }) => {
      const monitor = new Monitor(timer(1000, scheduler).pipe(map(() => true)));
      const offline = session(failing(1), { interceptor: interceptorOf(monitor, { maximumWait: 10 }) });
      const failed: unknown[] = [];
      for (const url of four('')) {
        offline
          .get(url)
          .subscribe({ error: (error: SessionError) => failed.push(error.code, scheduler.now()) });
      }
      flush();
      expect(failed).toEqual(Array.from({ length: 4 }, () => ['notConnectedToInternet', 10]).flat());
      expect([monitor.started, monitor.stopped]).toEqual([1, 1]);
    });
  });
});

describe('OfflineRetrier', () => {
  const retrier = interceptorOf({ isReachable: of(true) });
  const post = requestInfo().request!.with({ method: 'POST' });

  it.each([
    ['may have arrived', post, 'something', false],
    ['has not left', post, 'nothing', true],
    ['may come twice', post.with({ method: 'PUT' }), 'something', true],
    ['is known again', post.with({ headers: { 'Idempotency-Key': '1' } }), 'something', true],
  ] as const)('minds what may be sent again: a request that %s', (_what, request, sendPhase, isRetried) => {
    const info = requestInfo({ request, task: taskInfo({ sendPhase }) });
    const answer = retrier.retry(info, sessionInfo(), OFFLINE);
    expect(answer === RetryResult.doNotRetry).toBe(!isRetried);
  });

  it('takes the methods that are safe to send again from its options', () => {
    const patient = interceptorOf({ isReachable: of(true) }, { retryableHTTPMethods: ['POST'] });
    const info = requestInfo({ request: post, task: taskInfo({ sendPhase: 'something' }) });
    expect(patient.retry(info, sessionInfo(), OFFLINE)).not.toBe(RetryResult.doNotRetry);
  });

  it('knows the failure behind that of an adapter', () => {
    const error = new SessionError({ kind: 'requestAdaptationFailed', error: OFFLINE });
    expect(retrier.retry(requestInfo(), sessionInfo(), error)).not.toBe(RetryResult.doNotRetry);
  });

  it('changes no request, and refuses a wait that is none', () => {
    expect(retrier.adapt(post)).toBe(post);
    expect(retrier.maximumWait).toBe(OfflineRetrier.defaultWait);
    expect(() => interceptorOf({ isReachable: of(true) }, { maximumWait: NaN })).toThrow(RangeError);
  });
});
