import { Readable } from 'node:stream';
import { lengthOf, type RequestBody } from '../../transport/request-body.js';
import type { OutboundData } from '../../transport/outbound-data.js';
import { keepablePieces, type PulledBody } from './outgoing-body.js';

/**
 * A body as axios's own `http` adapter takes it: text as a string, bytes as a `Buffer` over their view alone,
 * the rest as a `Readable` that opens its source when it is read.
 */
export function outboundDataOf(body: RequestBody): OutboundData {
  switch (body.kind) {
    case 'text':
      return { data: body.text };
    case 'bytes': {
      const { buffer, byteOffset, byteLength } = body.bytes;
      return { data: Buffer.from(buffer, byteOffset, byteLength) };
    }
    case 'blob':
    case 'file':
    case 'stream':
      return { data: readable(body), contentLength: lengthOf(body) };
  }
}

function readable(body: PulledBody): Readable {
  return Readable.from(keepablePieces(body), { objectMode: false });
}
