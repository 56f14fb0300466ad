import { describe, expect, it } from '@jest/globals';
import { of, Subject, throwError } from 'rxjs';
import { BufferedIterator } from '../../../lib/request/web-socket/buffered-iterator.js';

/** An iterator over a subject, and what it does to its source. */
function iterated(): { source: Subject<number>; iterator: BufferedIterator<number>; notes: string[] } {
  const source = new Subject<number>();
  const notes: string[] = [];
  const note = (name: string) => () => void notes.push(name);
  const flow = { hold: note('hold'), release: note('release'), abandoned: note('abandoned') };
  return { source, iterator: new BufferedIterator(source, flow), notes };
}

const flow = { hold: () => undefined, release: () => undefined, abandoned: () => undefined };

describe('an iterator over an Observable', () => {
  it('gives what has come, then waits for what comes', async () => {
    const { source, iterator } = iterated();
    const first = iterator.next();
    for (const value of [1, 2]) source.next(value);
    const values = [await first, await iterator.next()];
    const third = iterator.next();
    source.next(3);
    expect([...values, await third].map(({ value }) => value)).toEqual([1, 2, 3]);
  });

  it('answers several who wait in their order', async () => {
    const { source, iterator } = iterated();
    const waiting = [iterator.next(), iterator.next(), iterator.next()];
    source.next(1);
    source.complete();
    expect(await Promise.all(waiting)).toEqual([
      { done: false, value: 1 },
      { done: true, value: undefined },
      { done: true, value: undefined },
    ]);
  });

  it('throws an error once, after the values before it', async () => {
    const iterator = new BufferedIterator(
      throwError(() => new Error('lost')),
      flow,
    );
    await expect(iterator.next()).rejects.toThrow('lost');
    expect(await iterator.next()).toEqual({ done: true, value: undefined });
  });

  it('ends for good when it is left, and what waits with it', async () => {
    const { source, iterator, notes } = iterated();
    const waiting = iterator.next();
    expect(await iterator.return()).toEqual({ done: true, value: undefined });
    expect([await waiting, await iterator.next()]).toEqual([
      { done: true, value: undefined },
      { done: true, value: undefined },
    ]);
    expect([source.observed, notes]).toEqual([false, ['abandoned']]);
  });

  it('abandons what ends with an error, once', async () => {
    const { source, iterator, notes } = iterated();
    const waiting = iterator.next();
    source.error(new Error('lost'));
    await expect(waiting).rejects.toThrow('lost');
    await iterator.return();
    expect(notes).toEqual(['abandoned']);
  });

  it('abandons nothing that has ended, or has not begun', async () => {
    const notes: string[] = [];
    const noting = { ...flow, abandoned: () => void notes.push('abandoned') };
    const ended = new BufferedIterator(of(1), noting);
    await ended.next();
    await ended.next();
    await ended.return();
    await new BufferedIterator(of(1), noting).return();
    expect(notes).toEqual([]);
  });

  it('holds the source while sixteen values wait, until all have been read', async () => {
    const { source, iterator, notes } = iterated();
    const first = iterator.next();
    for (let value = 0; value < 17; value += 1) source.next(value);
    await first;
    expect(notes).toEqual(['hold']);
    for (let read = 0; read < 15; read += 1) await iterator.next();
    expect(notes).toEqual(['hold']);
    await iterator.next();
    expect(notes).toEqual(['hold', 'release']);
  });

  it('holds nothing any more once it is left', async () => {
    const { source, iterator, notes } = iterated();
    void iterator.next();
    for (let value = 0; value < 40; value += 1) source.next(value);
    await iterator.return();
    expect(notes).toEqual(['hold', 'release', 'abandoned']);
  });
});
