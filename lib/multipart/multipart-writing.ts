import type { FileManager } from '../transport/file-manager.js';
import { isSessionError, type SessionError } from '../errors/session-error.js';
import { multipartFailure, noFileManager } from '../encoding/multipart-failure.js';
import { parsedURL } from '../message/parsed-url.js';

/** Writes chunks to a new file. Tells errors of the file from errors of the chunks. */
export async function writeFile(
  to: URL | string,
  fileManager: FileManager | undefined,
  pieces: AsyncIterable<Uint8Array>,
): Promise<void> {
  const url = fileURL(to);
  if (fileManager === undefined) throw noFileManager();
  const content = new WatchedPieces(pieces);
  try {
    await fileManager.create(url, content);
  } catch (error) {
    throw isSessionError(error) ? error : failureOf(url.href, error, content.wereAskedFor);
  }
}

function fileURL(to: URL | string): URL {
  const url = typeof to === 'string' ? parsedURL(to) : to;
  if (url?.protocol === 'file:') return url;
  throw multipartFailure({ kind: 'outputStreamURLInvalid', url: String(to) });
}

function failureOf(url: string, error: unknown, wasCreated: boolean): SessionError {
  if (wasCreated) return multipartFailure({ kind: 'outputStreamWriteFailed', error });
  const exists = (error as { code?: unknown } | null | undefined)?.code === 'EEXIST';
  return multipartFailure(
    exists
      ? { kind: 'outputStreamFileAlreadyExists', url }
      : { kind: 'outputStreamCreationFailed', url, error },
  );
}

/** Records whether the source was ever asked for a chunk: a file is created before its content. */
class WatchedPieces implements AsyncIterable<Uint8Array> {
  wereAskedFor = false;

  constructor(private readonly pieces: AsyncIterable<Uint8Array>) {}

  [Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
    this.wereAskedFor = true;
    return this.pieces[Symbol.asyncIterator]();
  }
}
