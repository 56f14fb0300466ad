import { SessionError } from '../errors/session-error.js';
import { Adler32 } from './adler-32.js';
import { blobPart, concatenate } from './bytes.js';

/** A content coding that is there on every platform (RFC 9110 §8.4.1); `deflate` is the zlib format. */
export type CompressionCoding = 'deflate' | 'gzip';

/**
 * Compresses chunks on demand, in constant memory. Returning early closes the source. Throws the source's own error,
 * or `unsupported` where the platform cannot compress.
 */
export function compressPieces(
  source: AsyncIterable<Uint8Array>,
  coding: CompressionCoding,
): AsyncIterable<Uint8Array> {
  return coding === 'gzip' ? through('gzip', source) : zlibPieces(source);
}

/** Bytes in a coding. */
export async function compressBytes(bytes: Uint8Array, coding: CompressionCoding): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const piece of compressPieces(only(bytes), coding)) pieces.push(piece);
  return concatenate(pieces);
}

type Format = 'deflate-raw' | 'gzip';

/** RFC 1950 §2.2: deflate, a window of 32 KiB, and the level `fast`; the same on every platform. */
const ZLIB_HEADER = [0x78, 0x5e];

async function* zlibPieces(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  const adler = new Adler32();
  const pieces = through('deflate-raw', source, (piece) => adler.update(piece));
  let header = ZLIB_HEADER;
  for await (const piece of pieces) {
    yield header.length === 0 ? piece : concatenate([Uint8Array.from(header), piece]);
    header = [];
  }
  yield adler.bytes;
}

/**
 * Writes a chunk only once all output has been read: not every platform's streams apply backpressure to the source.
 */
async function* through(
  format: Format,
  source: AsyncIterable<Uint8Array>,
  see?: (piece: Uint8Array) => void,
): AsyncGenerator<Uint8Array, void, undefined> {
  const { readable, writable } = compressor(format);
  const feeder = new Feeder(source, writable.getWriter(), see);
  const reader = readable.getReader();
  let isAtEnd = false;
  try {
    for (let reading = handled(reader.read()); ;) {
      const read = await Promise.race([reading, feeder.feed()]);
      if (read === undefined) continue;
      isAtEnd = read.done;
      if (read.done) return;
      yield read.value;
      reading = handled(reader.read());
    }
  } finally {
    if (!isAtEnd) await Promise.allSettled([feeder.stop(), reader.cancel()]);
  }
}

/** Writes the chunks of a source to a stream, in order. */
class Feeder {
  readonly #iterator: AsyncIterator<Uint8Array>;
  #feeding: Promise<undefined> | undefined;
  #isAtEnd = false;

  constructor(
    source: AsyncIterable<Uint8Array>,
    private readonly writer: WritableStreamDefaultWriter<Uint8Array<ArrayBuffer>>,
    private readonly see: ((piece: Uint8Array) => void) | undefined,
  ) {
    this.#iterator = source[Symbol.asyncIterator]();
  }

  /** Resolves when the next chunk has been written. After the last one it never resolves. */
  feed(): Promise<undefined> {
    if (this.#isAtEnd) return new Promise(() => undefined);
    this.#feeding ??= handled(this.#feedNext()).finally(() => (this.#feeding = undefined));
    return handled(this.#feeding);
  }

  /** A silent source closes only when it next yields, so its closing is not awaited. */
  async stop(): Promise<void> {
    const closed = handled(Promise.resolve(this.#iterator.return?.()));
    await Promise.allSettled([this.#feeding === undefined ? closed : undefined, this.writer.abort()]);
  }

  async #feedNext(): Promise<undefined> {
    const piece = await this.#iterator.next();
    if (piece.done !== true) {
      this.see?.(piece.value);
      await this.writer.write(blobPart(piece.value));
      return;
    }
    this.#isAtEnd = true;
    await this.writer.close();
  }
}

/** Marks a promise as handled: a race reports only the first rejection. */
function handled<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}

function compressor(format: Format): CompressionStream {
  try {
    return new CompressionStream(format);
  } catch {
    throw new SessionError({ kind: 'unsupported', feature: `compression as ${format}` });
  }
}

async function* only(bytes: Uint8Array): AsyncGenerator<Uint8Array, void, undefined> {
  yield await Promise.resolve(bytes);
}
