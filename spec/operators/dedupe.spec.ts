import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { finalize, forkJoin, type Observable, repeat, retry, switchMap, take, tap, timer } from 'rxjs';
import { dedupe } from 'rxsession/operators';
import { inVirtualTime } from '../support/virtual-session.js';

describe('dedupe', () => {
  it('subscribes once for equal keys in flight, and gives later subscribers the values so far', () => {
    inVirtualTime(({ cold, expectObservable, expectSubscriptions }) => {
      const request = cold('-a--b--(c|)');
      const get = dedupe({ key: (id: number) => id })(() => request);
      expectObservable(get(17)).toBe('-a--b--(c|)');
      expectObservable(get(17), '--^').toBe('--a-b--(c|)');
      expectSubscriptions(request.subscriptions).toBe('^------!');
    });
  });

  it('subscribes for each of several keys, with the arguments of the first call', () => {
    inVirtualTime(({ expectObservable }) => {
      const seen: unknown[] = [];
      const get = dedupe({ key: (id: number, _label: string) => id })((id, label) => {
        seen.push([id, label]);
        return timer(5);
      });
      expectObservable(forkJoin([get(1, 'a'), get(2, 'b'), get(1, 'c')])).toBe('5ms (v|)', { v: [0, 0, 0] });
      expectObservable(
        timer(6).pipe(
          tap(() =>
            expect(seen).toEqual([
              [1, 'a'],
              [2, 'b'],
            ]),
          ),
        ),
      ).toBe('6ms (v|)', { v: 0 });
    });
  });

  it('cancels the request with its last subscriber', () => {
    inVirtualTime(({ cold, expectObservable, expectSubscriptions }) => {
      const request = cold('----------a');
      const get = dedupe({ key: () => 'same' })(() => request);
      expectObservable(get(), '^--!').toBe('');
      expectObservable(get(), '-^---!').toBe('');
      expectSubscriptions(request.subscriptions).toBe('^----!');
    });
  });

  it('gives a failure to all, and sends again for the next', () => {
    inVirtualTime(({ cold, expectObservable, expectSubscriptions }) => {
      const request = cold('--#');
      const get = dedupe({ key: () => 'same' })(() => request);
      expectObservable(get()).toBe('--#');
      expectObservable(get(), '-^').toBe('--#');
      expectObservable(get(), '----^').toBe('------#');
      expectSubscriptions(request.subscriptions).toBe(['^-!', '----^-!']);
    });
  });

  it.each<[string, string, (source: Observable<string>) => Observable<string>, string, string[]]>([
    ['repeat', '--a|', repeat(2), '--a--a|', ['^--!', '---^--!']],
    ['retry', '--#', retry(1), '----#', ['^-!', '--^-!']],
    [
      'switchMap, which leaves before it subscribes again',
      '--a|',
      (source) =>
        timer(0, 1).pipe(
          take(2),
          switchMap(() => source),
        ),
      '---a|',
      ['^!', '-^--!'],
    ],
  ])('sends again under %s', (_operator, answer, compose, marbles, subscriptions) => {
    inVirtualTime(({ cold, expectObservable, expectSubscriptions }) => {
      const request = cold(answer);
      expectObservable(compose(dedupe({ key: () => 'same' })(() => request)())).toBe(marbles);
      expectSubscriptions(request.subscriptions).toBe(subscriptions);
    });
  });

  it.each<[string, () => unknown, () => never]>([
    ['the key', raise, raise],
    ['the request', () => 'same', raise],
  ])('errors if %s throws', (_what, key, request) => {
    inVirtualTime(({ expectObservable }) => {
      expectObservable(dedupe({ key })(request)()).toBe(
        '#',
        undefined,
        expect.objectContaining({ message: 'broken' }),
      );
    });
  });

  it('has each request sent once while anyone is there, of many who come and go: a model', () => {
    const visit = fc.record({ key: fc.nat(3), comes: fc.nat(50), stays: fc.nat(40) });
    const answer = fc.record({ takes: fc.integer({ min: 1, max: 30 }), fails: fc.boolean() });
    const answers = fc.array(answer, { minLength: 4, maxLength: 4 });
    fc.assert(fc.property(fc.array(visit, { maxLength: 40 }), answers, play), { numRuns: 300 });
  });
});

interface Visit {
  readonly key: number;
  readonly comes: number;
  readonly stays: number;
}

/** Has subscribers come and go. At most one request of a key runs at a time, and none when all have left. */
function play(visits: readonly Visit[], answers: readonly { takes: number; fails: boolean }[]): void {
  inVirtualTime(({ scheduler, flush, at }) => {
    const running = [0, 0, 0, 0];
    const get = dedupe({ key: (key: number) => key })((key) => {
      running[key] = (running[key] ?? 0) + 1;
      expect(running[key]).toBe(1);
      const { takes, fails } = answers[key] ?? { takes: 1, fails: false };
      return timer(takes).pipe(
        tap(() => fails && raise()),
        finalize(() => (running[key] = 0)),
      );
    });
    for (const { key, comes, stays } of visits) {
      at(comes, () => {
        const subscription = get(key).subscribe({ error: () => undefined });
        scheduler.schedule(() => {
          subscription.unsubscribe();
        }, stays);
      });
    }
    flush();
    expect(running).toEqual([0, 0, 0, 0]);
  });
}

function raise(): never {
  throw new Error('broken');
}
