import type { Answer } from '../../answers/answer.js';
import type { HTTPURLResponse } from '../../message/http-url-response.js';

/** Where a downloaded file is put. */
export interface DownloadPlace {
  /** The URL of the file, not of a folder. */
  readonly destinationURL: URL;
  readonly options?: DownloadOptions | undefined;
}

/** What may be done so that a file can be put in its place (Alamofire's `DownloadRequest.Options`). */
export interface DownloadOptions {
  /** Makes the folders that are missing; without it a missing folder is a failure. */
  readonly createIntermediateDirectories?: boolean | undefined;
  /** Replaces a file that is there already; without it such a file is a failure, and stays. */
  readonly removePreviousFile?: boolean | undefined;
}

/**
 * Decides where a downloaded file is put, once it is complete and its response was found acceptable (Alamofire's
 * `DownloadRequest.Destination`). What it throws or rejects with ends the request as `downloadedFileMoveFailed`.
 *
 * A name that the response suggests comes from the server: see `suggestedDownloadDestination` for one that is safe.
 */
export type Destination = (temporaryURL: URL, response: HTTPURLResponse) => Answer<DownloadPlace>;

/** Leaves the file where it is: in the temporary folder, under a name that nobody can guess. */
export const temporaryDestination: Destination = (destinationURL) => ({ destinationURL });
