import { map } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import { isTimeout, RetryPolicy, Session, type SessionOptions } from 'rxsession';
import { StubTransport, type StubReplier } from 'rxsession/testing';

/** Runs a session on a TestScheduler: its backoff, timeouts and deliveries are frames. */
function inVirtualTime(
  work: (t: { session(replier: StubReplier, options?: SessionOptions): Session } & Helpers) => void,
): void {
  const scheduler = new TestScheduler((actual, expected) => {
    expect(actual).toEqual(expected);
  });
  scheduler.run((helpers) => {
    const session = (replier: StubReplier, options: SessionOptions = {}): Session =>
      new Session({ transport: new StubTransport(replier, { scheduler }), rootQueue: scheduler, ...options });
    work({ session, ...helpers });
  });
}

type Helpers = Parameters<Parameters<TestScheduler['run']>[0]>[0];

const json = { headers: { 'Content-Type': 'application/json' }, body: '{"ok":true}' };

describe('a session whose rootQueue is a TestScheduler', () => {
  it('answers after the delay of the transport', () => {
    inVirtualTime(({ session, expectObservable }) => {
      const value = session(() => ({ ...json, delay: 30 })).get('https://example.com/');
      expectObservable(value).toBe('30ms (v|)', { v: { ok: true } });
    });
  });

  it('waits 500 ms, then 1 s before the retries of a RetryPolicy', () => {
    inVirtualTime(({ session, expectObservable }) => {
      const interceptor = new RetryPolicy({ retryLimit: 2 });
      const flaky = session((_, attempt) => (attempt < 3 ? { statusCode: 503 } : json), { interceptor });
      expectObservable(flaky.get('https://example.com/')).toBe('1500ms (v|)', { v: { ok: true } });
    });
  });

  it('times out after the silence of its configuration', () => {
    inVirtualTime(({ session, expectObservable }) => {
      const silent = session(() => 'never', { configuration: { timeoutIntervalForRequest: 5000 } });
      const timedOut = silent
        .request('https://example.com/')
        .response()
        .pipe(map(({ error }) => isTimeout(error)));
      expectObservable(timedOut).toBe('5s (t|)', { t: true });
    });
  });

  it('ends an adapter that never answers with the limit for the whole exchange', () => {
    inVirtualTime(({ session, expectObservable, cold }) => {
      const configuration = { timeoutIntervalForResource: 900 };
      const stuck = session(() => json, { configuration }).request('https://example.com/');
      const response = stuck.adapt({ adapt: () => cold('-') }).response();
      expectObservable(response.pipe(map(({ error }) => isTimeout(error)))).toBe('900ms (t|)', { t: true });
    });
  });

  it('cancels the exchange when the only listener leaves', () => {
    inVirtualTime(({ session, expectObservable, flush }) => {
      const request = session(() => ({ ...json, delay: 100 })).request('https://example.com/');
      expectObservable(request.responseJSON(), '^--!').toBe('----');
      flush();
      expect(request.state).toBe('cancelled');
    });
  });
});
