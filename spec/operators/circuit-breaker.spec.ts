import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  catchError,
  concatMap,
  concat,
  type MonoTypeOperatorFunction,
  type Observable,
  of,
  retry,
  switchMap,
  take,
  timer,
} from 'rxjs';
import { Adapter, Interceptor, RetryPolicy, SessionError } from 'rxsession';
import { circuitBreaker, type CircuitBreakerOptions, CircuitOpenError } from 'rxsession/operators';
import { inVirtualTime, type VirtualTime } from '../support/virtual-session.js';

const HOST = 'api.example.com';
const lost = new SessionError({ kind: 'sessionTaskFailed', code: 'networkConnectionLost' });
const refused = (status: number): SessionError =>
  new SessionError({
    kind: 'responseValidationFailed',
    reason: { kind: 'unacceptableStatusCode', code: status },
  });

/** Emits `e` for a failure, and `o` for the refusal of an open circuit. */
const letters: MonoTypeOperatorFunction<string> = catchError((error: unknown) =>
  of(error instanceof CircuitOpenError ? 'o' : 'e'),
);

/** Asks one after the other, 10 ms apart, and emits what came of each. */
function outcomes(
  time: VirtualTime,
  answers: readonly string[],
  options: CircuitBreakerOptions,
): Observable<string> {
  const guard = circuitBreaker(options)<string>(HOST);
  const requests = answers.map((marbles) => time.cold(marbles, undefined, lost).pipe(guard, letters));
  return timer(0, 10).pipe(concatMap((index) => requests[index] ?? of('')));
}

