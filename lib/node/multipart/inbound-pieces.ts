import type { Readable } from 'node:stream';
import { isSessionError, type SessionError } from '../../errors/session-error.js';
import { pieceOf } from '../../transport/piece.js';
import { readingFailure } from './multipart-limits.js';

/** Body that is read chunk by chunk. */
export interface InboundPieces {
  /** Next chunk, or undefined at the end. Rejects with a `SessionError`. Called again only when it has settled. */
  next(): Promise<Uint8Array | undefined>;
  /** Stops reading at once. A pending `next` may never settle. */
  release(): void;
}

/** State of a Node stream whose reading stops before its end. */
export type AfterRelease = 'paused' | 'destroyed';

/**
 * Chunks of a Node stream, one at a time; the rest stays in the stream. It is resumed for each chunk, since reading a
 * paused stream copies its chunks into one.
 */
export class ReadablePieces implements InboundPieces {
  readonly #stream: Readable;
  readonly #afterRelease: AfterRelease;
  readonly #arrived: unknown[] = [];
  #wake: (() => void) | undefined;

  constructor(stream: Readable, afterRelease: AfterRelease) {
    this.#stream = stream;
    this.#afterRelease = afterRelease;
    stream.pause().on('data', this.#data);
    for (const event of CHANGES) stream.on(event, this.#changed);
  }

  async next(): Promise<Uint8Array | undefined> {
    const stream = this.#stream;
    while (this.#arrived.length === 0) {
      if (stream.readableEnded) return undefined;
      if (stream.errored) throw sourceFailure(stream.errored);
      if (stream.destroyed) throw readingFailure({ kind: 'unexpectedEnd' });
      const changed = new Promise<void>((resolve) => (this.#wake = resolve));
      stream.resume();
      await changed;
    }
    return checkedPiece(this.#arrived.shift());
  }

  release(): void {
    const stream = this.#stream;
    stream.off('data', this.#data);
    for (const event of CHANGES) stream.off(event, this.#changed);
    if (stream.readableEnded || stream.destroyed) return;
    stream.pause();
    if (this.#afterRelease === 'destroyed') stream.on('error', ignored).destroy();
  }

  readonly #data = (piece: unknown): void => {
    this.#stream.pause();
    this.#arrived.push(piece);
    this.#changed();
  };

  readonly #changed = (): void => {
    this.#wake?.();
    this.#wake = undefined;
  };
}

const CHANGES = ['end', 'error', 'close'] as const;

/** Chunks of an async iterable. */
export class IterablePieces implements InboundPieces {
  readonly #iterator: AsyncIterator<unknown>;
  #isAtEnd = false;

  constructor(body: AsyncIterable<unknown>) {
    this.#iterator = body[Symbol.asyncIterator]();
  }

  async next(): Promise<Uint8Array | undefined> {
    const result = await this.#iterator.next().catch((error: unknown) => {
      this.#isAtEnd = true;
      throw sourceFailure(error);
    });
    if (result.done !== true) return checkedPiece(result.value);
    this.#isAtEnd = true;
    return undefined;
  }

  /** Closes the source without waiting for it: one that is silent closes with its next chunk. */
  release(): void {
    if (!this.#isAtEnd) void this.#close().catch(ignored);
  }

  async #close(): Promise<void> {
    await this.#iterator.return?.();
  }
}

/** Chunks of a web stream, which can be cancelled while it is silent. */
export class WebStreamPieces implements InboundPieces {
  readonly #reader: ReadableStreamDefaultReader<unknown>;

  constructor(body: ReadableStream<unknown>) {
    this.#reader = body.getReader();
  }

  async next(): Promise<Uint8Array | undefined> {
    const result = await this.#reader.read().catch((error: unknown) => {
      throw sourceFailure(error);
    });
    return result.done ? undefined : checkedPiece(result.value);
  }

  release(): void {
    void this.#reader.cancel().catch(ignored);
  }
}

function checkedPiece(value: unknown): Uint8Array {
  const piece = pieceOf(value);
  if (piece !== undefined) return piece;
  throw sourceFailure(new TypeError('A multipart body gave a piece that is not bytes.'));
}

function sourceFailure(error: unknown): SessionError {
  return isSessionError(error) ? error : readingFailure({ kind: 'inputStreamReadFailed', error });
}

function ignored(): void {
  // the reader has left
}
