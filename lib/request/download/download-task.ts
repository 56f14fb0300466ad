import type { DownloadResponse } from '../../message/download-response.js';
import { ResponseTask } from '../response-task.js';

/**
 * The response of a {@link DownloadRequest} for `await` (Alamofire's `DownloadTask`).
 *
 * @example
 * const fileURL = await session.download(url, { to: intoReports }).validate().serializingDownloadedFileURL().value;
 */
export class DownloadTask<T> extends ResponseTask<T, DownloadResponse<T>> {}