describe('circuitBreaker', () => {
  it('refuses after so many failures in a row, and does not subscribe to the source', () => {
    inVirtualTime((time) => {
      const breaker = circuitBreaker({ failureThreshold: 2 });
      const source = time.cold('#', undefined, lost);
      const asked = concat(...[1, 2, 3, 4].map(() => source.pipe(breaker(HOST), letters)));
      time.expectObservable(asked).toBe('(eeoo|)');
      time.expectSubscriptions(source.subscriptions).toBe(['(^!)', '(^!)']);
    });
  });

  it.each<[string, string[], CircuitBreakerOptions, string]>([
    [
      'begins to count anew after a success',
      ['#', '(a|)', '#', '#'],
      { failureThreshold: 2 },
      'e 9ms a 9ms e 9ms e',
    ],
    [
      'tries again after openFor, and closes at a success',
      ['#', 'x', '(a|)', '(b|)'],
      { failureThreshold: 1, openFor: 15 },
      'e 9ms o 9ms a 9ms b',
    ],
    [
      'opens again at a failure of the trial',
      ['#', '#', '(a|)', '(b|)'],
      { failureThreshold: 1, openFor: 10 },
      'e 9ms e 9ms a 9ms b',
    ],
  ])('%s', (_what, answers, options, marbles) => {
    inVirtualTime((time) => {
      const length = 10 * answers.length - 1;
      time.expectObservable(outcomes(time, answers, options), `^ ${length - 1}ms !`).toBe(marbles);
    });
  });

  it('lets as many try at once as there are trials', () => {
    inVirtualTime(({ cold, expectObservable }) => {
      const breaker = circuitBreaker({ failureThreshold: 1, openFor: 10, trials: 2 });
      const slow = cold('5ms (a|)').pipe(breaker(HOST), letters);
      expectObservable(cold('#', undefined, lost).pipe(breaker(HOST), letters)).toBe('(e|)');
      expectObservable(slow, '10ms ^').toBe('15ms (a|)');
      expectObservable(slow, '11ms ^').toBe('16ms (a|)');
      expectObservable(slow, '12ms ^').toBe('12ms (o|)');
    });
  });

  it('gives the place of a trial that is cancelled to another', () => {
    inVirtualTime(({ cold, expectObservable }) => {
      const breaker = circuitBreaker({ failureThreshold: 1, openFor: 10 });
      const slow = cold('5ms (a|)').pipe(breaker(HOST), letters);
      expectObservable(cold('#', undefined, lost).pipe(breaker(HOST), letters)).toBe('(e|)');
      expectObservable(slow, '10ms ^ 1ms !').toBe('');
      expectObservable(slow, '13ms ^').toBe('18ms (a|)');
    });
  });

  it('is neither closed nor opened by a request that was cancelled', () => {
    inVirtualTime(({ cold, expectObservable }) => {
      const breaker = circuitBreaker({ failureThreshold: 1, openFor: 10 });
      const cancelled = new SessionError({ kind: 'explicitlyCancelled' });
      expectObservable(cold('#', undefined, lost).pipe(breaker<string>(HOST), letters)).toBe('(e|)');
      expectObservable(cold('#', undefined, cancelled).pipe(breaker<string>(HOST), letters), '10ms ^').toBe(
        '10ms (e|)',
      );
      expectObservable(breaker.states(HOST), '11ms ^ !').toBe('11ms h', { h: 'halfOpen' });
    });
  });

  it('counts a success for a subscriber that leaves with the first value', () => {
    inVirtualTime(({ cold, expectObservable }) => {
      const breaker = circuitBreaker({ failureThreshold: 1, openFor: 10 });
      expectObservable(cold('#', undefined, lost).pipe(breaker<string>(HOST), letters)).toBe('(e|)');
      expectObservable(cold('a-|').pipe(breaker(HOST), take(1)), '10ms ^').toBe('10ms (a|)');
      expectObservable(breaker.states(HOST), '11ms ^ !').toBe('11ms c', { c: 'closed' });
    });
  });

  it.each<[boolean, string, unknown]>([
    [true, 'a lost connection', lost],
    [true, 'a timeout', new SessionError({ kind: 'sessionTaskFailed', code: 'timedOut' })],
    [true, 'a status code of 503', refused(503)],
    [false, 'a status code of 404', refused(404)],
    [false, 'a cancellation', new SessionError({ kind: 'explicitlyCancelled' })],
    [false, 'an error of somebody else', new Error('mine')],
  ])('counts as a failure (%s): %s', (counts, _what, error) => {
    inVirtualTime(({ cold, expectObservable }) => {
      const breaker = circuitBreaker({ failureThreshold: 1 });
      const source = cold('#', undefined, error).pipe(breaker(HOST), letters);
      expectObservable(concat(source, source)).toBe(counts ? '(eo|)' : '(ee|)');
    });
  });

  it('has a circuit for each host, however its URL is written', () => {
    inVirtualTime(({ cold, expectObservable }) => {
      const breaker = circuitBreaker({ failureThreshold: 1 });
      const failing = cold('#', undefined, lost);
      const asked = [`https://${HOST}/a`, new URL(`https://${HOST}/b?c`), HOST, 'https://other.example/'].map(
        (target) => failing.pipe(breaker(target), letters),
      );
      expectObservable(concat(...asked)).toBe('(eooe|)');
    });
  });

  it('tells each change of state', () => {
    inVirtualTime(({ cold, expectObservable }) => {
      const breaker = circuitBreaker({ failureThreshold: 1, openFor: 10 });
      const ask = (marbles: string): Observable<string> =>
        cold(marbles, undefined, lost).pipe(breaker(HOST), letters);
      expectObservable(concat(ask('--#'), timer(10).pipe(switchMap(() => ask('--(a|)'))))).toBe(
        '--e 11ms (a|)',
      );
      const names = { c: 'closed', o: 'open', h: 'halfOpen' };
      expectObservable(breaker.states(HOST), '^ 19ms !').toBe('c-o 9ms h-c', names);
      const change = (state: string): unknown => ({ key: HOST, state });
      expectObservable(breaker.changes, '^ 19ms !').toBe('--o 9ms h-c', {
        o: change('open'),
        h: change('halfOpen'),
        c: change('closed'),
      });
      expectObservable(
        timer(5).pipe(switchMap(() => of(breaker.state(HOST), breaker.state('unknown')))),
      ).toBe('5ms (oc|)', names);
    });
  });

  it('says in its error how long it is open', () => {
    inVirtualTime(({ cold, expectObservable }) => {
      const breaker = circuitBreaker({ failureThreshold: 1, openFor: 30_000 });
      expectObservable(cold('#', undefined, lost).pipe(breaker(HOST), letters)).toBe('(e|)');
      const message = `The circuit of ${HOST} is open for another 20 s.`;
      const error = expect.objectContaining({
        name: 'CircuitOpenError',
        key: HOST,
        retryAfter: 20_000,
        message,
      });
      expectObservable(cold('a').pipe(breaker(HOST)), '10s ^').toBe('10s #', undefined, error);
    });
  });

  it('counts the outcome of the retries of a RetryPolicy, and builds nothing while it is open', () => {
    inVirtualTime(({ session, expectObservable, flush }) => {
      let adapted = 0;
      const counting = Adapter((request) => ((adapted += 1), request));
      const interceptor = new Interceptor({
        adapters: [counting],
        retriers: [new RetryPolicy({ retryLimit: 2 })],
      });
      const server = session(() => ({ statusCode: 503 }), { interceptor });
      const breaker = circuitBreaker({ failureThreshold: 2, scheduler: server.rootQueue });
      const guarded = server.get<string>(`https://${HOST}/`).pipe(breaker(HOST), letters);
      expectObservable(concat(guarded, guarded, guarded)).toBe('1500ms e 1499ms (eo|)');
      flush();
      expect([adapted, server.sent.length]).toEqual([6, 6]);
    });
  });

  it('is asked again by retry around it', () => {
    inVirtualTime(({ cold, expectObservable }) => {
      const breaker = circuitBreaker({ failureThreshold: 1, openFor: 20 });
      const answers = [cold('#', undefined, lost), cold('(a|)')];
      const source = timer(0).pipe(
        switchMap(() => answers.shift() ?? of('b')),
        breaker(HOST),
      );
      expectObservable(source.pipe(retry({ delay: 15 }))).toBe('30ms (a|)');
    });
  });

  it('never lets more than the trials through, and opens in time, whatever happens: a model', () => {
    const visit = fc.record({
      at: fc.nat(300),
      takes: fc.nat(30),
      fails: fc.boolean(),
      leavesAfter: fc.nat(60),
    });
    fc.assert(fc.property(fc.array(visit, { maxLength: 40 }), fc.integer({ min: 1, max: 3 }), play), {
      numRuns: 200,
    });
  });
});

