import { from, lastValueFrom, Observable, type ObservableInput, of, Subject, take, toArray } from 'rxjs';
import { observeInput } from '../../../lib/request/stream/observe-input.js';

async function* generated(): AsyncGenerator<number> {
  yield await Promise.resolve(1);
  yield 2;
}

function all<T>(input: ObservableInput<T>): Promise<T[]> {
  return lastValueFrom(observeInput(input).pipe(toArray()));
}

function failing(): never {
  throw new Error('no');
}

const foreign = { '@@observable': () => of(1, 2) };

describe('observing an input', () => {
  it.each<[string, () => unknown]>([
    ['an Observable', () => of(1, 2)],
    ['an Observable of another library', () => foreign],
    ['an array', () => [1, 2]],
    ['a set', () => new Set([1, 2])],
    ['something like an array', () => ({ length: 2, 0: 1, 1: 2 })],
    ['an async generator', generated],
  ])('gives the values of %s', async (_what, make) => {
    expect(await all(make() as ObservableInput<number>)).toEqual([1, 2]);
    expect(await lastValueFrom(from(make() as ObservableInput<number>).pipe(toArray()))).toEqual([1, 2]);
  });

  it('gives the pieces of a stream of the web', async () => {
    expect(await all(new Response('ab').body as ReadableStream<Uint8Array>)).toEqual([Uint8Array.of(97, 98)]);
  });

  it('gives what a promise resolves to, and the characters of a text', async () => {
    expect(await all(Promise.resolve(7))).toEqual([7]);
    expect(await all('ab')).toEqual(['a', 'b']);
  });

  it.each<[string, () => ObservableInput<never>]>([
    ['a promise', () => Promise.reject(new Error('no'))],
    ['an async iterable', () => ({ [Symbol.asyncIterator]: failing })],
    ['an iterable', () => ({ [Symbol.iterator]: failing })],
  ])('fails as %s does', async (_what, make) => {
    await expect(all(make())).rejects.toThrow('no');
  });

  it.each([undefined, null, 7, {}])('throws for what cannot be observed: %j', (input) => {
    expect(() => observeInput(input as never)).toThrow(TypeError);
  });

  it('leaves an async iterable that nobody wants more of', async () => {
    let isLeft = false;
    const endless = async function* (): AsyncGenerator<number> {
      try {
        for (let count = 0; ; count += 1) yield await Promise.resolve(count);
      } finally {
        isLeft = true;
      }
    };
    expect(await lastValueFrom(observeInput(endless()).pipe(take(2), toArray()))).toEqual([0, 1]);
    await new Promise((resolve) => setImmediate(resolve));
    expect(isLeft).toBe(true);
  });

  it('asks an iterable for nothing after the last that was wanted', async () => {
    const asked: number[] = [];
    const endless = function* (): Generator<number> {
      for (let count = 0; ; count += 1) {
        asked.push(count);
        yield count;
      }
    };
    expect(await lastValueFrom(observeInput(endless()).pipe(take(2), toArray()))).toEqual([0, 1]);
    expect(asked).toEqual([0, 1]);
  });

  it('is the Observable itself where it is one', () => {
    const subject = new Subject<number>();
    expect(observeInput(subject)).toBe(subject);
    expect(observeInput([1])).toBeInstanceOf(Observable);
  });
});
