import { temporaryDestination } from '../../request/download/download-destination.js';
import type { DownloadOwner } from '../../request/download/download-intake.js';
import { DownloadRequest } from '../../request/download/download-request.js';
import type { DownloadSupport } from '../../request/download/download-support.js';
import { DownloadReceiver } from './download-receiver.js';
import { decodeResumeData } from './resume-data.js';

/** Downloads to files on disk. */
export const downloads: DownloadSupport = {
  resumedURL: (resumeData) => decodeResumeData(resumeData).url,
  makeRequest: (session, plan, { destination = temporaryDestination, resumeData }) => {
    const makeIntake = (owner: DownloadOwner): DownloadReceiver => new DownloadReceiver(owner, resumeData);
    return new DownloadRequest(session, plan.with({ download: { destination, makeIntake } }));
  },
};
