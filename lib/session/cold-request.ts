import { isByteStream } from '../encoding/byte-stream.js';
import { compactJSON } from '../encoding/compact-json.js';
import { withForm } from '../encoding/default-form.js';
import { withBody } from '../encoding/form-destination.js';
import { MultipartFormData } from '../multipart/multipart-form-data.js';
import type { ParameterEncoder } from '../encoding/parameter-encoder.js';
import type { URLRequest } from '../message/url-request.js';
import type { UploadContent } from '../request/upload-content.js';
import type { RequestOptions } from './request-options.js';

/** How a body of the cold door is sent. */
export type ColdBody =
  | { readonly kind: 'none' }
  | { readonly kind: 'upload'; readonly content: UploadContent }
  | { readonly kind: 'encoded'; readonly encoder: ParameterEncoder };

/** Tells a body that can be uploaded as it is from a value that is to be encoded. */
export function coldBody(body: unknown): ColdBody {
  if (body === undefined || body === null) return { kind: 'none' };
  if (body instanceof FormData) return { kind: 'upload', content: multipartOf(body) };
  if (isUploadContent(body)) return { kind: 'upload', content: body };
  return { kind: 'encoded', encoder: body instanceof URLSearchParams ? formBody(body) : jsonBody(body) };
}

/** The options of a request whose body is taken: parameters go into the query, unless an encoder says else. */
export function withBodyTaken(options: RequestOptions): RequestOptions {
  return { ...options, encoder: options.encoder ?? QUERY };
}

/** Puts the parameters into the query, then the body where it belongs. */
export function bodyAfterParameters(body: ParameterEncoder, options: RequestOptions): ParameterEncoder {
  const { parameters, encoder = QUERY } = options;
  return {
    encode(_, into): URLRequest {
      return body.encode(undefined, parameters === undefined ? into : encoder.encode(parameters, into));
    },
  };
}

const QUERY: ParameterEncoder = {
  encode: (parameters, into) => withForm(parameters, into, 'queryString'),
};

function formBody(body: URLSearchParams): ParameterEncoder {
  return { encode: (_, into) => withForm(body, into, 'httpBody') };
}

function jsonBody(body: unknown): ParameterEncoder {
  return { encode: (_, into) => withBody(into, compactJSON(body), 'application/json') };
}

function isUploadContent(body: unknown): body is UploadContent {
  if (typeof body === 'string' || typeof body === 'function') return true;
  if (body instanceof Uint8Array || body instanceof ArrayBuffer || body instanceof Blob) return true;
  return body instanceof URL || body instanceof MultipartFormData || isByteStream(body);
}

/** The platform's form, built anew for each attempt. */
function multipartOf(data: FormData): UploadContent {
  return (form) => {
    for (const [name, value] of data.entries()) form.append(value, { name });
  };
}
