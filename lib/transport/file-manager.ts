/**
 * Files on disk, as far as uploads need them (after Foundation's `FileManager`). Only Node has one; failures
 * are the platform's own errors.
 */
export interface FileManager {
  /** The size in bytes, and whether it is a folder; fails when there is nothing. */
  attributes(url: URL): Promise<FileAttributes>;
  /** Yields the bytes of a file. Opens it for the first chunk, and closes it at the end or on `return`. */
  read(url: URL, options?: ReadingOptions): AsyncIterable<Uint8Array>;
  /**
   * Writes a new file, readable by its owner alone. Fails with `EEXIST` if there is one. Removes its file on failure.
   */
  create(url: URL, content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<void>;
  /** Returns the URL of a new file in the temporary folder, under an unpredictable name. */
  temporaryFileURL(): Promise<URL>;
  /** Removes a file; there being none is no failure. */
  remove(url: URL): Promise<void>;
  /** The content type that the extension of a name stands for. */
  mimeType(fileName: string): string | undefined;
}

/** Promises of a reader about its chunks. */
export interface ReadingOptions {
  /**
   * Lets the memory of a chunk of 64 kB or more be reused for the next one. Default: false. Smaller chunks are never
   * reused.
   */
  readonly mayReuseMemory?: boolean | undefined;
}

/** Facts about a file. */
export interface FileAttributes {
  /** Size in bytes. */
  readonly size: number;
  /** True for a folder. */
  readonly isDirectory: boolean;
}
