import {
  defer,
  firstValueFrom,
  isObservable,
  NEVER,
  of,
  Subject,
  throwError,
  timer,
  type Observable,
} from 'rxjs';
import { map } from 'rxjs/operators';
import { TestScheduler } from 'rxjs/testing';
import type { Answer } from '../../lib/answers/answer.js';
import { foldAnswers } from '../../lib/answers/fold-answers.js';

type Step = (text: string) => Answer<string>;

function fold(steps: readonly Step[], isFinal?: (value: string) => boolean): Answer<string> {
  const ask = (step: Step, value: string): Answer<string> => step(value);
  return foldAnswers({ steps, initial: '', ask, ...(isFinal && { isFinal }) });
}

const atOnce =
  (letter: string): Step =>
  (text) =>
    text + letter;
const byObservable =
  (letter: string): Step =>
  (text) =>
    of(text + letter);
const byPromise =
  (letter: string): Step =>
  (text) =>
    Promise.resolve(text + letter);

const later = (answer: Answer<string>): Promise<string> => firstValueFrom(answer as Observable<string>);

describe('foldAnswers', () => {
  it('answers with the initial value when there is nobody to ask', () => {
    expect(fold([])).toBe('');
  });

  it('hands the answer of each to the next, at once when all answer at once', () => {
    expect(fold([atOnce('a'), atOnce('b'), atOnce('c')])).toBe('abc');
  });

  it.each([
    ['an Observable first', [byObservable('a'), atOnce('b'), atOnce('c')]],
    ['a promise first', [byPromise('a'), atOnce('b'), byObservable('c')]],
    ['an Observable in the middle', [atOnce('a'), byObservable('b'), byPromise('c')]],
    ['a promise at the end', [atOnce('a'), atOnce('b'), byPromise('c')]],
  ])('keeps the order with %s', async (_name, steps) => {
    await expect(later(fold(steps))).resolves.toBe('abc');
  });

  it('stays in virtual time when the answers are Observables', () => {
    new TestScheduler((actual, expected) => {
      expect(actual).toEqual(expected);
    }).run(({ expectObservable }) => {
      const slow: Step = (text) => timer(5).pipe(map(() => `${text}s`));
      expectObservable(fold([slow, atOnce('b'), slow]) as Observable<string>).toBe('10ms (x|)', { x: 'sbs' });
    });
  });

  it('asks no more after a final answer at once', () => {
    const unasked = (): never => {
      throw new Error('asked');
    };
    expect(fold([atOnce('a'), atOnce('b'), unasked], (text) => text === 'ab')).toBe('ab');
  });

  it('asks no more after a final answer that was waited for', async () => {
    const asked: string[] = [];
    const answer = fold(
      [byPromise('a'), byObservable('b'), (text) => String(asked.push(text))],
      (t) => t === 'ab',
    );
    await expect(later(answer)).resolves.toBe('ab');
    expect(asked).toEqual([]);
  });

  it('asks somebody even when the initial value would be final', () => {
    expect(fold([atOnce('a'), atOnce('b')], () => true)).toBe('a');
  });

  it('throws what one throws while all answer at once', () => {
    const error = new Error('broken');
    expect(() => fold([atOnce('a'), failing(error), atOnce('c')])).toThrow(error);
  });

  it.each([
    ['throws', failing(new Error('broken'))],
    ['rejects', () => Promise.reject(new Error('broken'))],
    ['errors', () => throwError(() => new Error('broken'))],
  ] as [string, Step][])(
    'fails once one %s after an answer was waited for, and asks no more',
    async (_how, broken) => {
      let isAsked = false;
      const unasked: Step = (text) => {
        isAsked = true;
        return text;
      };
      await expect(later(fold([byPromise('a'), broken, unasked]))).rejects.toThrow('broken');
      expect(isAsked).toBe(false);
    },
  );

  it('asks no more once nobody listens', () => {
    const asked: string[] = [];
    const first = new Subject<string>();
    const answer = fold([() => first, (text) => String(asked.push(text))]) as Observable<string>;
    answer.subscribe().unsubscribe();
    first.next('a');
    expect(first.observed).toBe(false);
    expect(asked).toEqual([]);
  });

  it('stops waiting for whoever is asked at the moment', () => {
    const second = new Subject<string>();
    const subscription = (fold([() => of('a'), () => second]) as Observable<string>).subscribe();
    expect(second.observed).toBe(true);
    subscription.unsubscribe();
    expect(second.observed).toBe(false);
  });

  it.each([
    ['values', atOnce('a')],
    ['Observables that answer at once', byObservable('a')],
  ])('does not grow the stack with a long list of %s', async (_kind, step) => {
    const steps = Array.from({ length: 20_000 }, () => step);
    const answer = fold([(text) => defer(() => of(text)), ...steps]);
    await expect(later(answer)).resolves.toHaveLength(20_000);
  });

  it('waits for one that never answers', () => {
    let isOver = false;
    const answer = fold([() => NEVER, atOnce('b')]);
    expect(isObservable(answer)).toBe(true);
    const subscription = (answer as Observable<string>).subscribe({ complete: () => (isOver = true) });
    expect(isOver).toBe(false);
    subscription.unsubscribe();
  });
});

function failing(error: Error): Step {
  return () => {
    throw error;
  };
}
