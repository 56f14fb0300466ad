import { asSessionError, SessionError } from '../../errors/session-error.js';
import type { DownloadPlace } from '../../request/download/download-destination.js';

/** A response that does not fit the partial file on disk. */
export function uselessAnswer(): SessionError {
  return badAnswer('the response is not the rest of the partial file');
}

/** A part of the file, where the whole was requested. */
export function unrequestedPart(): SessionError {
  return badAnswer('the response is a part of the file, and the whole was requested');
}

/** A file that is shorter or longer than the server said when the download began. */
export function incomplete(): SessionError {
  const detail = 'the rest of the file did not arrive';
  return new SessionError({ kind: 'sessionTaskFailed', code: 'networkConnectionLost', detail });
}

/** Failure to move a file to its destination. */
export function moveFailure(cause: unknown, fileURL: URL, place: DownloadPlace | undefined): SessionError {
  const destination = place?.destinationURL.href;
  return asSessionError(cause, (error) => ({
    kind: 'downloadedFileMoveFailed',
    error,
    source: fileURL.href,
    destination,
  }));
}

/** Adds resume data to an error that can hold them. */
export function withResumeData(
  error: SessionError,
  downloadResumeData: Uint8Array | undefined,
): SessionError {
  const { failure } = error;
  if (downloadResumeData === undefined || failure.kind !== 'sessionTaskFailed') return error;
  return new SessionError({ ...failure, downloadResumeData });
}

function badAnswer(detail: string): SessionError {
  return new SessionError({ kind: 'sessionTaskFailed', code: 'badServerResponse', detail });
}
