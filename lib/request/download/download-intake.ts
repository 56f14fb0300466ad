import type { Answer } from '../../answers/answer.js';
import type { BodyReceiver } from '../../transport/body-receiver.js';
import type { RequestInfo, TaskInfo } from '../../message/request-info.js';
import type { TaskDelegate } from '../../exchange/task-delegate.js';
import type { SessionError } from '../../errors/session-error.js';
import type { HTTPURLResponse } from '../../message/http-url-response.js';
import type { Result } from '../../message/result.js';
import type { URLRequest } from '../../message/url-request.js';
import type { Destination, DownloadPlace } from './download-destination.js';

/** Takes the body of a download to disk. */
export interface DownloadIntake extends BodyReceiver {
  /** URL of the file once it is complete. */
  readonly fileURL: URL | undefined;
  /** Bytes of the file. */
  readonly byteLength: number;
  readonly resumeData: Uint8Array | undefined;
  /** Offset at which the next attempt continues, and the length of the whole file. Undefined if it begins anew. */
  readonly resumedFrom: { readonly offset: number; readonly total: number | undefined } | undefined;
  /** True if the answer made the partial file useless, so that the whole must be requested. */
  readonly mustStartOver: boolean;
  /** Makes sure of resume data when the download is interrupted, where the server allows it. */
  keepResumable(): void;
  /** Asks for the rest alone, where a part is there. */
  described(urlRequest: URLRequest): URLRequest;
  /** Closes the files of the attempt. Keeps those that can be resumed, and removes the others. */
  release(): Answer<void>;
}

/** Part of the exchange that its intake uses. */
export interface DownloadOwner {
  readonly request: RequestInfo;
  readonly delegate: TaskDelegate;
  /** The URL that the caller has asked for. */
  readonly url: string | undefined;
  readonly response: HTTPURLResponse | undefined;
  /** Error of the attempt. */
  readonly failure: SessionError | undefined;
  readonly isInterrupted: boolean;
  /** Asks where the file at `temporaryURL` belongs. */
  destinationOf(temporaryURL: URL, response: HTTPURLResponse): Promise<DownloadPlace>;
  /** The file is in its place, or could not be put there. */
  didPlace(task: TaskInfo, result: Result<URL>): void;
  /** Does something on the rootQueue. */
  enqueue(work: () => void): void;
}

/** Order to write a response body to a file. */
export interface DownloadPlan {
  readonly destination: Destination;
  /** Creates the receiver of the body. */
  makeIntake(owner: DownloadOwner): DownloadIntake;
}
