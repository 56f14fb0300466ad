import { pathOf } from './file-codes.js';
import { open, type FileHandle } from 'node:fs/promises';
import type { ReadingOptions } from '../../transport/file-manager.js';

/** Most bytes that are read at once. */
const LARGEST_PIECE = 1_048_576;
/** Room for the end of a file, and for one that is growing. */
const SMALLEST_ROOM = 16_384;
/** Chunk size in bytes from which the memory of a chunk is reused for the next but one. */
const LARGE = 65_536;

/** Yields the bytes of a file, reading one chunk ahead. */
export async function* readFile(
  url: URL,
  { mayReuseMemory = false }: ReadingOptions = {},
): AsyncGenerator<Uint8Array, void, undefined> {
  const handle = await open(pathOf(url), 'r');
  const reader = new FileReader(handle, mayReuseMemory);
  try {
    for (;;) {
      const piece = await reader.next();
      if (piece.byteLength === 0) return;
      yield piece;
    }
  } finally {
    await reader.end();
  }
}

/** Reads one chunk ahead, alternating between two buffers where memory may be reused. */
class FileReader {
  readonly #handle: FileHandle;
  #size: number | undefined;
  readonly #places: (Buffer | undefined)[] | undefined;
  #position = 0;
  #count = 0;
  #ahead: Promise<Buffer> | undefined;

  constructor(handle: FileHandle, mayReuseMemory: boolean) {
    this.#handle = handle;
    this.#places = mayReuseMemory ? [] : undefined;
  }

  async next(): Promise<Buffer> {
    const piece = await (this.#ahead ?? this.#read());
    if (piece.byteLength > 0) {
      this.#ahead = this.#read();
      // the error is thrown when the chunk is requested
      this.#ahead.catch(() => undefined);
    }
    return piece;
  }

  async end(): Promise<void> {
    await this.#ahead?.catch(() => undefined);
    await this.#handle.close();
  }

  async #read(): Promise<Buffer> {
    this.#size ??= (await this.#handle.stat()).size;
    const place = this.#nextPlace(this.#size - this.#position);
    const { bytesRead } = await this.#handle.read(place, 0, place.byteLength, this.#position);
    this.#position += bytesRead;
    const piece = place.subarray(0, bytesRead);
    return this.#places !== undefined && bytesRead < LARGE ? Buffer.from(piece) : piece;
  }

  #nextPlace(expected: number): Buffer {
    const room = Math.min(Math.max(expected, SMALLEST_ROOM), LARGEST_PIECE);
    if (this.#places === undefined) return Buffer.allocUnsafeSlow(room);
    this.#count += 1;
    return (this.#places[this.#count % 2] ??= Buffer.allocUnsafeSlow(room));
  }
}