interface Visit {
  readonly at: number;
  readonly takes: number;
  readonly fails: boolean;
  readonly leavesAfter: number;
}

/** Has requests come and go, and compares each admission with what the state at its time allows. */
function play(visits: readonly Visit[], trials: number): void {
  inVirtualTime((time) => {
    const { scheduler } = time;
    const breaker = circuitBreaker({ failureThreshold: 2, openFor: 40, trials });
    let running = 0;
    let openSince = -Infinity;
    breaker.changes.subscribe(({ state }) => {
      if (state === 'open') openSince = scheduler.now();
    });
    for (const { at, takes, fails, leavesAfter } of visits) {
      time.at(at, () => {
        const answer = time.cold(`${takes}ms ${fails ? '#' : '(a|)'}`, undefined, lost);
        const state = breaker.state(HOST);
        const seen = { isRefused: false };
        const error = (reason: unknown): void => {
          seen.isRefused ||= reason instanceof CircuitOpenError;
        };
        const subscription = answer.pipe(breaker(HOST)).subscribe({ error });
        if (state === 'open') expect(seen.isRefused).toBe(scheduler.now() - openSince < 40);
        if (state === 'halfOpen') expect(seen.isRefused).toBe(running >= trials);
        if (seen.isRefused) return;
        running += 1;
        subscription.add(() => (running -= 1));
        scheduler.schedule(() => {
          subscription.unsubscribe();
        }, leavesAfter);
      });
    }
    time.flush();
    expect(running).toBe(0);
  });
}
