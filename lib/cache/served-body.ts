import { PulledBody } from '../transport/pulled-body.js';
import { pullFrom } from '../transport/pulled-pieces.js';
import type { TransportClient } from '../transport/transport.js';
import type { StoredBody } from './http-cache-store.js';
import type { ByteRange } from './rules/partial.js';

/** Body of a stored response on its way to a client. */
export interface ServedBody {
  pause(): void;
  resume(): void;
  cancel(): void;
}

/** Hands the bytes of a stored body to a client, as a copy, and then the end. A readable one is read as it is taken. */
export function serveBody(
  body: StoredBody,
  range: ByteRange | undefined,
  client: TransportClient,
): ServedBody | undefined {
  if (range === undefined) {
    client.didComplete();
    return undefined;
  }
  const { first, last } = range;
  if (body instanceof Uint8Array) {
    client.didReceiveData(body.slice(first, last + 1));
    client.didComplete();
    return undefined;
  }
  const open = pullFrom(body.open(first, last));
  if (open === undefined) throw new TypeError('A stored body cannot be read.');
  const pulled = new PulledBody(open());
  pulled.read({
    data: (chunk) => {
      client.didReceiveData(chunk);
    },
    end: () => {
      client.didComplete();
    },
    fail: (error) => {
      client.didComplete(error);
    },
  });
  return pulled;
}
