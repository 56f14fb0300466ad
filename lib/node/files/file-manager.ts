import { pathOf } from './file-codes.js';
import { open, stat, unlink, type FileHandle } from 'node:fs/promises';
import { extname } from 'node:path';
import { lookup } from 'mime-types';
import type { FileAttributes, FileManager } from '../../transport/file-manager.js';
import { formOutput, type FormOutput } from '../../multipart/form-output.js';
import { readFile } from './read-file.js';
import { sweepOrphans, temporaryFileURL } from './temporary-files.js';

/** Files on disk, through `node:fs` (after Foundation's `FileManager.default`). */
export const fileManager: FileManager = Object.freeze({
  attributes,
  read: readFile,
  create,
  temporaryFileURL: () => {
    void sweepOrphans();
    return Promise.resolve(temporaryFileURL());
  },
  remove,
  mimeType,
});

/** Functions that read, measure and write forms. */
export const loadFormOutput = (): FormOutput => formOutput;

async function attributes(url: URL): Promise<FileAttributes> {
  const stats = await stat(pathOf(url));
  const isDirectory = stats.isDirectory();
  // reading a pipe or a device can wait for ever, and neither has a size
  if (!isDirectory && !stats.isFile()) throw new Error('Neither a file nor a folder.');
  return { size: stats.size, isDirectory };
}

/** Mode of a file that only its owner can read and write. */
export const OWNER_ONLY = 0o600;

async function create(url: URL, content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<void> {
  const handle = await open(pathOf(url), 'wx', OWNER_ONLY);
  try {
    await writeAll(handle, content);
    await handle.close();
  } catch (error) {
    await Promise.allSettled([handle.close(), unlink(pathOf(url))]);
    throw error;
  }
}

async function writeAll(
  handle: FileHandle,
  content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<void> {
  for await (const piece of content) {
    for (let start = 0; start < piece.byteLength;) {
      start += (await handle.write(piece, start, piece.byteLength - start)).bytesWritten;
    }
  }
}

async function remove(url: URL): Promise<void> {
  try {
    await unlink(pathOf(url));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}

function mimeType(fileName: string): string | undefined {
  const extension = extname(fileName);
  return (extension !== '' && lookup(extension)) || undefined;
}
