import type { Readable } from 'node:stream';
import { isSessionError, type SessionError } from '../../errors/session-error.js';
import { pieceOf } from '../../transport/piece.js';
import { readingFailure } from './multipart-limits.js';

/** A body that is read piece by piece. */
export interface InboundPieces {
  /** The next piece, or undefined at the end; rejects with a `SessionError`. Called again only when it has answered. */
  next(): Promise<Uint8Array | undefined>;
  /** Stops the reading at once, whether or not `next` has answered: it may never do so then. */
  release(): void;
}

/** What a stream of Node becomes when its reading stops before its end. */
export type AfterRelease = 'paused' | 'destroyed';

/**
 * The pieces of a stream of Node, one at a time: what is not asked for stays where it is. It is let flow for each,
 * since one that is read from while it is paused copies its pieces into one.
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

/** The pieces of an async iterable. */
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

  /** Nobody waits for a source that is silent: it closes when it speaks again. */
  release(): void {
    if (!this.#isAtEnd) void this.#close().catch(ignored);
  }

  async #close(): Promise<void> {
    await this.#iterator.return?.();
  }
}

/** The pieces of a stream of the web, which can be cancelled while it is silent. */
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
  // whoever left the body has no interest in how it ends
}
