/**
 * Close codes of a WebSocket (RFC 6455 §7.4.1), by the names of Foundation's `URLSessionWebSocketTask.CloseCode`. A peer
 * may send any other from 3000 to 4999.
 */
export const WebSocketCloseCode = /* @__PURE__ */ Object.freeze({
  normalClosure: 1000,
  goingAway: 1001,
  protocolError: 1002,
  unsupportedData: 1003,
  /** The peer gave none; never sent. */
  noStatusReceived: 1005,
  /** The connection was lost without a closing handshake; never sent. */
  abnormalClosure: 1006,
  invalidFramePayloadData: 1007,
  policyViolation: 1008,
  messageTooBig: 1009,
  mandatoryExtensionMissing: 1010,
  internalServerError: 1011,
  /** Never sent. */
  tlsHandshakeFailure: 1015,
});

/** Options for closing a WebSocket. */
export interface WebSocketClosure {
  /** Default: `WebSocketCloseCode.normalClosure`. */
  readonly code?: number | undefined;
  /** At most 123 bytes of UTF-8. Default: none. */
  readonly reason?: string | undefined;
}

/** True for a code that a close frame may carry (RFC 6455 §7.4). */
export function isSendableCloseCode(code: number): boolean {
  if (!Number.isInteger(code)) return false;
  if (code >= 3000 && code <= 4999) return true;
  return code >= 1000 && code <= 1014 && code !== 1004 && code !== 1005 && code !== 1006;
}

/** True for a reason that fits into a close frame beside the code (RFC 6455 §5.5). */
export function isSendableReason(reason: string): boolean {
  return reason.length <= 123 && new TextEncoder().encode(reason).byteLength <= 123;
}
