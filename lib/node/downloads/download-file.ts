import { pathOf } from '../files/file-codes.js';
import { constants } from 'node:fs';
import { open, unlink, type FileHandle } from 'node:fs/promises';
import { OWNER_ONLY } from '../files/file-manager.js';
import { keepFile, sweepOrphans, temporaryFileURL } from '../files/temporary-files.js';

/** A file that a download is written to. */
export class DownloadFile {
  readonly #handle: FileHandle;

  private constructor(
    public url: URL,
    handle: FileHandle,
    /** Bytes of it that count. */
    public byteLength: number,
  ) {
    this.#handle = handle;
  }

  /** Creates a file in the temporary folder, readable by its owner alone, under an unpredictable name. */
  static async create(): Promise<DownloadFile> {
    void sweepOrphans();
    const url = temporaryFileURL();
    return new DownloadFile(url, await open(pathOf(url), 'wx', OWNER_ONLY), 0);
  }

  /**
   * Reopens a partial file, to write after `byteLength` bytes. Fails if the file has changed its kind, owner or
   * length.
   */
  static async reopen(url: URL, byteLength: number): Promise<DownloadFile> {
    // systems without links to follow have no such flag, and undefined is none
    const handle = await open(pathOf(url), constants.O_RDWR | constants.O_NOFOLLOW);
    try {
      const stats = await handle.stat();
      if (!stats.isFile() || stats.size < byteLength) throw notTheFile();
      await handle.truncate(byteLength);
      return new DownloadFile(url, handle, byteLength);
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  /** Appends chunks, in as few system calls as possible. */
  async write(pieces: readonly Uint8Array[]): Promise<void> {
    let rest = pieces;
    while (rest.length > 0) {
      const { bytesWritten } = await this.#handle.writev(rest, this.byteLength);
      this.byteLength += bytesWritten;
      rest = without(rest, bytesWritten);
    }
  }

  /** Renames the file, once it is closed, so that it outlives this process. */
  async keep(): Promise<void> {
    this.url = await keepFile(this.url);
  }

  async close(): Promise<void> {
    await this.#handle.close();
  }
}

function notTheFile(): Error {
  return new Error('The file is not the one that the download has left.');
}

/** Chunks without their first `byteCount` bytes. */
function without(pieces: readonly Uint8Array[], byteCount: number): readonly Uint8Array[] {
  let left = byteCount;
  const index = pieces.findIndex((piece) => {
    if (left < piece.byteLength) return true;
    left -= piece.byteLength;
    return false;
  });
  if (index < 0) return [];
  const [first, ...others] = pieces.slice(index);
  return first === undefined ? [] : [first.subarray(left), ...others];
}

/** Removes a file; failing to is no failure. */
export async function removeFile(url: URL): Promise<void> {
  await unlink(pathOf(url)).catch(() => undefined);
}

/** Download that owns each partial file. Key: the file's URL. */
const owners = new Map<string, object>();

/** Claims a partial file. Returns false if another download of this process owns it. */
export function claimPart(file: string, owner: object): boolean {
  if ((owners.get(file) ?? owner) !== owner) return false;
  owners.set(file, owner);
  return true;
}

/** Releases every partial file of an owner. */
export function yieldParts(owner: object): void {
  for (const [file, current] of owners) if (current === owner) owners.delete(file);
}
