import type { Destination } from './download-destination.js';
import type { DownloadRequest } from './download-request.js';
import type { RequestPlan } from '../request-plan.js';
import type { RequestSession } from '../request-session.js';

/** All that downloads need and other requests do not: a session has it where the platform has files. */
export interface DownloadSupport {
  /** The URL that resume data speak of; throws when they are none. */
  resumedURL(resumeData: Uint8Array): string;
  makeRequest(session: RequestSession, plan: RequestPlan, download: DownloadOrder): DownloadRequest;
}

/** Order for a downloaded file. */
export interface DownloadOrder {
  /** The file stays in the temporary folder unless given. */
  readonly destination: Destination | undefined;
  /** Resume data of an earlier download. */
  readonly resumeData: Uint8Array | undefined;
}
