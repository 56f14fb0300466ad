import { Readable } from 'node:stream';
import { lengthOf, type RequestBody } from '../../transport/request-body.js';
import type { OutboundData } from '../../transport/outbound-data.js';
import { keepableChunks, type PulledBody } from './outgoing-body.js';

/**
 * Body in the form of axios's own `http` adapter: text as a string, bytes as a `Buffer` over exactly their view, others
 * as a `Readable` that opens its source when it is read.
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
  return Readable.from(keepableChunks(body), { objectMode: false });
}
