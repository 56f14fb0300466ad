import {
  firstValueFrom,
  Observable,
  type ObservableInput,
  type Observer,
  type Subscriber,
  Subscription,
  take,
  takeWhile,
} from 'rxjs';
import { observeInput } from '../request/stream/observe-input.js';
import { BufferedIterator } from '../request/web-socket/buffered-iterator.js';

/** Function that returns the request for the page after this one; undefined or null after the last page. */
export type NextPage<Page> = (page: Page, index: number) => ObservableInput<Page> | undefined | null;

/** Pages in order: an Observable, and an async iterable. */
export interface Pages<T> extends Observable<T>, AsyncIterable<T> {}

/**
 * Requests pages one after the other, and never one ahead. `first` is the request for the first page; `next` is called
 * with each page for the request after it.
 *
 * - A subscriber receives each page as it arrives, and has consumed it when its `next` callback returns:
 *   `take(n)` requests n pages.
 * - With `project`, an input per page sets the pace, as with `concatMap`: the next page is requested when the input has
 *   completed. Its values are emitted.
 * - A `for await` loop sets the pace: the next page is requested when the loop asks for it. Leaving the loop cancels.
 *
 * Completes after the last page. Errors if a request, `next` or the projection fails. Unsubscribing cancels the request
 * in flight. Each subscription begins with the first page.
 *
 * @example
 * const page = (cursor?: string) => session.get<Page>('/items', { parameters: { cursor } });
 * const pages = paginate(page(), ({ cursor }) => cursor && page(cursor));
 * for await (const { items } of pages) await store(items);
 */
export function paginate<Page>(first: ObservableInput<Page>, next: NextPage<Page>): Pages<Page>;
export function paginate<Page, R>(
  first: ObservableInput<Page>,
  next: NextPage<Page>,
  project: (page: Page, index: number) => ObservableInput<R>,
): Pages<R>;
export function paginate<Page>(
  first: ObservableInput<Page>,
  next: NextPage<Page>,
  project?: Projection<Page>,
): Pages<unknown> {
  return new PagesObservable(first, next, project);
}

type Projection<Page> = (page: Page, index: number) => ObservableInput<unknown>;

class PagesObservable<Page> extends Observable<unknown> implements AsyncIterable<unknown> {
  readonly #first: ObservableInput<Page>;
  readonly #next: NextPage<Page>;
  readonly #project: Projection<Page> | undefined;

  constructor(first: ObservableInput<Page>, next: NextPage<Page>, project: Projection<Page> | undefined) {
    super((subscriber) => {
      const walk = new PageWalk(next, project, subscriber);
      subscriber.add(walk);
      walk.start(first);
    });
    this.#first = first;
    this.#next = next;
    this.#project = project;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<unknown, void, undefined> {
    let request: ObservableInput<Page> | undefined | null = this.#first;
    for (let index = 0; request !== undefined && request !== null; index += 1) {
      const page: Page | typeof NONE = await firstValueFrom(observeInput(request), { defaultValue: NONE });
      if (page === NONE) return;
      if (this.#project === undefined) yield page;
      else yield* valuesOf(observeInput(this.#project(page, index)));
      request = this.#next(page, index);
    }
  }
}

/** Subscription to pages. Synchronous requests do not let the stack grow. */
class PageWalk<Page> extends Subscription {
  readonly #next: NextPage<Page>;
  readonly #project: Projection<Page> | undefined;
  readonly #out: Subscriber<unknown>;
  #step = Subscription.EMPTY;
  #index = 0;
  #pending: (() => void) | undefined;
  #isWalking = false;

  constructor(next: NextPage<Page>, project: Projection<Page> | undefined, out: Subscriber<unknown>) {
    super(() => {
      this.#step.unsubscribe();
    });
    this.#next = next;
    this.#project = project;
    this.#out = out;
  }

  start(first: ObservableInput<Page>): void {
    this.#walk(() => {
      this.#request(first);
    });
  }

  /** Runs a step, after the one that is running. */
  #walk(step: () => void): void {
    this.#pending = step;
    if (this.#isWalking) return;
    this.#isWalking = true;
    while (!this.closed) {
      const work: (() => void) | undefined = this.#pending;
      if (work === undefined) break;
      this.#pending = undefined;
      try {
        work();
      } catch (error) {
        this.#out.error(error);
      }
    }
    this.#isWalking = false;
  }

  #request(request: ObservableInput<Page>): void {
    let hasPage = false;
    this.#subscribe(observeInput(request).pipe(take(1)), {
      next: (page) => {
        hasPage = true;
        this.#walk(() => {
          this.#pass(page);
        });
      },
      complete: () => {
        if (!hasPage) this.#out.complete();
      },
    });
  }

  #pass(page: Page): void {
    const proceed = (): void => {
      this.#walk(() => {
        this.#proceed(page);
      });
    };
    if (this.#project === undefined) {
      this.#out.next(page);
      proceed();
      return;
    }
    this.#subscribe(observeInput(this.#project(page, this.#index)), {
      next: (value) => {
        this.#out.next(value);
      },
      complete: proceed,
    });
  }

  #proceed(page: Page): void {
    const request = this.#next(page, this.#index);
    this.#index += 1;
    if (request === undefined || request === null) this.#out.complete();
    else this.#request(request);
  }

  #subscribe<T>(source: Observable<T>, observer: Pick<Observer<T>, 'next' | 'complete'>): void {
    // a synchronous source ends with the subscriber, before its subscription is known
    const whileOpen = source.pipe(takeWhile(() => !this.closed));
    this.#step = whileOpen.subscribe({
      next: observer.next,
      error: (error: unknown) => {
        this.#out.error(error);
      },
      complete: () => {
        if (!this.closed) observer.complete();
      },
    });
  }
}

const NONE = Symbol('no page');

/** Values for a loop, buffered while it is busy. */
function valuesOf<T>(values: Observable<T>): AsyncIterable<T> {
  return new BufferedIterator(values, { hold: nothing, release: nothing, abandoned: nothing });
}

function nothing(): void {
  // the values of an input are neither paused nor counted
}
