import { describe, expect, it } from '@jest/globals';
import { OutgoingChunks, type OutgoingChunksOptions } from '../../../lib/node/wire/outgoing-chunks.js';

function piecesOf(options: Partial<OutgoingChunksOptions>): OutgoingChunks {
  return new OutgoingChunks({
    open: () => [],
    length: undefined,
    chunkSize: { next: () => 100_000 },
    codeOf: () => 'requestBodyStreamFailed',
    ...options,
  });
}

async function sizes(pieces: OutgoingChunks): Promise<number[]> {
  const all: number[] = [];
  for await (const piece of pieces) all.push(piece.byteLength);
  return all;
}

/** A source that never has a piece, and counts how often it was closed. */
function stuckSource(): { closed: number; open: () => AsyncIterable<Uint8Array> } {
  const source = {
    closed: 0,
    open: () => ({
      [Symbol.asyncIterator]: () => ({
        next: () => new Promise<IteratorResult<Uint8Array>>(() => undefined),
        return: () => {
          source.closed += 1;
          return Promise.reject(new Error('cannot close'));
        },
      }),
    }),
  };
  return source;
}

describe('outgoing pieces', () => {
  it('are cut to size, and empty ones left out', async () => {
    const open = (): Buffer[] => [Buffer.alloc(300_000), Buffer.alloc(0), Buffer.alloc(8)];
    expect(await sizes(piecesOf({ open }))).toEqual([100_000, 100_000, 100_000, 8]);
  });

  it('leave no rest that a socket would hold without being full', async () => {
    const open = (): Buffer[] => [Buffer.alloc(265_535)];
    expect(await sizes(piecesOf({ open }))).toEqual([100_000, 165_535]);
  });

  it('end at once when they are stopped, whatever their source does', async () => {
    const source = stuckSource();
    const pieces = piecesOf({ open: source.open });
    const next = pieces.next();
    await Promise.resolve();
    pieces.stop();
    expect(await next).toEqual({ done: true, value: undefined });
    expect(await pieces.next()).toEqual({ done: true, value: undefined });
    expect(source.closed).toBe(1);
  });

  it('end at once when they are stopped while they are paused', async () => {
    const pieces = piecesOf({ open: () => ['a'] });
    pieces.pause();
    const next = pieces.next();
    pieces.stop();
    expect(await next).toEqual({ done: true, value: undefined });
  });

  it('close their source when it gives more than was declared', async () => {
    let isClosed = false;
    function* source(): Generator<string> {
      try {
        yield 'abc';
      } finally {
        isClosed = true;
      }
    }
    await expect(piecesOf({ open: source, length: 2 }).next()).rejects.toMatchObject({
      code: 'requestBodyStreamFailed',
      cause: { message: 'The body is longer than the 2 bytes that were declared.' },
    });
    expect(isClosed).toBe(true);
  });
});
