import { SessionError } from '../errors/session-error.js';
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

/** The largest prime below 2¹⁶. */
const MODULUS = 65_521;

/** Bytes that can be summed before the sums have to be reduced to stay below 2³². */
const RUN = 5552;

/** Incremental Adler-32: the checksum at the end of a zlib stream (RFC 1950 §8). */
export class Adler32 {
  #low = 1;
  #high = 0;

  update(bytes: Uint8Array): this {
    let low = this.#low;
    let high = this.#high;
    for (let start = 0; start < bytes.length; start += RUN) {
      const end = Math.min(start + RUN, bytes.length);
      for (let index = start; index < end; index += 1) {
        low += bytes[index] as number;
        high += low;
      }
      low %= MODULUS;
      high %= MODULUS;
    }
    this.#low = low;
    this.#high = high;
    return this;
  }

  /** A number of 32 bits without a sign. */
  get checksum(): number {
    return this.#high * 0x1_0000 + this.#low;
  }

  /** The checksum as it stands in a stream: the highest byte first. */
  get bytes(): Uint8Array {
    const bytes = new Uint8Array(4);
    new DataView(bytes.buffer).setUint32(0, this.checksum);
    return bytes;
  }
}
