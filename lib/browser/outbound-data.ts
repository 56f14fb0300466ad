import type { RequestBody } from '../transport/request-body.js';
import { SessionError } from '../errors/session-error.js';
import type { OutboundData } from '../transport/outbound-data.js';

/** A body as XHR and fetch take it. Throws an `unsupported` for one that a browser cannot send: a Blob is the way. */
export function outboundDataOf(body: RequestBody): OutboundData {
  switch (body.kind) {
    case 'text':
      return { data: body.text };
    case 'bytes':
      return { data: body.bytes };
    case 'blob':
      return { data: body.blob };
    case 'file':
    case 'stream':
      throw new SessionError({ kind: 'unsupported', feature: `a request body of kind ${body.kind}` });
  }
}
