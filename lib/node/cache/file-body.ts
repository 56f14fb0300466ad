import { createHash } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';
import type { ReadableBody, StoredBody } from '../../cache/http-cache-store.js';

const CHUNK = 64 * 1024;

/** Files that were read and found right, by their name, their size and the time of their last change. */
const verified = new Set<string>();
const MOST_VERIFIED = 10_000;

/**
 * Opens the file of a body: its bytes if there are at most `atOnce`, else a body that is read as it is taken. Undefined
 * if it is missing, or its bytes do not have the hash that names them. Of a file that has not changed, that is checked
 * once.
 */
export async function openBody(path: string, id: string, atOnce: number): Promise<StoredBody | undefined> {
  const file = await open(path).catch(() => undefined);
  if (file === undefined) return undefined;
  let isHandedOver = false;
  try {
    const { size, mtimeMs } = await file.stat();
    if (size <= atOnce) return await file.readFile();
    const mark = [path, size, mtimeMs].join(' ');
    if (!verified.has(mark)) {
      if ((await hashOf(file)) !== id) return undefined;
      if (verified.size >= MOST_VERIFIED) verified.clear();
      verified.add(mark);
    }
    isHandedOver = true;
    return new FileBody(file, size);
  } finally {
    if (!isHandedOver) await file.close();
  }
}

async function hashOf(file: FileHandle): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of chunksOf(file, 0, Infinity)) hash.update(chunk);
  return hash.digest('hex');
}

/** Bytes of an open file, which is closed when they are read, or not wanted any more. */
class FileBody implements ReadableBody {
  constructor(
    private readonly file: FileHandle,
    readonly length: number,
  ) {}

  async *open(first: number, last: number): AsyncGenerator<Uint8Array> {
    try {
      yield* chunksOf(this.file, first, last);
    } finally {
      await this.close();
    }
  }

  async close(): Promise<void> {
    await this.file.close();
  }
}

async function* chunksOf(file: FileHandle, first: number, last: number): AsyncGenerator<Uint8Array> {
  let position = first;
  while (position <= last) {
    const wanted = Math.min(CHUNK, last - position + 1);
    const { bytesRead, buffer } = await file.read(Buffer.allocUnsafeSlow(wanted), 0, wanted, position);
    if (bytesRead === 0) return;
    position += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}
