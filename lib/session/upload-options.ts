import type { HTTPMethod } from '../message/http-method.js';
import { amount, having, oneOf, OptionBag } from '../message/option-bag.js';
import type { RequestPlan } from '../request/request-plan.js';
import type { UploadContent, UploadOptions } from '../request/upload-content.js';
import { ContentUploadPlan } from '../request/upload-plan.js';
import type { URLRequest } from '../message/url-request.js';
import {
  CONVERTIBLE_RULES,
  REQUEST_RULES,
  type ConvertibleOptions,
  type RequestOptions,
} from './request-options.js';
import type { RequestTarget, URLBase } from './request-target.js';
import { TargetPlan, type ReadOptions } from './target-plan.js';

/** Rules of {@link UploadOptions}. */
export const UPLOAD_RULES = {
  usingThreshold: amount,
  encoding: oneOf('automatic', 'streamed'),
  fileManager: having('a FileManager', 'attributes'),
};

/** Readers of the options of an upload. */
export const UPLOAD_OPTIONS = {
  url: /* @__PURE__ */ new OptionBag<RequestOptions & UploadOptions>('upload options', {
    ...REQUEST_RULES,
    ...UPLOAD_RULES,
  }),
  convertible: /* @__PURE__ */ new OptionBag<ConvertibleOptions & UploadOptions>(
    'upload options beside a URLRequest',
    { ...CONVERTIBLE_RULES, ...UPLOAD_RULES },
  ),
};

/** Plan of an upload: the URLRequest of each attempt names the type of its body. */
export function uploadPlan(
  body: UploadContent,
  to: RequestTarget,
  read: ReadOptions<RequestOptions & UploadOptions>,
  base: URLBase,
  method: HTTPMethod = 'POST',
): RequestPlan {
  const upload = new ContentUploadPlan(body, read.options);
  return new UploadTargetPlan(upload, to, read, base, method).with({ upload });
}

class UploadTargetPlan extends TargetPlan<RequestOptions & UploadOptions> {
  constructor(
    private readonly content: ContentUploadPlan,
    to: RequestTarget,
    read: ReadOptions<RequestOptions & UploadOptions>,
    base: URLBase,
    method: HTTPMethod,
  ) {
    super(to, read, base, method);
  }

  override makeURLRequest(): URLRequest {
    return this.content.describe(super.makeURLRequest());
  }
}
