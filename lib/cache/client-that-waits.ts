import type { TransportClient } from '../transport/transport.js';

/** A client that takes interest in the end of a message alone. */
export function clientThatWaits(didComplete: (error?: unknown) => void): TransportClient {
  return { didReceiveResponse: ignored, didReceiveData: ignored, didSendBodyData: ignored, didComplete };
}

function ignored(): void {
  // only the end counts
}
