import { describe, it } from '@jest/globals';
import { map, mergeMap, timer } from 'rxjs';
import { answerThrough } from '../../lib/extending/answer-through.js';
import { inVirtualTime } from '../support/virtual-session.js';

describe('answerThrough', () => {
  it('emits the first value alone, completes with it, and unsubscribes from the pipeline', () => {
    inVirtualTime(({ cold, expectObservable, expectSubscriptions }) => {
      const values = cold('--a--b');
      expectObservable(
        answerThrough(
          mergeMap(() => values),
          'input',
          'silent',
        ),
      ).toBe('--(a|)');
      expectSubscriptions(values.subscriptions).toBe('^-!');
    });
  });

  it('applies the operator anew for each subscription', () => {
    inVirtualTime(({ expectObservable }) => {
      const counting = answerThrough<string, string>(
        mergeMap((input, index) => timer(1).pipe(map(() => `${input}${index}`))),
        'n',
        '',
      );
      expectObservable(counting).toBe('-(a|)', { a: 'n0' });
      expectObservable(counting, '5ms ^').toBe('5ms -(a|)', { a: 'n0' });
    });
  });
});
