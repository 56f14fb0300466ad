import { inputStream } from '../../../lib/request/stream/input-stream.js';
import type { StreamSink, StreamSource } from '../../../lib/request/stream/stream-source.js';
import { turns } from '../../support/happenings.js';

/** A source that gives the next number when the one before was taken, and not before it is told to begin. */
class Numbers implements StreamSource<Uint8Array> {
  readonly token = { cancel: (): void => undefined };
  taken = 0;
  #sink: StreamSink<Uint8Array> | undefined;

  constructor(private readonly count: number) {}

  listen(sink: StreamSink<Uint8Array>): () => void {
    this.#sink = sink;
    return () => {
      this.#sink = undefined;
    };
  }

  begin(): void {
    if (this.taken === this.count) {
      this.#sink?.complete({ request: undefined, response: undefined, metrics: undefined, error: undefined });
      return;
    }
    this.#sink?.next(Uint8Array.of(this.taken), () => {
      this.taken += 1;
      this.begin();
    });
  }
}

describe('a stream of the web', () => {
  it.each([0, 1, 100])('of %s bytes answers all who read at once, in their order', async (bufferSize) => {
    const numbers = new Numbers(3);
    const reader = inputStream(numbers, { bufferSize }).getReader();
    const reads = [reader.read(), reader.read(), reader.read(), reader.read()];
    await turns();
    numbers.begin();
    const answers = await Promise.all(reads);
    expect(answers.map(({ value }) => value?.[0])).toEqual([0, 1, 2, undefined]);
  });

  it.each([
    [0, 0],
    [1, 0],
    [2, 1],
    [100, 3],
  ])('of %s bytes has taken %s before anybody reads', async (bufferSize, taken) => {
    const numbers = new Numbers(3);
    const stream = inputStream(numbers, { bufferSize });
    await turns();
    numbers.begin();
    await turns();
    expect(numbers.taken).toBe(taken);
    await stream.cancel();
  });

  it('that may keep nothing has taken a piece when the next is asked for, once', async () => {
    const numbers = new Numbers(3);
    const reader = inputStream(numbers, { bufferSize: 0 }).getReader();
    const first = reader.read();
    await turns();
    numbers.begin();
    await first;
    expect(numbers.taken).toBe(0);
    await reader.read();
    expect(numbers.taken).toBe(1);
    await reader.cancel();
  });
});
