import { describe, expect, it } from '@jest/globals';
import { concat, EMPTY, map, Observable, of, range, repeat, switchMap, take, throwError, timer } from 'rxjs';
import { paginate } from 'rxsession/operators';
import { inVirtualTime } from '../support/virtual-session.js';

interface Page {
  readonly number: number;
  readonly next: number | undefined;
}

/** Pages up to a last one, each after 10 ms; notes when they are requested and left. */
class Book {
  readonly log: string[] = [];

  constructor(
    private readonly last: number,
    private readonly takes = 10,
  ) {}

  page = (number: number): Observable<Page> =>
    new Observable((subscriber) => {
      this.log.push(`request ${number}`);
      let isComplete = false;
      subscriber.add(() => isComplete || this.log.push(`cancel ${number}`));
      const page = { number, next: number < this.last ? number + 1 : undefined };
      const answer = this.takes === 0 ? of(page) : timer(this.takes).pipe(map(() => page));
      subscriber.add(
        answer.subscribe({
          next: (value) => {
            isComplete = true;
            subscriber.next(value);
          },
          complete: () => subscriber.complete(),
        }),
      );
    });

  next = ({ next }: Page): Observable<Page> | undefined => (next === undefined ? undefined : this.page(next));

  all(): ReturnType<typeof paginate<Page>> {
    return paginate(this.page(1), this.next);
  }
}

const numbers = map(({ number }: Page) => String(number));

describe('paginate', () => {
  it('requests one page after the other, and completes after the last', () => {
    inVirtualTime(({ expectObservable }) => {
      expectObservable(new Book(3).all().pipe(numbers)).toBe('10ms 1 9ms 2 9ms (3|)');
    });
  });

  it('requests no page after those that take wants', () => {
    inVirtualTime(({ expectObservable, flush }) => {
      const book = new Book(9);
      expectObservable(book.all().pipe(numbers, take(2))).toBe('10ms 1 9ms (2|)');
      flush();
      expect(book.log).toEqual(['request 1', 'request 2']);
    });
  });

  it('requests the next page when the projection has completed', () => {
    inVirtualTime(({ expectObservable, flush, scheduler }) => {
      const book = new Book(2);
      const items = paginate(book.page(1), book.next, ({ number }) => {
        book.log.push(`project at ${scheduler.now()}`);
        return concat(of(`${number}`), timer(30).pipe(map(() => 'i')));
      });
      expectObservable(items).toBe('10ms 1 29ms i 9ms 2 29ms (i|)');
      flush();
      expect(book.log).toEqual(['request 1', 'project at 10', 'request 2', 'project at 50']);
    });
  });

  it('cancels the request in flight when it is unsubscribed from', () => {
    inVirtualTime(({ expectObservable, flush }) => {
      const book = new Book(9);
      expectObservable(book.all().pipe(numbers), '^ 14ms !').toBe('10ms 1');
      flush();
      expect(book.log).toEqual(['request 1', 'request 2', 'cancel 2']);
    });
  });

  it.each<[string, Parameters<typeof paginate<number>>, string]>([
    ['a request', [throwError(() => 'error'), () => null], '#'],
    ['a later request', [of(1), () => throwError(() => 'error')], '(1#)'],
    ['next', [of(1), () => raise()], '(1#)'],
  ])('errors if %s fails', (_what, [first, next], marbles) => {
    inVirtualTime(({ expectObservable }) => {
      expectObservable(paginate(first, next)).toBe(marbles, { 1: 1 });
    });
  });

  it('errors if the projection throws, after what it emitted before', () => {
    inVirtualTime(({ expectObservable }) => {
      const items = paginate(
        of(1),
        (page) => of(page + 1),
        (page) => (page === 2 ? raise() : of(page)),
      );
      expectObservable(items).toBe('(1#)', { 1: 1 });
    });
  });

  it('completes with a request that answers nothing, and takes the first value of one that answers more', () => {
    inVirtualTime(({ expectObservable }) => {
      expectObservable(paginate(EMPTY, () => null)).toBe('|');
      expectObservable(paginate(of(1, 2), (page) => (page === 1 ? of(3, 4) : null))).toBe('(13|)', {
        1: 1,
        3: 3,
      });
    });
  });

  it('calls next with the index of the page', () => {
    inVirtualTime(({ expectObservable }) => {
      expectObservable(
        paginate(of('a'), (_page, index) => ['b', 'c'][index] && of(['b', 'c'][index] as string)),
      ).toBe('(abc|)');
    });
  });

  it.each<[string, (pages: Observable<string>) => Observable<string>, string]>([
    ['repeat', repeat(2), '10ms 1 9ms 2 9ms 1 9ms (2|)'],
    [
      'switchMap',
      (pages) =>
        timer(0, 15).pipe(
          take(2),
          switchMap(() => pages),
        ),
      '10ms 1 14ms 1 9ms (2|)',
    ],
  ])('begins anew under %s', (_operator, compose, marbles) => {
    inVirtualTime(({ expectObservable }) => {
      expectObservable(compose(new Book(2).all().pipe(numbers))).toBe(marbles);
    });
  });

  it('needs no deeper stack for more synchronous pages, and ends a projection without an end', () => {
    let last = 0;
    paginate(of(1), (page) => (page < 100_000 ? of(page + 1) : undefined)).subscribe((page) => (last = page));
    expect(last).toBe(100_000);
    const values: number[] = [];
    paginate(
      of(1),
      () => null,
      () => range(0, Infinity),
    )
      .pipe(take(3))
      .subscribe((value) => values.push(value));
    expect(values).toEqual([0, 1, 2]);
  });
});

describe('paginate in a for await loop', () => {
  it('requests the next page when the loop asks for it, and none after a break', async () => {
    const book = new Book(9, 0);
    for await (const { number } of book.all()) {
      book.log.push(`body ${number}`);
      await new Promise((resolve) => setImmediate(resolve));
      if (number === 2) break;
    }
    expect(book.log).toEqual(['request 1', 'body 1', 'request 2', 'body 2']);
  });

  it('iterates over the values of a projection, in order', async () => {
    const items: string[] = [];
    const book = new Book(2, 0);
    for await (const item of paginate(book.page(1), book.next, ({ number }) => [`${number}a`, `${number}b`]))
      items.push(item);
    expect(items).toEqual(['1a', '1b', '2a', '2b']);
  });

  it('throws the error of a request', async () => {
    const pages = paginate(of(1), () => throwError(() => new Error('gone')));
    const seen: number[] = [];
    const read = async (): Promise<void> => {
      for await (const page of pages) seen.push(page);
    };
    await expect(read()).rejects.toThrow('gone');
    expect(seen).toEqual([1]);
  });
});

function raise(): never {
  // eslint-disable-next-line @typescript-eslint/only-throw-error -- marbles compare with it
  throw 'error';
}
