import { SessionError } from '../errors/session-error.js';
import type { URLRequest } from '../message/url-request.js';
import type { Destination } from '../request/download/download-destination.js';
import type { DownloadRequest } from '../request/download/download-request.js';
import type { DownloadSupport } from '../request/download/download-support.js';
import type { ConvertibleOptions, RequestOptions } from './request-options.js';
import { isFileURL, makeURLRequest, type RequestTarget } from './request-target.js';
import type { SessionCore } from './session-core.js';

/** What can be said of a download whose URLRequest is made by somebody else. */
export interface DownloadConvertibleOptions extends ConvertibleOptions {
  /** Where the file is put; it stays in the temporary folder unless given. */
  to?: Destination | undefined;
}

/** What can be said of a download from a URL. */
export interface DownloadRequestOptions extends RequestOptions, DownloadConvertibleOptions {}

/** A download that goes on where it was broken off. */
export interface ResumedDownload {
  /** What the response, the request or the error of the broken one had as its resume data. */
  readonly resumingWith: Uint8Array;
}

/** Where a download comes from. */
export type DownloadSource = RequestTarget | ResumedDownload;

/** Makes a download; without files on disk it throws a `SessionError` of kind `unsupported`. */
export function makeDownload(
  core: SessionCore,
  downloads: DownloadSupport | undefined,
  from: DownloadSource,
  options: DownloadRequestOptions,
): DownloadRequest {
  if (downloads === undefined) throw new SessionError({ kind: 'unsupported', feature: 'downloads to files' });
  const { transport } = core;
  const resumeData = isResumed(from) ? from.resumingWith : undefined;
  const target = (): RequestTarget => (isResumed(from) ? downloads.resumedURL(from.resumingWith) : from);
  const makeRequest = (): URLRequest => makeURLRequest(target(), options, { method: 'GET', transport });
  const readsFile = !isResumed(from) && isFileURL(from);
  const plan = { ...options, readsFile, makeURLRequest: makeRequest };
  return downloads.makeRequest(core, plan, { destination: options.to, resumeData });
}

function isResumed(from: DownloadSource): from is ResumedDownload {
  return from instanceof Object && 'resumingWith' in from;
}
