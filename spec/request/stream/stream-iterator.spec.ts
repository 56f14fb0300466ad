import { SessionError } from '../../../lib/errors/session-error.js';
import { Result } from '../../../lib/message/result.js';
import { StreamIterator } from '../../../lib/request/stream/stream-iterator.js';
import type { StreamSink } from '../../../lib/request/stream/stream-source.js';

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
    this.sink?.next(Result.success(value), () => this.told.push(`taken ${String(value)}`));
  }
}

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
    source.sink?.next(Result.failure(CANCELLED), () => undefined);
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
