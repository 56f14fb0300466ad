import { readPieces, readWhole } from './multipart-reading.js';
import { writeFile } from './multipart-writing.js';
import { isSessionError } from '../errors/session-error.js';
import { multipartFailure } from '../encoding/multipart-failure.js';
import type { FileSegment, Segment } from '../encoding/segment.js';

/**
 * Functions that measure, read and write a form. A browser, which sends a Blob of the parts, loads them on first use.
 */
export const formOutput = { measureFiles, readPieces, readWhole, writeFile };

export type FormOutput = typeof formOutput;

/** The segments with the sizes that the files have now; fails when one is no file, or has another length than declared. */
export async function measureFiles(segments: readonly Segment[]): Promise<Segment[]> {
  const measured: Segment[] = [];
  for (const segment of segments)
    measured.push(segment.kind === 'file' ? await measureFile(segment) : segment);
  return measured;
}

async function measureFile(file: FileSegment): Promise<FileSegment> {
  const url = file.url.href;
  const { size, isDirectory } = await file.fileManager.attributes(file.url).catch((error: unknown) => {
    throw isSessionError(error)
      ? error
      : multipartFailure({ kind: 'bodyPartFileNotReachableWithError', url, error });
  });
  if (isDirectory) throw multipartFailure({ kind: 'bodyPartFileIsDirectory', url });
  if (!Number.isSafeInteger(size) || size < 0)
    throw multipartFailure({ kind: 'bodyPartFileSizeNotAvailable', url });
  if (file.length !== undefined && file.length !== size) {
    throw multipartFailure({
      kind: 'unexpectedInputStreamLength',
      bytesExpected: file.length,
      bytesRead: size,
    });
  }
  return { ...file, length: size };
}
