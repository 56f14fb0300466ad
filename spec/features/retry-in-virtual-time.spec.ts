import { describe, expect, it } from '@jest/globals';
import { map, retry, timer } from 'rxjs';
import { Adapter, Retrier, RetryPolicy, type RetryPolicyOptions, RetryResult } from 'rxsession';
import type { StubAnswer, StubReplier } from 'rxsession/testing';
import { inVirtualTime } from '../support/virtual-session.js';

const API = 'https://api.example.com/';
const OK: StubAnswer = { headers: { 'Content-Type': 'application/json' }, body: '"ok"' };

/** Fails so often, then succeeds. */
const failing =
  (times: number, headers: Record<string, string> = {}): StubReplier =>
  (_request, attempt) =>
    attempt <= times ? { statusCode: 503, headers } : OK;

describe('the backoff of a RetryPolicy', () => {
  it.each<[string, RetryPolicyOptions, string]>([
    ['doubles from half a second', { retryLimit: 4 }, '7500ms (v|)'],
    [
      'grows by its base from its scale',
      { retryLimit: 4, exponentialBackoffBase: 3, exponentialBackoffScale: 10 },
      '400ms (v|)',
    ],
    ['stays where its base is 1', { retryLimit: 4, exponentialBackoffBase: 1 }, '2s (v|)'],
    ['ends at its maximum', { retryLimit: 4, maximumDelay: 700 }, '2600ms (v|)'],
    [
      'is a random part of itself with jitter',
      { retryLimit: 4, jitter: 'full', random: () => 0.5 },
      '3750ms (v|)',
    ],
    ['is nothing where its scale is 0', { retryLimit: 4, exponentialBackoffScale: 0 }, '(v|)'],
  ])('%s', (_how, options, marbles) => {
    inVirtualTime(({ session, expectObservable }) => {
      const flaky = session(failing(4), { interceptor: new RetryPolicy(options) });
      expectObservable(flaky.get(API)).toBe(marbles, { v: 'ok' });
    });
  });

  it('draws lots for each delay anew', () => {
    inVirtualTime(({ session, flush }) => {
      const lots = [0, 0.5, 0.25];
      const interceptor = new RetryPolicy({ retryLimit: 3, jitter: 'full', random: () => lots.shift() ?? 1 });
      const flaky = session(failing(3), { interceptor });
      flaky.get(API).subscribe();
      flush();
      expect(flaky.sent.map(([frame]) => frame)).toEqual([0, 0, 500, 1000]);
    });
  });

  it('counts from the failure, not from the attempt', () => {
    inVirtualTime(({ session, flush }) => {
      const replier: StubReplier = (_request, attempt) => ({
        statusCode: attempt < 3 ? 503 : 200,
        delay: 40,
      });
      const slow = session(replier, { interceptor: new RetryPolicy() });
      slow.request(API).validate().response().subscribe();
      flush();
      expect(slow.sent.map(([frame]) => frame)).toEqual([0, 540, 1580]);
    });
  });

  it('is counted anew by each request', () => {
    inVirtualTime(({ session, expectObservable }) => {
      const flaky = session(failing(1), { interceptor: new RetryPolicy() });
      expectObservable(flaky.get(`${API}one`)).toBe('500ms (v|)', { v: 'ok' });
      expectObservable(flaky.get(`${API}two`), '200ms ^').toBe('700ms (v|)', { v: 'ok' });
    });
  });
});

describe('Retry-After', () => {
  const policy = (options: RetryPolicyOptions = {}): RetryPolicy =>
    new RetryPolicy({ respectRetryAfter: true, ...options });

  it.each<[string, Record<string, string>, RetryPolicyOptions, string]>([
    ['seconds', { 'Retry-After': '3' }, {}, '3s (v|)'],
    ['seconds below the delay of the policy', { 'Retry-After': '0' }, {}, '500ms (v|)'],
    ['seconds up to the maximum', { 'Retry-After': '120' }, {}, '120s (v|)'],
    [
      'seconds that it was not told to respect',
      { 'Retry-After': '3' },
      { respectRetryAfter: undefined },
      '500ms (v|)',
    ],
    ['no number and no date', { 'Retry-After': 'soon' }, {}, '500ms (v|)'],
    ['a date, read against that of the response', dated('12:00:00', '12:00:04'), {}, '4s (v|)'],
    ['a date that has passed', dated('12:00:00', '11:00:00'), {}, '500ms (v|)'],
    [
      'a date, read against the rootQueue',
      { 'Retry-After': 'Thu, 01 Jan 1970 00:00:10 GMT' },
      {},
      '10s (v|)',
    ],
  ])('may be %s', (_what, headers, options, marbles) => {
    inVirtualTime(({ session, expectObservable }) => {
      const busy = session(failing(1, headers), { interceptor: policy(options) });
      expectObservable(busy.get(API)).toBe(marbles, { v: 'ok' });
    });
  });

  it.each<[string, Record<string, string>, string]>([
    [
      'seconds',
      { 'Retry-After': '86400' },
      'The server asks to retry after 86400 s, more than the maximum of 120 s.',
    ],
    [
      'a date',
      dated('12:00:00', '12:02:01'),
      'The server asks to retry after 121 s, more than the maximum of 120 s.',
    ],
  ])('beyond the maximum ends the request at once, and the error says so: %s', (_what, headers, message) => {
    inVirtualTime(({ session, expectObservable }) => {
      const busy = session(failing(1, headers), { interceptor: policy() });
      const failure = busy
        .request(API)
        .validate()
        .response()
        .pipe(map(({ error }) => [error?.kind, error?.cause]));
      const cause = expect.objectContaining({ name: 'RetryAfterError', message });
      expectObservable(failure).toBe('(v|)', { v: ['requestRetryFailed', cause] });
    });
  });

  function dated(date: string, retryAfter: string): Record<string, string> {
    const on = (time: string): string => `Wed, 01 Jan 2025 ${time} GMT`;
    return { Date: on(date), 'Retry-After': on(retryAfter) };
  }
});

