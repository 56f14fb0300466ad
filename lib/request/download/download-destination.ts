import type { Answer } from '../../answers/answer.js';
import type { HTTPURLResponse } from '../../message/http-url-response.js';

/** Destination of a downloaded file. */
export interface DownloadPlace {
  /** The URL of the file, not of a folder. */
  readonly destinationURL: URL;
  readonly options?: DownloadOptions | undefined;
}

/** Changes to the file system that a destination may need (Alamofire's `DownloadRequest.Options`). */
export interface DownloadOptions {
  /** Makes the folders that are missing; without it a missing folder is a failure. */
  readonly createIntermediateDirectories?: boolean | undefined;
  /** Replaces a file that is there already; without it such a file is a failure, and stays. */
  readonly removePreviousFile?: boolean | undefined;
}

/**
 * Chooses the destination of a downloaded file, once it is complete and its response was accepted (Alamofire's
 * `DownloadRequest.Destination`). An error or a rejection ends the request as `downloadedFileMoveFailed`.
 *
 * A file name that the response suggests comes from the server: `suggestedDownloadDestination` makes a safe one of
 * it.
 */
export type Destination = (temporaryURL: URL, response: HTTPURLResponse) => Answer<DownloadPlace>;

/** Leaves the file in the temporary folder, under an unpredictable name. */
export const temporaryDestination: Destination = (destinationURL) => ({ destinationURL });
