import { SessionError } from '../errors/session-error.js';
import { callable, OptionBag } from '../message/option-bag.js';
import type { Destination } from '../request/download/download-destination.js';
import type { DownloadRequest } from '../request/download/download-request.js';
import type { DownloadSupport } from '../request/download/download-support.js';
import {
  CONVERTIBLE_RULES,
  REQUEST_RULES,
  type ConvertibleOptions,
  type RequestOptions,
} from './request-options.js';
import type { RequestTarget } from './request-target.js';
import type { SessionRecord } from './session-record.js';
import { readOptionsFor, TargetPlan } from './target-plan.js';

/** Options of a download from a {@link URLRequestConvertible}. */
export interface DownloadConvertibleOptions extends ConvertibleOptions {
  /** Destination of the file. Default: it stays in the temporary folder. */
  to?: Destination | undefined;
}

/** Options of a download from a URL. */
export interface DownloadRequestOptions extends RequestOptions, DownloadConvertibleOptions {}

/** Continuation of an interrupted download. */
export interface ResumedDownload {
  /** Resume data of the interrupted download: of its response, its request or its error. */
  readonly resumingWith: Uint8Array;
}

/** Source of a download. */
export type DownloadSource = RequestTarget | ResumedDownload;

/** Makes a download. Throws a `SessionError` of kind `unsupported` where there are no files. */
export function makeDownload(
  record: SessionRecord,
  downloads: DownloadSupport | undefined,
  from: DownloadSource,
  options: DownloadRequestOptions | undefined,
): DownloadRequest {
  if (downloads === undefined) throw new SessionError({ kind: 'unsupported', feature: 'downloads to files' });
  const resumeData = isResumed(from) ? from.resumingWith : undefined;
  const target = isResumed(from) ? { asURL: () => new URL(downloads.resumedURL(from.resumingWith)) } : from;
  const read = readOptionsFor(target, options, DOWNLOAD_OPTIONS);
  const plan = new TargetPlan(target, read, record);
  return downloads.makeRequest(record, plan, { destination: read.options.to, resumeData });
}

function isResumed(from: DownloadSource): from is ResumedDownload {
  return from instanceof Object && 'resumingWith' in from;
}

const DOWNLOAD_OPTIONS = {
  url: /* @__PURE__ */ new OptionBag<DownloadRequestOptions>('download options', {
    ...REQUEST_RULES,
    to: callable,
  }),
  convertible: /* @__PURE__ */ new OptionBag<DownloadConvertibleOptions>(
    'download options beside a URLRequest',
    {
      ...CONVERTIBLE_RULES,
      to: callable,
    },
  ),
};