describe('a retrier', () => {
  const afterDelay = (delay: number): Retrier =>
    Retrier(({ retryCount }) =>
      retryCount < 2 ? RetryResult.retryWithDelay(delay) : RetryResult.doNotRetry,
    );

  it('has another attempt made after the delay it asks for', () => {
    inVirtualTime(({ session, expectObservable }) => {
      const request = session(failing(2)).request(API).validate().retry(afterDelay(250));
      expectObservable(request.responseJSON().value()).toBe('500ms (v|)', { v: 'ok' });
    });
  });

  it('may take its time to answer, as may an adapter', () => {
    inVirtualTime(({ session, expectObservable }) => {
      const flaky = session((_request, attempt) => ({
        ...OK,
        statusCode: attempt > 1 ? 200 : 503,
        delay: 5,
      }));
      const request = flaky.request(API).validate();
      request.adapt(Adapter((urlRequest) => timer(100).pipe(map(() => urlRequest))));
      request.retry(Retrier(() => timer(30).pipe(map(() => RetryResult.retryWithDelay(1000)))));
      expectObservable(request.responseJSON().value()).toBe('1240ms (v|)', { v: 'ok' });
    });
  });

  it('asked about a delay that never ends, is given no other attempt', () => {
    inVirtualTime(({ session, expectObservable }) => {
      const configuration = { timeoutIntervalForResource: 60_000 };
      const request = session(failing(1), { configuration })
        .request(API)
        .validate()
        .retry(afterDelay(Infinity));
      const error = request.response().pipe(map((response) => response.error?.code));
      expectObservable(error).toBe('60s (e|)', { e: 'timedOut' });
    });
  });

  it('is not asked again once the listener has left while it waited', () => {
    inVirtualTime(({ session, expectObservable, flush, scheduler }) => {
      const flaky = session(failing(2));
      const request = flaky.request(API).validate().retry(afterDelay(250));
      expectObservable(request.responseJSON(), '^ 100ms !').toBe('-');
      flush();
      expect(request.state).toBe('cancelled');
      expect(flaky.sent).toHaveLength(1);
      expect([scheduler.now(), scheduler.actions]).toEqual([101, []]);
    });
  });

  it('does not keep a cancellation waiting', () => {
    inVirtualTime(({ session, expectObservable, at }) => {
      const request = session(failing(2)).request(API).validate().retry(afterDelay(250));
      at(100, () => request.cancel());
      const error = request.responseJSON().pipe(map((response) => response.error?.kind));
      expectObservable(error).toBe('100ms (e|)', { e: 'explicitlyCancelled' });
    });
  });

  it('has nothing sent before a suspended request goes on', () => {
    inVirtualTime(({ session, expectObservable, at }) => {
      const flaky = session(failing(1));
      const request = flaky.request(API).validate().retry(afterDelay(250));
      at(100, () => request.suspend());
      at(900, () => request.resume());
      expectObservable(request.responseJSON().value()).toBe('900ms (v|)', { v: 'ok' });
      expectObservable(request.states).toBe('(ir) 96ms s 799ms (rf|)', STATES);
    });
  });

  const STATES = { i: 'initialized', r: 'resumed', s: 'suspended', f: 'finished' };
});

describe('a serializer that asks for another attempt', () => {
  it('runs again after the delay, and nothing is delivered before', () => {
    inVirtualTime(({ session, expectObservable }) => {
      const broken: StubReplier = (_request, attempt) => (attempt === 1 ? { ...OK, body: '{' } : OK);
      const request = session(broken).request(API);
      request.retry(Retrier(() => RetryResult.retryWithDelay(70)));
      expectObservable(request.responseString().value()).toBe('70ms (v|)', { v: '"ok"' });
      expectObservable(request.responseJSON().value()).toBe('70ms (v|)', { v: 'ok' });
    });
  });
});

describe('the retry operator of RxJS behind the cold door', () => {
  it('makes a fresh request each time, which retries for itself', () => {
    inVirtualTime(({ session, expectObservable }) => {
      const flaky = session(failing(5), { interceptor: new RetryPolicy({ retryLimit: 1 }) });
      const value = flaky.get(API).pipe(retry({ count: 2, delay: 1 }));
      expectObservable(value).toBe('1502ms (v|)', { v: 'ok' });
    });
  });
});
