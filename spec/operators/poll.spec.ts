import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  defer,
  finalize,
  map,
  type Observable,
  of,
  range,
  repeat,
  retry,
  share,
  switchMap,
  take,
  timer,
} from 'rxjs';
import { poll, type PollOptions } from 'rxsession/operators';
import { inVirtualTime } from '../support/virtual-session.js';

describe('poll', () => {
  it('starts the next request so long after the last one has ended', () => {
    inVirtualTime(({ cold, expectObservable, expectSubscriptions }) => {
      const request = cold('10ms (a|)');
      expectObservable(poll(request, { every: 30 }), '^ 99ms !').toBe('10ms a 39ms a 39ms a');
      expectSubscriptions(request.subscriptions).toBe(['^ 9ms !', '40ms ^ 9ms !', '80ms ^ 9ms !']);
    });
  });

  it.each<[string, Partial<PollOptions<string>>, string]>([
    ['waits before the first request if told so', { immediately: false }, '40ms a 39ms a'],
    ['emits the last value and completes', { until: (value) => value === 'a' }, '10ms (a|)'],
  ])('%s', (_what, options, marbles) => {
    inVirtualTime(({ cold, expectObservable }) => {
      expectObservable(poll<string>(cold('10ms (a|)'), { every: 30, ...options }), '^ 89ms !').toBe(marbles);
    });
  });

  it('calls a function for each request', () => {
    inVirtualTime(({ expectObservable }) => {
      let count = 0;
      const values = poll(() => of((count += 1)), { every: 10, until: (value) => value === 3 });
      expectObservable(values).toBe('a 9ms b 9ms (c|)', { a: 1, b: 2, c: 3 });
    });
  });

  it('never overlaps requests that take longer than the interval', () => {
    inVirtualTime(({ cold, expectObservable, expectSubscriptions }) => {
      const slow = cold('100ms (a|)');
      expectObservable(poll(slow, { every: 1 }), '^ 249ms !').toBe('100ms a 100ms a');
      expectSubscriptions(slow.subscriptions).toBe(['^ 99ms !', '101ms ^ 99ms !', '202ms ^ 47ms !']);
    });
  });

  it.each<[string, PollOptions<never>['backoff'], string[]]>([
    ['twice as long after each', undefined, ['^!', '20ms ^!', '60ms ^!', '140ms ^!']],
    ['by another base', { base: 1 }, ['^!', '10ms ^!', '20ms ^!', '30ms ^!', '40ms ^!']],
    ['up to a maximum', { maximumDelay: 25 }, ['^!', '20ms ^!', '45ms ^!', '70ms ^!']],
  ])('skips errors, and waits %s', (_how, backoff, subscriptions) => {
    inVirtualTime(({ cold, expectObservable, expectSubscriptions }) => {
      const failing = cold<never>('-#');
      const count = subscriptions.length;
      const last = Number(/^\d+/.exec(subscriptions[count - 1] ?? '')?.[0]) + count;
      expectObservable(poll(failing, { every: 10, backoff }), `^ ${last}ms !`).toBe('');
      const shifted = subscriptions.map((marbles, n) =>
        marbles.replace(/^(\d+)/, (ms) => String(Number(ms) + n)),
      );
      expectSubscriptions(failing.subscriptions).toBe(shifted);
    });
  });

  it('waits the usual time again after a success', () => {
    inVirtualTime(({ cold, expectObservable }) => {
      const answers = [cold('#'), cold('#'), cold('(a|)'), cold('#'), cold('(b|)')];
      const values = poll(() => answers.shift() ?? of('c'), { every: 10, until: (value) => value === 'c' });
      expectObservable(values).toBe('60ms a 29ms b 9ms (c|)');
    });
  });

  it.each<[string, PollOptions<never>['backoff'], string]>([
    ['the first one without a backoff', false, '-#'],
    ['one that the backoff does not skip', { while: (_error, failures) => failures < 3 }, '63ms #'],
  ])('passes an error on: %s', (_which, backoff, marbles) => {
    inVirtualTime(({ cold, expectObservable }) => {
      expectObservable(poll(cold<never>('-#'), { every: 10, backoff })).toBe(marbles);
    });
  });

  it('starts nothing while it is paused, and then what is overdue', () => {
    inVirtualTime(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const request = cold('(a|)');
      const pauseWhile = hot('5ms t 44ms f 15ms t 4ms f', { t: true, f: false });
      expectObservable(poll(request, { every: 20, pauseWhile }), '^ 79ms !').toBe('a 49ms a 20ms a');
      expectSubscriptions(request.subscriptions).toBe(['(^!)', '50ms (^!)', '71ms (^!)']);
    });
  });

  it('lets a request that runs end while it is paused', () => {
    inVirtualTime(({ cold, hot, expectObservable }) => {
      const pauseWhile = hot('5ms t 44ms f', { t: true, f: false });
      expectObservable(poll(cold('10ms (a|)'), { every: 20, pauseWhile }), '^ 69ms !').toBe('10ms a 49ms a');
    });
  });

  it('passes on an error of the pauses, and cancels the request', () => {
    inVirtualTime(({ cold, expectObservable, expectSubscriptions }) => {
      const request = cold('-');
      expectObservable(poll(request, { every: 20, pauseWhile: cold<boolean>('5ms #') })).toBe('5ms #');
      expectSubscriptions(request.subscriptions).toBe('^ 4ms !');
    });
  });

  it.each<[string, (polled: Observable<string>) => Observable<string>, string]>([
    ['take', take(2), '10ms a 39ms (a|)'],
    [
      'switchMap',
      (polled) =>
        timer(0, 35).pipe(
          take(2),
          switchMap(() => polled),
          take(3),
        ),
      '10ms a 34ms a 39ms (a|)',
    ],
    ['share', (polled) => polled.pipe(share(), take(1)), '10ms (a|)'],
    ['repeat', (polled) => polled.pipe(take(1), repeat(2)), '10ms a 9ms (a|)'],
    [
      'map',
      (polled) =>
        polled.pipe(
          map((value) => value),
          take(1),
        ),
      '10ms (a|)',
    ],
  ])('composes with %s', (_operator, compose, marbles) => {
    inVirtualTime(({ cold, expectObservable }) => {
      expectObservable(compose(poll<string>(cold('10ms (a|)'), { every: 30 }))).toBe(marbles);
    });
  });

  it('polls anew for each subscription of retry', () => {
    inVirtualTime(({ cold, expectObservable }) => {
      const answers = [cold('-#'), cold('-(a|)')];
      const polled = poll(() => answers.shift() ?? of('b'), { every: 10, backoff: false });
      expectObservable(polled.pipe(retry(1), take(1))).toBe('--(a|)');
    });
  });

  it('ends a synchronous request that has no end', () => {
    inVirtualTime(({ expectObservable }) => {
      const endless = range(0, Infinity);
      expectObservable(poll(endless, { every: 10, until: (value) => value === 2 })).toBe('(abc|)', {
        a: 0,
        b: 1,
        c: 2,
      });
    });
  });

  it('keeps the time of a session', () => {
    inVirtualTime(({ session, expectObservable }) => {
      const server = session((_request, attempt) => ({
        delay: 5,
        body: String(attempt),
        headers: { 'Content-Type': 'application/json' },
      }));
      const jobs = poll(() => server.get<number>('https://api.example.com/'), {
        every: 20,
        until: (attempt) => attempt === 3,
        scheduler: server.rootQueue,
      });
      expectObservable(jobs).toBe('5ms a 24ms b 24ms (c|)', { a: 1, b: 2, c: 3 });
    });
  });

  it('has one request or one timer at any time, whatever happens: a model', () => {
    const act = fc.record({ after: fc.nat(40), isPaused: fc.boolean() });
    const answer = fc.record({ takes: fc.nat(30), fails: fc.boolean() });
    fc.assert(
      fc.property(fc.array(act, { maxLength: 8 }), fc.array(answer, { maxLength: 30 }), fc.nat(300), play),
      { numRuns: 200 },
    );
  });
});

interface Act {
  readonly after: number;
  readonly isPaused: boolean;
}

/** Pauses and resumes, and leaves in the end. No request begins beside another or in a pause, and nothing is left. */
function play(acts: readonly Act[], answers: { takes: number; fails: boolean }[], until: number): void {
  inVirtualTime(({ scheduler, flush, hot, at }) => {
    let running = 0;
    let isPaused = false;
    const request = defer(() => {
      expect([running, isPaused]).toEqual([0, false]);
      running += 1;
      const { takes, fails } = answers.shift() ?? { takes: 1, fails: false };
      return timer(takes).pipe(
        map(() => (fails ? raise() : 'a')),
        finalize(() => (running -= 1)),
      );
    });
    const marbles = acts.map((act) => `${act.after}ms ${act.isPaused ? 't' : 'f'}`).join(' ');
    const pauseWhile = hot(`${marbles} -`, { t: true, f: false }).pipe(map((value) => (isPaused = value)));
    const subscription = poll(request, { every: 10, pauseWhile }).subscribe();
    at(until, () => {
      subscription.unsubscribe();
    });
    flush();
    expect([running, scheduler.actions]).toEqual([0, []]);
  });
}

function raise(): never {
  throw new Error('no answer');
}
