import { HeldBody } from './held-body.js';
import { PulledBody } from './pulled-body.js';
import type { ResponseBody } from './response-body.js';
import { responseContentOf, type PlatformStreamIn, type ResponseContent } from './response-content.js';

/** A content that the transport reads by itself; an inbound one is read by the adapter that made it. */
export type ReadableContent = Exclude<ResponseContent, { kind: 'inbound' | 'unreadable' }>;

export function openResponseBody(content: ReadableContent): ResponseBody {
  switch (content.kind) {
    case 'nothing':
      return new HeldBody(undefined);
    case 'bytes':
      return new HeldBody(content.bytes);
    case 'platformStream':
      return content.stream.open();
    case 'pulled':
      return new PulledBody(content.open());
  }
}

/** Closes the stream of an answer that will not be read. */
export function dropData(data: unknown, streamIn: PlatformStreamIn | undefined): void {
  const content = responseContentOf(data, streamIn);
  if (content.kind === 'platformStream' || content.kind === 'pulled') openResponseBody(content).cancel();
}
