import type { Observable, Subscription } from 'rxjs';

/** What an iterator that falls behind does to its source. */
export interface IterationFlow {
  /** Too much waits to be read: nothing more should come, as far as that is possible. */
  hold(): void;
  release(): void;
  /** The reader left before the end, and the iterator has stopped listening. */
  abandoned(): void;
}

/** How many values may wait before the source is held. */
const HIGH_WATER_MARK = 16;

/**
 * What an Observable emits, for `for await`. It is subscribed to with the first `next`, and left with `return`: by
 * `break`, or by a throw in the loop. Values that come while nobody asks wait; none is lost.
 */
export class BufferedIterator<T> implements AsyncIterableIterator<T, undefined> {
  readonly #source: Observable<T>;
  readonly #flow: IterationFlow;
  readonly #values: T[] = [];
  readonly #readers: Reader<T>[] = [];
  #subscription: Subscription | undefined;
  #isHeld = false;
  #end: (() => IteratorReturnResult<undefined>) | undefined;

  constructor(source: Observable<T>, flow: IterationFlow) {
    this.#source = source;
    this.#flow = flow;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<T, undefined>> {
    this.#subscribe();
    return new Promise((resolve, reject) => {
      this.#readers.push({ resolve, reject });
      this.#serve();
    });
  }

  return(): Promise<IteratorReturnResult<undefined>> {
    const isOver = this.#end !== undefined;
    this.#values.length = 0;
    this.#subscription?.unsubscribe();
    this.#finish(done);
    if (!isOver && this.#subscription !== undefined) this.#flow.abandoned();
    return Promise.resolve(done());
  }

  #subscribe(): void {
    if (this.#subscription !== undefined || this.#end !== undefined) return;
    this.#subscription = this.#source.subscribe({
      next: (value) => {
        this.#values.push(value);
        this.#serve();
      },
      error: (error: unknown) => {
        this.#finish(() => {
          throw error;
        });
      },
      complete: () => {
        this.#finish(done);
      },
    });
  }

  /** The first end counts; values that came before it are read first, and an error is thrown once. */
  #finish(end: () => IteratorReturnResult<undefined>): void {
    this.#end ??= () => {
      this.#end = done;
      return end();
    };
    this.#serve();
  }

  #serve(): void {
    while (this.#readers.length > 0 && (this.#values.length > 0 || this.#end !== undefined)) {
      const reader = this.#readers.shift();
      if (this.#values.length > 0) reader?.resolve({ done: false, value: this.#values.shift() as T });
      else this.#serveEnd(reader);
    }
    this.#regulate();
  }

  #serveEnd(reader: Reader<T> | undefined): void {
    try {
      reader?.resolve(this.#end?.() ?? done());
    } catch (error) {
      reader?.reject(error);
    }
  }

  #regulate(): void {
    const isFull = this.#values.length >= (this.#isHeld ? 1 : HIGH_WATER_MARK) && this.#end === undefined;
    if (isFull === this.#isHeld) return;
    this.#isHeld = isFull;
    if (isFull) this.#flow.hold();
    else this.#flow.release();
  }
}

interface Reader<T> {
  resolve(result: IteratorResult<T, undefined>): void;
  reject(error: unknown): void;
}

function done(): IteratorReturnResult<undefined> {
  return { done: true, value: undefined };
}
