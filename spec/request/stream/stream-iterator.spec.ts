import { SessionError } from '../../../lib/errors/session-error.js';
import { StreamFailure, type StreamEntry } from '../../../lib/serializers/data-stream-serializer.js';
import { StreamIterator } from '../../../lib/request/stream/stream-iterator.js';
import type { StreamBatch, StreamSink } from '../../../lib/request/stream/stream-source.js';

const END = { request: undefined, response: undefined, metrics: undefined };
const CANCELLED = new SessionError({ kind: 'explicitlyCancelled' });

/** A source that is told by hand what to hand over. */
class Source {
  readonly token = { cancel: (): void => undefined };
  readonly told: string[] = [];
  sink: StreamSink<number> | undefined;

  listen(sink: StreamSink<number>): () => void {
    this.told.push('listen');
    this.sink = sink;
    return () => this.told.push('leave');
  }

  give(value: number): void {
    this.sink?.next(value, () => this.told.push(`taken ${String(value)}`));
  }
}

/** A batch that says when it was finished, and may be over before. */
function batchOf(
  told: string[],
  entries: readonly StreamEntry<number>[],
): StreamBatch<number> & { isOver: boolean } {
  return { entries, isOver: false, finish: () => told.push(`finished ${entries.length}`) };
}

describe('an iterator over a batch of a stream', () => {
  it('gives its values without asking the source, and finishes it when the next one is asked for', async () => {
    const source = new Source();
    const iterator = new StreamIterator(source);
    const first = iterator.next();
    source.sink?.takeBatch?.(batchOf(source.told, [1, 2, 3]));
    const values = [await first, await iterator.next(), await iterator.next()].map(({ value }) => value);
    expect([values, source.told]).toEqual([[1, 2, 3], ['listen']]);
    void iterator.next();
    expect(source.told).toEqual(['listen', 'finished 3']);
  });

  it('serves those that wait already, and goes on with the next batch', async () => {
    const source = new Source();
    const iterator = new StreamIterator(source);
    const pulls = [iterator.next(), iterator.next(), iterator.next()];
    const next = batchOf(source.told, [3, 4]);
    const first = { ...batchOf(source.told, [1, 2]), finish: () => source.sink?.takeBatch?.(next) };
    source.sink?.takeBatch?.(first);
    expect((await Promise.all(pulls)).map(({ value }) => value)).toEqual([1, 2, 3]);
    expect([(await iterator.next()).value, source.told]).toEqual([4, ['listen']]);
  });

  it('throws a failure within it once, after the values before it, and leaves', async () => {
    const source = new Source();
    const iterator = new StreamIterator(source);
    const first = iterator.next();
    source.sink?.takeBatch?.(batchOf(source.told, [1, new StreamFailure(CANCELLED), 2]));
    expect((await first).value).toBe(1);
    await expect(iterator.next()).rejects.toBe(CANCELLED);
    expect(await iterator.next()).toEqual({ done: true, value: undefined });
    expect(source.told).toEqual(['listen', 'leave']);
  });

  it('gives nothing more of it once it is over, but the end', async () => {
    const source = new Source();
    const iterator = new StreamIterator(source);
    const first = iterator.next();
    const batch = batchOf(source.told, [1, 2]);
    source.sink?.takeBatch?.(batch);
    await first;
    batch.isOver = true;
    const rest = iterator.next();
    source.sink?.complete({ ...END, error: CANCELLED });
    await expect(rest).rejects.toBe(CANCELLED);
    expect(source.told).toEqual(['listen', 'leave']);
  });

  it('forgets the rest of it when it returns', async () => {
    const source = new Source();
    const iterator = new StreamIterator(source);
    const first = iterator.next();
    source.sink?.takeBatch?.(batchOf(source.told, [1, 2]));
    await first;
    await iterator.return();
    expect(await iterator.next()).toEqual({ done: true, value: undefined });
  });
});

describe('an iterator over a stream', () => {
  it('listens with its first turn, and has taken a value when it asks for the next', async () => {
    const source = new Source();
    const iterator = new StreamIterator(source);
    expect(source.told).toEqual([]);
    const first = iterator.next();
    source.give(1);
    expect(await first).toEqual({ done: false, value: 1 });
    expect(source.told).toEqual(['listen']);
    void iterator.next();
    expect(source.told).toEqual(['listen', 'taken 1']);
  });

  it('has taken a value at once when somebody waits for the next', async () => {
    const source = new Source();
    const iterator = new StreamIterator(source);
    const both = [iterator.next(), iterator.next()];
    source.give(1);
    expect(source.told).toEqual(['listen', 'taken 1']);
    source.give(2);
    expect((await Promise.all(both)).map(({ value }) => value)).toEqual([1, 2]);
  });

  it('throws a failure once, after the values before it, and has left', async () => {
    const source = new Source();
    const iterator = new StreamIterator(source);
    const first = iterator.next();
    source.give(1);
    source.give(2);
    source.sink?.fail(CANCELLED, () => undefined);
    expect([await first, await iterator.next()]).toMatchObject([{ value: 1 }, { value: 2 }]);
    await expect(iterator.next()).rejects.toBe(CANCELLED);
    expect(await iterator.next()).toEqual({ done: true, value: undefined });
    expect(source.told).toContain('leave');
  });

  it.each([
    [true, 'ends'],
    [false, 'throws'],
  ])('passes over a failure that is none to it: %s', async (isNone, how) => {
    const source = new Source();
    const iterator = new StreamIterator(source, () => isNone);
    const first = iterator.next();
    source.sink?.complete({ ...END, error: CANCELLED });
    expect(
      await first.then(
        ({ done }) => (done === true ? 'ends' : 'goes on'),
        () => 'throws',
      ),
    ).toBe(how);
  });

  it('leaves, and lets nobody wait, when it returns', async () => {
    const source = new Source();
    const iterator = new StreamIterator(source);
    const waiting = iterator.next();
    expect(await iterator.return()).toEqual({ done: true, value: undefined });
    expect([(await waiting).done, (await iterator.next()).done]).toEqual([true, true]);
    expect(source.told).toEqual(['listen', 'leave']);
  });
});
