import { HeldBody } from './held-body.js';
import { NodeStreamBody } from './node-stream-body.js';
import { PulledBody } from './pulled-body.js';
import type { ResponseBody } from './response-body.js';
import { responseContentOf, type ResponseContent } from './response-content.js';

/** A content that the transport reads by itself; an inbound one is read by the adapter that made it. */
export type ReadableContent = Exclude<ResponseContent, { kind: 'inbound' | 'unreadable' }>;

export function openResponseBody(content: ReadableContent): ResponseBody {
  switch (content.kind) {
    case 'nothing':
      return new HeldBody(undefined);
    case 'bytes':
      return new HeldBody(content.bytes);
    case 'readable':
      return new NodeStreamBody(content.readable);
    case 'pulled':
      return new PulledBody(content.open());
  }
}

/** Closes the stream that an answer brought and nobody will read. */
export function dropData(data: unknown): void {
  const content = responseContentOf(data);
  if (content.kind === 'readable' || content.kind === 'pulled') openResponseBody(content).cancel();
}
