import { jest } from '@jest/globals';
import { MultipartFormData } from '../../lib/multipart/multipart-form-data.js';
import { untilAborted } from '../../lib/multipart/until-aborted.js';

const bytes = new Uint8Array([1]);

async function* closing(closed: () => void, pieces: number): AsyncGenerator<Uint8Array> {
  try {
    for (let count = 0; count < pieces; count += 1) yield await Promise.resolve(bytes);
  } finally {
    closed();
  }
}

const silent: AsyncIterable<Uint8Array> = {
  [Symbol.asyncIterator]: () => ({ next: () => new Promise<never>(() => undefined) }),
};

describe('untilAborted', () => {
  it('passes every piece when nothing aborts', async () => {
    const pieces: Uint8Array[] = [];
    for await (const piece of untilAborted([bytes, bytes], new AbortController().signal)) pieces.push(piece);
    expect(pieces).toEqual([bytes, bytes]);
  });

  it('ends while the source is silent', async () => {
    const abort = new AbortController();
    const next = untilAborted(silent, abort.signal).next();
    abort.abort();
    await expect(next).rejects.toMatchObject({ kind: 'explicitlyCancelled' });
  });

  it('ends before the first piece of a signal that has aborted', async () => {
    await expect(untilAborted(silent, AbortSignal.abort()).next()).rejects.toMatchObject({
      kind: 'explicitlyCancelled',
    });
  });

  it('closes a source that is left early', async () => {
    const closed = jest.fn();
    const pieces = untilAborted(closing(closed, 3), new AbortController().signal);
    await pieces.next();
    await pieces.return();
    expect(closed).toHaveBeenCalledTimes(1);
  });

  it('ends the encoding of a form whose stream never goes on', async () => {
    const abort = new AbortController();
    const form = new MultipartFormData().append(silent, { name: 'stuck' });
    const encoded = form.encode({ signal: abort.signal });
    abort.abort();
    await expect(encoded).rejects.toMatchObject({ kind: 'explicitlyCancelled' });
  });
});
