import { EMPTY, NEVER, Observable, Subject, interval, of, throwError } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import { awaitAnswer, isDeferred, mapAnswer, type Answer } from '../../lib/answers/answer.js';

function heard(): { log: string[]; answered: (value: string) => void; failed: (error: unknown) => void } {
  const log: string[] = [];
  return {
    log,
    answered: (value) => log.push(`answered ${value}`),
    failed: (error) => log.push(`failed ${error instanceof Error ? error.message : String(error)}`),
  };
}

function ask(question: () => Answer<string>): string[] {
  const { log, answered, failed } = heard();
  awaitAnswer(question, answered, failed);
  return log;
}

const macrotask = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function broken(): never {
  throw new Error('broken');
}

describe('awaitAnswer', () => {
  it('passes on a value at once', () => {
    expect(ask(() => 'yes')).toEqual(['answered yes']);
  });

  it('passes on what is thrown', () => {
    expect(ask(broken)).toEqual(['failed broken']);
  });

  it('passes on the first value of an Observable at once, and only that', () => {
    expect(ask(() => of('first', 'second'))).toEqual(['answered first']);
  });

  it('unsubscribes from an Observable that has answered', () => {
    const subject = new Subject<string>();
    const log = ask(() => subject);
    subject.next('yes');
    expect(subject.observed).toBe(false);
    expect(log).toEqual(['answered yes']);
  });

  it('ends in virtual time although the Observable would go on for ever', () => {
    const scheduler = new TestScheduler(() => undefined);
    const { log, answered, failed } = heard();
    scheduler.run(({ flush }) => {
      awaitAnswer(() => interval(10).pipe((source) => mapped(source)), answered, failed);
      flush();
    });
    expect(log).toEqual(['answered 0']);
  });

  it('passes on the error of an Observable', () => {
    expect(ask(() => throwError(() => new Error('broken')))).toEqual(['failed broken']);
  });

  it('takes an Observable that completes without a value for a failure', () => {
    expect(ask(() => EMPTY)).toEqual(['failed An Observable completed without an answer.']);
  });

  it('passes on what a promise is fulfilled with', async () => {
    const log = ask(() => Promise.resolve('yes'));
    expect(log).toEqual([]);
    await macrotask();
    expect(log).toEqual(['answered yes']);
  });

  it('passes on what a promise is rejected with', async () => {
    const log = ask(() => Promise.reject(new Error('broken')));
    await macrotask();
    expect(log).toEqual(['failed broken']);
  });

  it('hears a thenable out once, however often it calls back', async () => {
    const careless = {
      then: (resolve: (value: string) => void, reject: (error: unknown) => void) => {
        resolve('yes');
        resolve('yes again');
        reject(new Error('broken'));
        throw new Error('broken again');
      },
    } as unknown as PromiseLike<string>;
    const log = ask(() => careless);
    await macrotask();
    expect(log).toEqual(['answered yes']);
  });

  it('passes on nothing any more once nobody waits', async () => {
    const { log, answered, failed } = heard();
    const subject = new Subject<string>();
    awaitAnswer(() => Promise.resolve('late'), answered, failed)();
    awaitAnswer<string>(() => Promise.reject(new Error('late')), answered, failed)();
    awaitAnswer(() => subject, answered, failed)();
    expect(subject.observed).toBe(false);
    await macrotask();
    expect(log).toEqual([]);
  });

  it('has nothing to stop after an answer at once', () => {
    expect(() => {
      awaitAnswer(() => 'yes', heard().answered, heard().failed)();
    }).not.toThrow();
  });
});

function mapped(source: Observable<number>): Observable<string> {
  return new Observable((out) => source.subscribe((value) => out.next(String(value))));
}

describe('isDeferred', () => {
  it.each([
    ['a value', 'yes', false],
    ['nothing', undefined, false],
    ['null', null, false],
    ['an object with a field named then', { then: 'later' }, false],
    ['a promise', Promise.resolve('yes'), true],
    ['a thenable', { then: () => undefined }, true],
    ['an Observable', NEVER, true],
  ])('of %s', (_name, answer, expected) => {
    expect(isDeferred(answer)).toBe(expected);
  });
});

describe('what comes of an answer', () => {
  it('is there at once when both are', () => {
    expect(mapAnswer(1, (value) => value + 1)).toBe(2);
  });

  it.each<[string, Answer<number>, (value: number) => Answer<number>]>([
    ['a value', 1, (value) => Promise.resolve(value + 1)],
    ['a promise', Promise.resolve(1), (value) => value + 1],
    ['a promise, by another', Promise.resolve(1), (value) => Promise.resolve(value + 1)],
    ['the first of an Observable', of(1, 5), (value) => of(value + 1)],
  ])('may have to be waited for: %s', async (_, answer, next) => {
    expect(
      await new Promise((resolve, reject) => awaitAnswer(() => mapAnswer(answer, next), resolve, reject)),
    ).toBe(2);
  });
});
