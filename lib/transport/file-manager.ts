/**
 * Files on disk, as far as uploads need them (after Foundation's `FileManager`). Only Node has one; failures
 * are the platform's own errors.
 */
export interface FileManager {
  /** The size in bytes, and whether it is a folder; fails when there is nothing. */
  attributes(url: URL): Promise<FileAttributes>;
  /** The bytes of a file; it is opened when the first piece is asked for, and closed at the end or on `return`. */
  read(url: URL, options?: ReadingOptions): AsyncIterable<Uint8Array>;
  /** Writes a new file, readable by its owner alone; fails with `EEXIST` when there is one. Removes what it wrote on failure. */
  create(url: URL, content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<void>;
  /** A file URL in the temporary folder that nobody can guess and nothing has yet. */
  temporaryFileURL(): Promise<URL>;
  /** Removes a file; there being none is no failure. */
  remove(url: URL): Promise<void>;
  /** The content type that the extension of a name stands for. */
  mimeType(fileName: string): string | undefined;
}

/** What a reader promises of the pieces it asks for. */
export interface ReadingOptions {
  /**
   * Whether it is done with a piece of 64 kB or more when it asks for the next, so that the same memory may hold
   * that one; false unless given. Smaller pieces are always its own.
   */
  readonly mayReuseMemory?: boolean | undefined;
}

export interface FileAttributes {
  readonly size: number;
  readonly isDirectory: boolean;
}
