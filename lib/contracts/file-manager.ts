/**
 * Files on disk, as far as uploads need them (after Foundation's `FileManager`). Only Node has one; failures
 * are the platform's own errors.
 */
export interface FileManager {
  /** The size in bytes, and whether it is a folder; fails when there is nothing. */
  attributes(url: URL): Promise<FileAttributes>;
  /** The bytes of a file; it is opened when the first piece is asked for, and closed at the end or on `return`. */
  read(url: URL): AsyncIterable<Uint8Array>;
  /** Writes a new file, readable by its owner alone; fails with `EEXIST` when there is one. Removes what it wrote on failure. */
  create(url: URL, content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<void>;
  /** A file URL in the temporary folder that nobody can guess and nothing has yet. */
  temporaryFileURL(): Promise<URL>;
  /** Removes a file; there being none is no failure. */
  remove(url: URL): Promise<void>;
  /** The content type that the extension of a name stands for. */
  mimeType(fileName: string): string | undefined;
}

export interface FileAttributes {
  readonly size: number;
  readonly isDirectory: boolean;
}
