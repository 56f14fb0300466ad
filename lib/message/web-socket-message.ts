/** Message of a WebSocket: text, or bytes. */
export type WebSocketMessage = string | Uint8Array;
