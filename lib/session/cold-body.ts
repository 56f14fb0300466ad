import { isByteStream } from '../encoding/byte-stream.js';
import { compactJSON } from '../encoding/compact-json.js';
import { withForm } from '../encoding/default-form.js';
import { withBody } from '../encoding/form-destination.js';
import { bytesOfSource } from '../message/body-bytes.js';
import { MultipartFormData } from '../multipart/multipart-form-data.js';
import type { ParameterEncoder } from '../encoding/parameter-encoder.js';
import { withOptions } from '../message/option-bag.js';
import type { URLRequest } from '../message/url-request.js';
import type { UploadContent } from '../request/upload-content.js';
import type { RequestOptions } from './request-options.js';

/** Form in which a body of the cold door is sent. */
export type ColdBody =
  | { readonly kind: 'none' }
  | { readonly kind: 'upload'; readonly content: UploadContent }
  | { readonly kind: 'encoded'; readonly encoder: ParameterEncoder };

/** Distinguishes a body that is uploaded as it is from a value to be encoded. */
export function coldBody(body: unknown): ColdBody {
  if (body === undefined || body === null) return { kind: 'none' };
  if (body instanceof FormData) return { kind: 'upload', content: multipartOf(body) };
  if (isUploadContent(body)) return { kind: 'upload', content: body };
  return { kind: 'encoded', encoder: body instanceof URLSearchParams ? formBody(body) : jsonBody(body) };
}

/** Options of a request that has a body already: parameters go into the query, unless an encoder is given. */
export function withBodyTaken<Options extends RequestOptions>(options: Readonly<Options>): Readonly<Options> {
  return options.encoder === undefined ? withOptions(options, { encoder: QUERY }) : options;
}

/** Encoder that puts the parameters into the query, then adds the body. */
export function bodyAfterParameters(
  body: ParameterEncoder,
  options: Readonly<RequestOptions>,
): ParameterEncoder {
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
  if (bytesOfSource(body) !== undefined || body instanceof Blob) return true;
  return body instanceof URL || body instanceof MultipartFormData || isByteStream(body);
}

/** The platform's FormData, as a form built for each attempt. */
function multipartOf(data: FormData): UploadContent {
  return (form) => {
    for (const [name, value] of data.entries()) form.append(value, { name });
  };
}
